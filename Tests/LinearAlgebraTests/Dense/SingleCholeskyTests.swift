import LinearAlgebra
import Testing

@Suite("Cholesky in single precision") struct SingleCholeskyTests {
  @Test("solves for several right sides to single precision", arguments: [1, 2, 9, 33])
  func solves(size: Int) throws {
    var generator = SplitMix64(seed: UInt64(size))
    let root = Matrix(rows: size, columns: size, elements: generator.normals(size * size))
    let matrix = root.gramOfRows + Double(size) * Matrix.identity(size)
    let factor = try #require(SingleCholesky(size: size, elements: matrix.elements.map { Float($0) }))
    let sides = generator.normals(2 * size)
    let solved = factor.solve(sides.map { Float($0) }, count: 2).map { Double($0) }
    for side in 0..<2 {
      let range = side * size..<(side + 1) * size
      let image = matrix.times(Array(solved[range]))
      #expect(norm(zip(image, sides[range]).map { $0 - $1 }) <= 1e-5 * norm(Array(sides[range])))
    }
  }

  @Test("says so when the matrix is not positive definite")
  func indefinite() {
    #expect(SingleCholesky(size: 2, elements: [1, 2, 2, 1]) == nil)
  }
}
