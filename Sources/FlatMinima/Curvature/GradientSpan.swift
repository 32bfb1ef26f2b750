import Learning
import LinearAlgebra

/// The gradients g_ic = ∂f_c(x_i)/∂W of all samples and outputs, in orthonormal coordinates of the space they span.
///
/// With K = G Gᵀ = U Λ Uᵀ the rows of S = U Λ^{1/2} are the gradients up to a rotation, and in these coordinates the
/// Gauss–Newton Hessian H = (1/n) Σ g_ic g_icᵀ is the diagonal matrix Λ/n. Everything that linear stability needs is
/// computed here, in r ≤ nC dimensions, never in parameter space.
/// Source: derived in Documentation/Theory.
public struct GradientSpan: Sendable {
  /// n
  public let sampleCount: Int
  /// C
  public let outputDimension: Int
  /// The r non-zero eigenvalues of H, largest first.
  public let eigenvalues: [Double]
  /// S, (n·C) × r: row i·C + c holds the coordinates of g_ic.
  public let coordinates: Matrix

  /// r, the rank of H.
  public var rank: Int { eigenvalues.count }

  /// From the Gram matrix K of the gradients, (n·C) × (n·C). Eigenvalues below 10⁻¹² λ_max count as zero.
  ///
  /// Cost: one symmetric eigenproblem of size nC.
  /// - Throws: ``SpectralError`` when K is not finite.
  public init(gram: Matrix, outputDimension: Int) throws(SpectralError) {
    precondition(
      outputDimension > 0 && gram.rows == gram.columns && gram.rows % outputDimension == 0,
      "a Gram matrix of \(gram.rows) × \(gram.columns) does not fit \(outputDimension) outputs")
    let eigen = try SymmetricEigen(of: gram)
    let n = gram.rows / outputDimension
    let largest = eigen.values.first ?? 0
    let rank = largest > 0 ? eigen.values.prefix { $0 > 1e-12 * largest }.count : 0
    var coordinates = Matrix(rows: gram.rows, columns: rank)
    if let vectors = eigen.vectorsAsRows {
      let roots = eigen.values.prefix(rank).map { $0.squareRoot() }
      let size = gram.rows
      vectors.elements.withUnsafeBufferPointer { vectors in
        coordinates.elements.withUnsafeMutableBufferPointer { coordinates in
          // Transposed in blocks that the cache holds.
          for first in stride(from: 0, to: rank, by: 16) {
            for i in 0..<size {
              for j in first..<min(first + 16, rank) { coordinates[i * rank + j] = vectors[j * size + i] * roots[j] }
            }
          }
        }
      }
    }
    sampleCount = n
    self.outputDimension = outputDimension
    eigenvalues = eigen.values.prefix(rank).map { $0 / Double(n) }
    self.coordinates = coordinates
  }

  /// From explicit gradients, one row g_ic per sample and output, row i·C + c.
  public init(gradients: Matrix, outputDimension: Int = 1) throws(SpectralError) {
    try self.init(gram: gradients.gramOfRows, outputDimension: outputDimension)
  }
}
