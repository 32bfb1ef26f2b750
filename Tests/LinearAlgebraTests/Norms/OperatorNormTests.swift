import Foundation
import LinearAlgebra
import Testing

@Suite("Operator norms")
struct OperatorNormTests {
  static let exponents: [Double] = [1, 1.1, 1.5, 2, 3, 4, 6, 10, 100, .infinity]

  static func random(_ rows: Int, _ columns: Int, _ generator: inout SplitMix64) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: generator.normals(rows * columns))
  }

  @Test("the lower end is attained, and no vector exceeds the upper end", arguments: exponents)
  func sandwich(p: Double) throws {
    var generator = SplitMix64(seed: 21)
    for (rows, columns) in [(1, 4), (4, 1), (2, 3), (5, 5), (3, 9), (12, 7)] {
      let matrix = Self.random(rows, columns, &generator)
      let norm = try OperatorNorm(of: matrix, exponent: p)
      #expect(norm.lower <= norm.upper)
      #expect(norm.upper <= norm.lower * 2.5, "an enclosure, not a guess")
      if !norm.isExact {
        #expect(abs(vectorNorm(norm.maximizer, exponent: p) - 1) < 1e-12)
        #expect(abs(vectorNorm(matrix.times(norm.maximizer), exponent: p) - norm.lower) < 1e-12 * norm.lower)
      }
      for _ in 0..<200 {
        let x = generator.normals(columns)
        #expect(vectorNorm(matrix.times(x), exponent: p) <= norm.upper * vectorNorm(x, exponent: p) * (1 + 1e-12))
      }
    }
  }

  @Test("in two dimensions the lower end is the maximum over all directions", arguments: [1.2, 3.0, 4.0, 8.0])
  func bruteForce(p: Double) throws {
    var generator = SplitMix64(seed: 22)
    for _ in 0..<20 {
      let matrix = Self.random(3, 2, &generator)
      let norm = try OperatorNorm(of: matrix, exponent: p)
      var best = 0.0
      for step in 0..<4000 {
        let angle = Double(step) / 4000 * Double.pi
        let x = [cos(angle), sin(angle)]
        best = max(best, vectorNorm(matrix.times(x), exponent: p) / vectorNorm(x, exponent: p))
      }
      #expect(norm.lower >= best * (1 - 1e-12))
      #expect(norm.lower <= best * (1 + 1e-5))
    }
  }

  @Test("the transpose has the same norm for the dual exponent", arguments: exponents)
  func duality(p: Double) throws {
    var generator = SplitMix64(seed: 23)
    let dual = p.isInfinite ? 1 : p == 1 ? .infinity : p / (p - 1)
    for (rows, columns) in [(2, 2), (3, 5), (6, 4)] {
      let matrix = Self.random(rows, columns, &generator)
      let norm = try OperatorNorm(of: matrix, exponent: p)
      let transposed = try OperatorNorm(of: matrix.transposed, exponent: dual)
      #expect(abs(norm.lower - transposed.lower) < 1e-9 * norm.lower)
    }
  }

  @Test("scaling the matrix scales the norm, from the tiniest to the largest numbers", arguments: exponents)
  func scaling(p: Double) throws {
    var generator = SplitMix64(seed: 24)
    let matrix = Self.random(4, 3, &generator)
    let norm = try OperatorNorm(of: matrix, exponent: p)
    for factor in [1e-300, 1e-10, 1e300] {
      var scaled = matrix
      for i in scaled.elements.indices { scaled.elements[i] *= factor }
      let other = try OperatorNorm(of: scaled, exponent: p)
      #expect(abs(other.lower / factor - norm.lower) < 1e-9 * norm.lower)
      #expect(abs(other.upper / factor - norm.upper) < 1e-9 * norm.upper)
    }
  }

  @Test("a diagonal matrix has its largest entry as norm, and both ends agree", arguments: exponents)
  func diagonal(p: Double) throws {
    let norm = try OperatorNorm(of: .diagonal([0.3, -2, 1, 0]), exponent: p)
    #expect(abs(norm.lower - 2) < 1e-12)
    #expect(abs(norm.upper - 2) < 1e-10)
  }

  @Test(
    "a non-negative matrix is enclosed tightly: Schur's test meets the iteration", arguments: [1.3, 3.0, 4.0, 6.0])
  func nonNegative(p: Double) throws {
    var generator = SplitMix64(seed: 25)
    for _ in 0..<10 {
      var matrix = Self.random(5, 6, &generator)
      for i in matrix.elements.indices { matrix.elements[i] = abs(matrix.elements[i]) }
      let norm = try OperatorNorm(of: matrix, exponent: p)
      #expect(norm.upper - norm.lower < 1e-9 * norm.lower)
    }
  }

  @Test(
    "a matrix in blocks has the larger norm of its blocks, and the certificate survives", arguments: [3.0, 4.0, 20])
  func blocks(p: Double) throws {
    let block = Matrix([[1, 2], [3, 1]])
    let both = Matrix([[1, 2, 0, 0], [3, 1, 0, 0], [0, 0, 0.1, 0.2], [0, 0, 0.3, 0.05]])
    let norm = try OperatorNorm(of: block, exponent: p)
    let blockNorm = try OperatorNorm(of: both, exponent: p)
    #expect(abs(norm.lower - blockNorm.lower) < 1e-9)
    #expect(blockNorm.certificates.schur.isFinite)
    #expect(blockNorm.upper - blockNorm.lower < 1e-6)
  }

  @Test("the logarithm of the norm is convex in 1/p, as Riesz and Thorin prove")
  func convexity() throws {
    var generator = SplitMix64(seed: 26)
    for _ in 0..<10 {
      let matrix = Self.random(3, 3, &generator)
      let logs = try [0.1, 0.3, 0.5, 0.7, 0.9].map { log(try OperatorNorm(of: matrix, exponent: 1 / $0).lower) }
      for middle in 1..<4 { #expect(2 * logs[middle] <= logs[middle - 1] + logs[middle + 1] + 1e-9) }
    }
  }

  @Test("zero and empty matrices have norm zero")
  func zero() throws {
    for matrix in [Matrix(rows: 3, columns: 2), Matrix(rows: 0, columns: 4), Matrix(rows: 2, columns: 0)] {
      let norm = try OperatorNorm(of: matrix, exponent: 4)
      #expect(norm.lower == 0 && norm.upper == 0 && norm.isExact)
    }
  }

  @Test("NaN, infinity, exponents below one and overflowing norms are refused")
  func refusals() {
    #expect(throws: OperatorNormError.notFinite(row: 1, column: 0, value: "nan")) {
      try OperatorNorm(of: Matrix([[1, 2], [.nan, 3]]), exponent: 2)
    }
    #expect(throws: OperatorNormError.notFinite(row: 0, column: 1, value: "inf")) {
      try OperatorNorm(of: Matrix([[1, .infinity]]), exponent: 2)
    }
    #expect(throws: OperatorNormError.invalidExponent("0.5")) { try OperatorNorm(of: .identity(2), exponent: 0.5) }
    #expect(throws: OperatorNormError.self) { try OperatorNorm(of: .identity(2), exponent: .nan) }
    let huge = Matrix(rows: 3, columns: 3, repeating: 1e308)
    for p in Self.exponents { #expect(throws: OperatorNormError.overflow) { try OperatorNorm(of: huge, exponent: p) } }
  }

  @Test("the norm of a first layer of real size takes a moment, not a minute")
  func largeMatrix() throws {
    var generator = SplitMix64(seed: 27)
    let matrix = Self.random(200, 784, &generator)
    let norm = try OperatorNorm(of: matrix, exponent: 4)
    #expect(norm.lower <= norm.upper && norm.lower > 0)
  }

  @Test("vector norms neither overflow nor lose small entries, and agree with the definition")
  func vectorNorms() {
    #expect(vectorNorm([3, -4], exponent: 2) == 5)
    #expect(vectorNorm([3, -4], exponent: 1) == 7)
    #expect(vectorNorm([3, -4], exponent: .infinity) == 4)
    #expect(abs(vectorNorm([3e200, 4e200], exponent: 2) - 5e200) < 1e186)
    #expect(abs(vectorNorm([1e-200, 1e-200], exponent: 4) / 1e-200 - pow(2, 0.25)) < 1e-14)
    #expect(vectorNorm([], exponent: 3) == 0)
    #expect(vectorNorm([1, .nan], exponent: 3).isNaN)
  }
}
