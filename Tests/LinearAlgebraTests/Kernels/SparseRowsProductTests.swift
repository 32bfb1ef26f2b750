import CKernels
import LinearAlgebra
import Testing

@Suite("Products with many zeros") struct SparseRowsProductTests {
  /// A `rows` × `inner` matrix in which `group` rows in succession share their zeros.
  private static func gated(_ rows: Int, _ inner: Int, group: Int, share: Double, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    var matrix = Matrix(rows: rows, columns: inner, elements: generator.normals(rows * inner))
    for first in stride(from: 0, to: rows, by: group) {
      for j in 0..<inner where generator.uniform() >= share {
        for row in first..<min(first + group, rows) { matrix[row, j] = 0 }
      }
    }
    return matrix
  }

  private static func multiply(
    _ a: Matrix, group: Int, _ b: Matrix, transposed: Bool = false, onto c: inout Matrix, accumulates: Bool,
    level: flatbook_level = flatbook_best_level(), parts: Int = 1
  ) -> Bool {
    let (rows, columns) = (c.rows, c.columns)
    return c.elements.withUnsafeMutableBufferPointer { c in
      a.elements.withUnsafeBufferPointer { left in
        b.elements.withUnsafeBufferPointer { right in
          var product = flatbook_sparse_product(
            rows: rows, columns: columns, inner: a.columns, group: Int32(group), a: left.baseAddress,
            b: right.baseAddress, transposed: transposed, accumulates: accumulates, c: c.baseAddress)
          guard let plan = flatbook_sparse_create(level, &product, Int32(parts)) else { return false }
          for part in 0..<parts { flatbook_sparse_multiply(plan, Int32(part)) }
          flatbook_sparse_destroy(plan)
          return true
        }
      }
    }
  }

  @Test(
    "every instruction set agrees with the dense product, for rows that share their zeros or do not",
    arguments: [flatbook_baseline, flatbook_avx2, flatbook_avx512], [1, 2, 3, 4, 6, 8])
  func agreesWithDenseProduct(level: flatbook_level, group: Int) {
    for (rows, columns, inner) in [(1, 1, 1), (5, 3, 70), (40, 64, 300), (130, 97, 65), (260, 33, 513)] {
      let a = Self.gated(rows * group, inner, group: group, share: 0.3, seed: UInt64(inner))
      var generator = SplitMix64(seed: 7)
      let b = Matrix(rows: inner, columns: columns, elements: generator.normals(inner * columns))
      let before = Matrix(rows: a.rows, columns: columns, elements: generator.normals(a.rows * columns))
      let expected = a.times(b)
      let magnitude = a.mapped(abs).times(b.mapped(abs))
      for transposed in [false, true] {
        for accumulates in [false, true] {
          var c = before
          let isDone = Self.multiply(
            a, group: group, transposed ? b.transposed : b, transposed: transposed, onto: &c,
            accumulates: accumulates, level: level)
          // A single entry may be none or all of the sample.
          guard isDone || inner > 1 else { continue }
          #expect(isDone)
          for i in c.elements.indices {
            let value = expected.elements[i] + (accumulates ? before.elements[i] : 0)
            let bound = magnitude.elements[i] + abs(before.elements[i])
            #expect(abs(c.elements[i] - value) <= 1e-15 * Double(inner + 2) * bound)
          }
        }
      }
    }
  }

  @Test("parts give the same bits, however many, even more than there are rows", arguments: [1, 2, 4])
  func parts(group: Int) {
    let a = Self.gated(12 * group, 300, group: group, share: 0.3, seed: 21)
    let b = Self.gated(300, 50, group: 1, share: 1, seed: 22)
    var whole = Matrix(rows: a.rows, columns: 50)
    #expect(Self.multiply(a, group: group, b, onto: &whole, accumulates: false))
    for parts in [2, 3, 7, 20] {
      var c = Matrix(rows: a.rows, columns: 50, repeating: 1)
      #expect(Self.multiply(a, group: group, b, onto: &c, accumulates: false, parts: parts))
      #expect(c == whole)
    }
  }

  @Test("on all cores a large product has the same bits as on one")
  func cores() {
    let (rows, columns, inner) = (600, 200, 500)
    let a = Self.gated(rows, inner, group: 2, share: 0.4, seed: 31)
    let b = Self.gated(inner, columns, group: 1, share: 1, seed: 32)
    var (onAll, onOne) = (Matrix(rows: rows, columns: columns), Matrix(rows: rows, columns: columns))
    multiplyRows(rows, columns, inner, a.elements, group: 2, b.elements, into: &onAll.elements)
    Cores.$areShared.withValue(true) {
      multiplyRows(rows, columns, inner, a.elements, group: 2, b.elements, into: &onOne.elements)
    }
    #expect(onAll == onOne)
  }

  @Test("a matrix with few zeros is left to BLAS and nothing is written")
  func leavesDenseMatrices() {
    let a = Self.gated(40, 100, group: 1, share: 0.8, seed: 3)
    var c = Matrix(rows: 40, columns: 50, repeating: 5)
    #expect(!Self.multiply(a, group: 1, Matrix(rows: 100, columns: 50, repeating: 1), onto: &c, accumulates: false))
    #expect(c == Matrix(rows: 40, columns: 50, repeating: 5))
  }

  @Test("both ways through multiplyRows give the same numbers up to rounding", arguments: [0.2, 0.9])
  func choosesEitherWay(share: Double) {
    let a = Self.gated(64, 128, group: 2, share: share, seed: 5)
    let b = Self.gated(128, 48, group: 1, share: 1, seed: 6)
    var c = Matrix(rows: 64, columns: 48, repeating: 2)
    multiplyRows(64, 48, 128, a.elements, group: 2, b.elements, accumulates: true, into: &c.elements)
    let expected = a.times(b)
    for i in c.elements.indices { #expect(abs(c.elements[i] - 2 - expected.elements[i]) <= 1e-12) }
  }

  @Test("NaN and infinity in the rows are not taken for zeros")
  func keepsWhatIsNotFinite() {
    var a = Self.gated(32, 64, group: 1, share: 0.2, seed: 9)
    a[3, 5] = .nan
    a[4, 6] = .infinity
    var c = Matrix(rows: 32, columns: 40)
    #expect(Self.multiply(a, group: 1, Matrix(rows: 64, columns: 40, repeating: 1), onto: &c, accumulates: false))
    for j in 0..<40 {
      #expect(c[3, j].isNaN)
      #expect(c[4, j] == .infinity)
      #expect(c[2, j].isFinite)
    }
  }

  @Test("rows of zeros give zeros, or what was there")
  func zeros() {
    var c = Matrix(rows: 32, columns: 40, repeating: 3)
    let a = Matrix(rows: 32, columns: 64)
    #expect(Self.multiply(a, group: 1, Matrix(rows: 64, columns: 40, repeating: 1), onto: &c, accumulates: true))
    #expect(c == Matrix(rows: 32, columns: 40, repeating: 3))
    #expect(Self.multiply(a, group: 1, Matrix(rows: 64, columns: 40, repeating: 1), onto: &c, accumulates: false))
    #expect(c == Matrix(rows: 32, columns: 40))
  }
}
