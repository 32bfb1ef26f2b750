import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The norm that measures distances between inputs; gradients are measured in its dual.
public enum BallNorm: String, Sendable, CaseIterable {
  /// The Euclidean norm, its own dual.
  case euclidean
  /// The largest absolute coordinate; its dual is the sum of absolute values.
  case maximum

  /// The exponent of the norm: 2 or ∞.
  public var exponent: Double { self == .euclidean ? 2 : .infinity }

  /// The exponent of the dual norm, for gradients: 2 or 1.
  public var dualExponent: Double { self == .euclidean ? 2 : 1 }

  /// The dual norm of a gradient. O(length).
  public func dualNorm(_ gradient: some Sequence<Double>) -> Double { vectorNorm(gradient, exponent: dualExponent) }

  /// The factor c with (dual norm) ≤ c · (l_{2k} norm) for gradients in R^d.
  ///
  /// It turns a seminorm of l_{2k} gradient norms into one of dual norms: d^{1/2 − 1/2k} for Euclidean balls,
  /// d^{1 − 1/2k} for balls of the maximum norm. Derived in Documentation/Theory.
  public func dualNormFactor(inputDimension: Int, order: Int) -> Double {
    pow(Double(inputDimension), 1 / dualExponent - 1 / Double(2 * order))
  }
}
