import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The measures of the Gauss–Newton Hessian H = (1/n) Σ J_iᵀ J_i at a point.
///
/// At an interpolating minimum H is the Hessian of the loss; elsewhere the Hessian has a residual part too
/// (``ParameterPoint/hessian(_:)``). Always sharpness ≤ Frobenius norm ≤ trace ≤ rank · sharpness.
public struct Curvature: Sendable {
  /// The gradients that H is made of, in orthonormal coordinates.
  public let span: GradientSpan

  /// The measures of the H that these gradients give.
  public init(span: GradientSpan) { self.span = span }

  /// The non-zero eigenvalues of H, largest first.
  public var eigenvalues: [Double] { span.eigenvalues }

  /// λ_max(H).
  public var sharpness: Double { eigenvalues.first ?? 0 }

  /// tr H = (1/n) Σ ‖J_i‖_F², the flatness of the programme (small is flat).
  public var trace: Double { eigenvalues.reduce(0, +) }

  /// ‖H‖_F
  public var frobeniusNorm: Double { norm(eigenvalues) }

  /// The Schatten norm (Σ λ_i^q)^{1/q}; q = 1 is the trace, q = ∞ the sharpness.
  public func schattenNorm(_ q: Double) -> Double {
    precondition(q >= 1, "a Schatten norm needs q ≥ 1, got \(q)")
    guard sharpness > 0, q.isFinite else { return sharpness }
    return sharpness * pow(eigenvalues.reduce(0) { $0 + pow($1 / sharpness, q) }, 1 / q)
  }

  /// s = √λ_max(Σ) with Σ = (1/n) Σ H_i² − H², in the scale of the theory.
  ///
  /// A diagnostic, not a threshold: s ≤ 1/(η√π) is neither necessary nor sufficient for stability.
  /// Source: Wu, Ma and E 2018. Cost: O(n C r (C + r)) and one symmetric eigenproblem of size r.
  /// - Throws: ``SpectralError`` when the gradients are not finite.
  public func nonuniformity() throws(SpectralError) -> Double {
    guard let largest = try SymmetricEigen(of: sampleHessianVariance, vectors: .omitted).values.first else { return 0 }
    return max(0, largest).squareRoot()
  }

  /// Σ = (1/n) Σ H_i² − H² in the coordinates of the span, r × r.
  var sampleHessianVariance: Matrix {
    let n = span.sampleCount
    let outputs = span.outputDimension
    let rank = span.rank
    // Row ic of `weighted` is row c of (S_i S_iᵀ) S_i.
    var weighted = Matrix(rows: n * outputs, columns: rank)
    let s = span.coordinates
    for i in 0..<n {
      for c in 0..<outputs {
        for other in 0..<outputs {
          var product = 0.0
          for j in 0..<rank { product += s[i * outputs + c, j] * s[i * outputs + other, j] }
          for j in 0..<rank { weighted[i * outputs + c, j] += product * s[i * outputs + other, j] }
        }
      }
    }
    var variance = (1 / Double(n)) * s.transposedTimes(weighted)
    for j in 0..<rank { variance[j, j] -= eigenvalues[j] * eigenvalues[j] }
    return variance
  }
}
