import LinearAlgebra
import Testing

/// A symmetric matrix with the given eigenvalues and random eigenvectors.
func symmetricMatrix(eigenvalues: [Double], _ generator: inout SplitMix64) throws -> Matrix {
  let a = randomMatrix(eigenvalues.count, eigenvalues.count, &generator)
  let vectors = try #require(SymmetricEigen(of: a + a.transposed).vectorsAsRows)
  return vectors.transposedTimes(Matrix.diagonal(eigenvalues).times(vectors))
}

@Suite("Trace estimates") struct TraceEstimateTests {
  @Test("random signs meet a diagonal operator exactly, with a single probe")
  func diagonal() throws {
    let entries: [Double] = [3, -1, 0.5, 0, 7]
    var generator = SplitMix64(seed: 1)
    let operation = MatrixOperator(.diagonal(entries))
    let one = try operation.hutchinson(probes: 1, using: &generator)
    #expect(abs(one.trace.value - 9.5) < 1e-14 && one.trace.standardError == .infinity)
    let many = try operation.hutchinson(probes: 20, using: &generator)
    #expect(abs(many.squaredFrobeniusNorm.value - dot(entries, entries)) < 1e-12)
    #expect(many.trace.standardError < 1e-14 && many.trace.probes == 20 && many.trace.applications == 20)
  }

  @Test("estimates lie within four standard errors of the truth, over seeds", arguments: [false, true])
  func coverage(deflated: Bool) throws {
    var generator = SplitMix64(seed: 2)
    let eigenvalues = (0..<40).map { 10 / Double(1 + $0) - 0.3 }
    let operation = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
    let trace = eigenvalues.reduce(0, +)
    let squares = dot(eigenvalues, eigenvalues)
    for seed in 0..<40 {
      var probes = SplitMix64(seed: UInt64(100 + seed))
      let found =
        deflated
        ? try operation.hutchPlusPlus(sketch: 6, probes: 24, using: &probes)
        : try operation.hutchinson(probes: 24, using: &probes)
      #expect(abs(found.trace.value - trace) < 4 * found.trace.standardError)
      let square = found.squaredFrobeniusNorm
      #expect(abs(square.value - squares) < 4 * square.standardError)
      #expect(found.trace.applications == (deflated ? 36 : 24))
    }
  }

  @Test("the variance is 2 Σ a_ij² over i ≠ j, and that of a mean falls as one over the probes")
  func variance() throws {
    var generator = SplitMix64(seed: 3)
    let a = try symmetricMatrix(eigenvalues: (0..<12).map { Double($0 * $0) / 10 }, &generator)
    var expected = 0.0
    for i in 0..<12 {
      for j in 0..<12 where i != j { expected += 2 * a[i, j] * a[i, j] }
    }
    for probes in [1, 4, 16] {
      let count = 1600
      var square = 0.0
      for _ in 0..<count {
        let value = try MatrixOperator(a).hutchinson(probes: probes, using: &generator).trace.value
        square += (value - a.trace) * (value - a.trace)
      }
      let ratio = square / Double(count) * Double(probes) / expected
      #expect(abs(ratio - 1) < 0.2, "\(probes) probes")
    }
  }

  @Test("the standard error that is reported is the spread that is seen")
  func standardError() throws {
    var generator = SplitMix64(seed: 4)
    let a = MatrixOperator(try symmetricMatrix(eigenvalues: (0..<20).map { Double($0) }, &generator))
    var square = 0.0
    var reported = 0.0
    for _ in 0..<600 {
      let trace = try a.hutchinson(probes: 10, using: &generator).trace
      square += (trace.value - 190) * (trace.value - 190) / 600
      reported += trace.standardError * trace.standardError / 600
    }
    #expect(abs(square / reported - 1) < 0.2)
  }

  @Test("Hutch++ is exact up to the rank of the sketch, and exact for a full one")
  func lowRank() throws {
    var generator = SplitMix64(seed: 5)
    let eigenvalues: [Double] = [5, 4, -3] + [Double](repeating: 0, count: 27)
    let a = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
    let found = try a.hutchPlusPlus(sketch: 5, probes: 4, using: &generator)
    #expect(abs(found.trace.value - 6) < 1e-10 && found.trace.standardError < 1e-10)
    #expect(abs(found.squaredFrobeniusNorm.value - 50) < 1e-9)
    #expect(abs(found.frobeniusNorm.value - 50.0.squareRoot()) < 1e-9)
    let b = MatrixOperator(try symmetricMatrix(eigenvalues: (1...9).map(Double.init), &generator))
    let full = try b.hutchPlusPlus(sketch: 50, probes: 3, using: &generator)
    #expect(abs(full.trace.value - 45) < 1e-10 && full.trace.standardError == 0 && full.trace.probes == 0)
  }

  @Test("Hutch++ beats plain probes at equal cost where a few eigenvalues dominate")
  func deflation() throws {
    var generator = SplitMix64(seed: 6)
    let eigenvalues = (0..<60).map { 100 / Double((1 + $0) * (1 + $0)) }
    let a = MatrixOperator(try symmetricMatrix(eigenvalues: eigenvalues, &generator))
    let plain = try a.hutchinson(probes: 36, using: &generator)
    let deflated = try a.hutchPlusPlus(sketch: 10, probes: 16, using: &generator)
    #expect(deflated.trace.applications == plain.trace.applications)
    #expect(deflated.trace.standardError < plain.trace.standardError / 5)
    #expect(deflated.frobeniusNorm.standardError < plain.frobeniusNorm.standardError / 5)
  }

  @Test("the zero operator has trace zero, NaN is refused, and equal seeds give equal bytes")
  func edges() throws {
    var generator = SplitMix64(seed: 7)
    let zero = try MatrixOperator(Matrix(rows: 4, columns: 4)).hutchPlusPlus(sketch: 2, probes: 3, using: &generator)
    #expect(zero.trace.value == 0 && zero.frobeniusNorm.standardError == 0)
    let broken = ActionOperator(dimension: 3) { _ in [.nan, 0, 0] }
    #expect(throws: SpectralError.notFinite) { try broken.hutchinson(probes: 2, using: &generator) }
    #expect(throws: SpectralError.notFinite) { try broken.hutchPlusPlus(sketch: 1, probes: 2, using: &generator) }
    let a = MatrixOperator(randomMatrix(5, 5, &generator).gramOfRows)
    var first = SplitMix64(seed: 8)
    var second = SplitMix64(seed: 8)
    #expect(try a.hutchinson(using: &first) == a.hutchinson(using: &second))
  }

  @Test("a block of vectors is mapped as one vector after the other is")
  func blocks() {
    var generator = SplitMix64(seed: 9)
    let a = randomMatrix(7, 7, &generator).gramOfRows
    let vectors = randomMatrix(3, 7, &generator)
    let single = ActionOperator(dimension: 7) { a.times($0) }.images(ofRows: vectors)
    #expect(largestDifference(MatrixOperator(a).images(ofRows: vectors), single) < 1e-12)
    #expect(largestDifference(Matrix((0..<3).map { MatrixOperator(a)(vectors.row($0)) }), single) < 1e-12)
  }
}
