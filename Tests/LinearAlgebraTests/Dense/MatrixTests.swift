import LinearAlgebra
import Testing

func randomMatrix(_ rows: Int, _ columns: Int, _ generator: inout SplitMix64) -> Matrix {
  Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in 2 * generator.uniform() - 1 })
}

func largestDifference(_ a: Matrix, _ b: Matrix) -> Double {
  zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
}

@Suite("Matrix") struct MatrixTests {
  @Test("the three products agree with the definition", arguments: [(1, 1, 1), (3, 4, 5), (17, 2, 31)])
  func products(m: Int, k: Int, n: Int) {
    var generator = SplitMix64(seed: UInt64(m * 100 + n))
    let a = randomMatrix(m, k, &generator)
    let b = randomMatrix(k, n, &generator)
    var expected = Matrix(rows: m, columns: n)
    for i in 0..<m { for j in 0..<n { for l in 0..<k { expected[i, j] += a[i, l] * b[l, j] } } }
    #expect(largestDifference(a.times(b), expected) < 1e-13)
    #expect(largestDifference(a.transposed.transposedTimes(b), expected) < 1e-13)
    #expect(largestDifference(a.timesTransposed(b.transposed), expected) < 1e-13)
    let x = b.column(0)
    #expect(zip(a.times(x), expected.column(0)).allSatisfy { abs($0 - $1) < 1e-13 })
    #expect(zip(a.transposed.transposedTimes(x), expected.column(0)).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("a Gram matrix is the product with its own transpose and is symmetric")
  func gram() {
    var generator = SplitMix64(seed: 3)
    let a = randomMatrix(7, 12, &generator)
    #expect(largestDifference(a.gramOfRows, a.timesTransposed(a)) < 1e-13)
    #expect(largestDifference(a.gramOfColumns, a.transposedTimes(a)) < 1e-13)
    #expect(a.gramOfRows == a.gramOfRows.transposed)
  }

  @Test("an empty product is zero and not garbage")
  func emptyProduct() {
    let product = Matrix(rows: 2, columns: 0).times(Matrix(rows: 0, columns: 3))
    #expect(product == Matrix(rows: 2, columns: 3))
  }

  @Test("transposing twice gives the matrix back, and the trace does not notice")
  func transposition() {
    var generator = SplitMix64(seed: 4)
    let a = randomMatrix(5, 5, &generator)
    #expect(a.transposed.transposed == a)
    #expect(a.transposed.trace == a.trace)
  }
}
