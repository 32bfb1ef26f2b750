import Foundation
import LinearAlgebra
import Testing

@Suite("The top of a tridiagonal matrix") struct TridiagonalTopTests {
  @Test("value and vector agree with the whole spectrum", arguments: 1..<30)
  func agreesWithSpectrum(size: Int) throws {
    var generator = SplitMix64(seed: UInt64(size))
    let diagonal = generator.normals(size)
    let beside = generator.normals(size)
    var matrix = Matrix.diagonal(diagonal)
    for i in 0..<size - 1 {
      matrix[i, i + 1] = beside[i]
      matrix[i + 1, i] = beside[i]
    }
    let top = TridiagonalTop(diagonal: diagonal, offDiagonal: beside)
    let expected = try SymmetricEigen(of: matrix, vectors: .omitted).values[0]
    #expect(abs(top.value - expected) < 1e-13 * (1 + abs(expected)))
    #expect(abs(norm(top.vector) - 1) < 1e-13)
    let image = matrix.times(top.vector)
    #expect(norm(zip(image, top.vector).map { $0 - top.value * $1 }) < 1e-12)
  }

  @Test("zeros beside the diagonal split the matrix")
  func split() {
    let top = TridiagonalTop(diagonal: [1, 5, 2], offDiagonal: [0, 0])
    #expect(abs(top.value - 5) < 1e-14)
    #expect(abs(abs(top.vector[1]) - 1) < 1e-12)
  }

  @Test("eigenvalues close together, far apart, negative or tiny do not mislead it", arguments: 2..<12)
  func hardSpectra(size: Int) throws {
    let scales: [(String, (Int) -> Double, (Int) -> Double)] = [
      ("glued", { _ in 1 }, { $0 % 3 == 1 ? 1e-9 : 0.5 }),
      ("graded", { pow(10, -Double($0)) }, { 0.3 * pow(10, -Double($0)) }),
      ("negative", { -1 - Double($0) }, { _ in 0.1 }),
      ("tiny", { 1e-200 * Double($0) }, { _ in 1e-200 }),
      ("huge", { 1e100 * Double($0 + 1) }, { _ in 1e99 }),
      ("equal", { _ in 3 }, { _ in 0 }),
    ]
    for (name, entry, beside) in scales {
      let diagonal = (0..<size).map(entry)
      let off = (0..<size - 1).map(beside)
      var matrix = Matrix.diagonal(diagonal)
      for i in 0..<size - 1 {
        matrix[i, i + 1] = off[i]
        matrix[i + 1, i] = off[i]
      }
      let top = TridiagonalTop(diagonal: diagonal, offDiagonal: off)
      let expected = try SymmetricEigen(of: matrix, vectors: .omitted).values[0]
      #expect(abs(top.value - expected) <= 1e-14 * matrix.largestMagnitude, "\(name)")
      let image = matrix.times(top.vector)
      let scale = matrix.largestMagnitude
      let rest = zip(image, top.vector).map { ($0 - top.value * $1) / scale }
      #expect(norm(rest) < 1e-13, "\(name)")
    }
  }
}
