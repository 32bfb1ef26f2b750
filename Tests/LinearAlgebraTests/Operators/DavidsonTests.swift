import LinearAlgebra
import Testing

@Suite("Davidson's method") struct DavidsonTests {
  /// A diagonal plus a small random symmetric matrix, which is what the method is for.
  private func problem(size: Int, coupling: Double, seed: UInt64) -> Matrix {
    var generator = SplitMix64(seed: seed)
    let noise = Matrix(rows: size, columns: size, elements: generator.normals(size * size))
    let diagonal = (0..<size).map { 1 / Double(1 + $0) }
    return Matrix.diagonal(diagonal) + (coupling / 2) * (noise + noise.transposed)
  }

  private func operation(_ matrix: Matrix) -> ActionOperator {
    ActionOperator(dimension: matrix.rows) { matrix.times($0) }
  }

  private func diagonal(_ matrix: Matrix) -> [Double] { (0..<matrix.rows).map { matrix[$0, $0] } }

  @Test("it finds the largest eigenvalue of the dense matrix, with its residual", arguments: [2, 7, 40], 0..<4)
  func agreement(size: Int, seed: Int) throws {
    let matrix = problem(size: size, coupling: 0.05, seed: UInt64(seed))
    let expected = try #require(SymmetricEigen(of: matrix, vectors: .omitted).values.first)
    var generator = SplitMix64(seed: 100)
    let found = try operation(matrix).largestEigenpair(
      starts: [generator.normals(size)], diagonal: diagonal(matrix), tolerance: 1e-9, subspace: 12)
    #expect(abs(found.value - expected) < 1e-11 * abs(expected))
    #expect(abs(norm(found.vector) - 1) < 1e-12)
    let image = matrix.times(found.vector)
    let residual = norm(zip(image, found.vector).map { $0 - found.value * $1 })
    #expect(residual < 1e-8 * abs(expected) && abs(residual - found.residual) < 1e-10)
    #expect(found.value <= expected * (1 + 1e-13))
  }

  @Test("restarts keep the best value: it never falls below the best start's quotient, however few steps are allowed")
  func monotone() throws {
    let matrix = problem(size: 60, coupling: 0.02, seed: 7)
    var generator = SplitMix64(seed: 8)
    let starts = (0..<3).map { _ in generator.normals(60) }
    let best = try #require(starts.map { dot($0, matrix.times($0)) / dot($0, $0) }.max())
    for tolerance in [0.5, 1e-1, 1e-3, 1e-8] {
      let found = try operation(matrix).largestEigenpair(
        starts: starts, diagonal: diagonal(matrix), tolerance: tolerance, subspace: 5)
      #expect(found.value >= best * (1 - 1e-12))
    }
  }

  @Test("a diagonal matrix takes one correction, and a cluster just below the top does not deceive it")
  func cluster() throws {
    let entries = (0..<50).map { 1 - 1e-6 * Double($0 + 1) } + [1.001]
    let matrix = Matrix.diagonal(entries)
    let start = [Double](repeating: 1, count: 51)
    let found = try operation(matrix).largestEigenpair(starts: [start], diagonal: entries, tolerance: 1e-10)
    #expect(abs(found.value - 1.001) < 1e-12 && found.applications < 25)
    #expect(abs(abs(found.vector[50]) - 1) < 1e-6)
  }

  @Test("starts that span an invariant space without the top give the best in it, and dependent starts do no harm")
  func invariantSpace() throws {
    let matrix = Matrix.diagonal([3, 2, 1])
    let found = try operation(matrix).largestEigenpair(
      starts: [[0, 1, 0], [0, 2, 0], [0, 0, 1]], diagonal: [3, 2, 1])
    #expect(abs(found.value - 2) < 1e-14)
  }

  @Test("what is not finite, and too few applications, are errors")
  func errors() throws {
    let matrix = problem(size: 40, coupling: 0.3, seed: 3)
    var generator = SplitMix64(seed: 4)
    let start = generator.normals(40)
    #expect(throws: SpectralError.noConvergence(iterations: 4)) {
      try operation(matrix).largestEigenpair(
        starts: [start], diagonal: diagonal(matrix), tolerance: 1e-12, maximumApplications: 4)
    }
    #expect(throws: SpectralError.notFinite) {
      try operation(matrix).largestEigenpair(
        starts: [[Double](repeating: 0, count: 40)], diagonal: diagonal(matrix))
    }
    let broken = ActionOperator(dimension: 2) { $0.map { $0 / 0 } }
    #expect(throws: SpectralError.notFinite) {
      try broken.largestEigenpair(starts: [[1, 1]], diagonal: [1, 1])
    }
  }
}
