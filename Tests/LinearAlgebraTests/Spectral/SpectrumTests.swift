import LinearAlgebra
import Testing

private func randomSymmetric(_ size: Int, _ generator: inout SplitMix64) -> Matrix {
  let a = randomMatrix(size, size, &generator)
  return 0.5 * (a + a.transposed)
}

@Suite("Spectra") struct SpectrumTests {
  @Test("eigenvectors are orthonormal and rebuild the matrix", arguments: [1, 2, 9, 40])
  func decomposition(size: Int) throws {
    var generator = SplitMix64(seed: UInt64(size))
    let a = randomSymmetric(size, &generator)
    let eigen = try SymmetricEigen(of: a)
    let vectors = try #require(eigen.vectorsAsRows)
    #expect(largestDifference(vectors.gramOfRows, .identity(size)) < 1e-12)
    #expect(largestDifference(vectors.transposedTimes(Matrix.diagonal(eigen.values).times(vectors)), a) < 1e-12)
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(abs(eigen.values.reduce(0, +) - a.trace) < 1e-12)
  }

  @Test("Lanczos finds the largest eigenvalue, with restarts too", arguments: [1, 2, 5, 60, 200])
  func lanczos(size: Int) throws {
    var generator = SplitMix64(seed: UInt64(size))
    let a = randomSymmetric(size, &generator)
    let operation = ActionOperator(dimension: size) { a.times($0) }
    let dense = try SymmetricEigen(of: a, vectors: .omitted)
    let pair = try operation.largestEigenpair(subspace: 12)
    #expect(abs(pair.value - dense.values[0]) < 1e-10)
    let image = a.times(pair.vector)
    let residual = norm(zip(image, pair.vector).map { $0 - pair.value * $1 })
    #expect(residual < 1e-6)
  }

  @Test("an operator's dense matrix is the matrix it came from")
  func dense() {
    var generator = SplitMix64(seed: 8)
    let a = randomSymmetric(6, &generator)
    #expect(largestDifference(ActionOperator(dimension: 6) { a.times($0) }.dense, a) < 1e-14)
  }

  @Test("NaN is refused, not passed on")
  func notFinite() {
    var a = Matrix.identity(3)
    a[1, 1] = .nan
    #expect(throws: SpectralError.notFinite) { try SymmetricEigen(of: a) }
    #expect(throws: SpectralError.notFinite) {
      try ActionOperator(dimension: 3) { _ in [.nan, 0, 0] }.largestEigenpair()
    }
  }

  @Test("the zero operator has eigenvalue zero")
  func zero() throws {
    #expect(try ActionOperator(dimension: 4) { _ in [0, 0, 0, 0] }.largestEigenpair().value == 0)
  }
}
