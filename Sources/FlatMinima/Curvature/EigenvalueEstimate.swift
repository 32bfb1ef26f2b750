import LinearAlgebra

/// A largest eigenvalue with what is known of its error.
public struct EigenvalueEstimate: Sendable, Hashable {
  /// A Rayleigh quotient: never above the true value but for rounding.
  public let value: Double
  /// ‖A v − λ v‖: some eigenvalue is at most this far from ``value``.
  public let residual: Double
  /// The true value is at most this, but for a chance of ``failureProbability`` over the random start.
  public let upperLimit: Double
  /// The chance that ``upperLimit`` does not hold; 0 for an exact value.
  public let failureProbability: Double
  /// How often the operator was applied.
  public let applications: Int

  static func exact(_ value: Double) -> EigenvalueEstimate {
    EigenvalueEstimate(value: value, residual: 0, upperLimit: value, failureProbability: 0, applications: 0)
  }

  init(value: Double, residual: Double, upperLimit: Double, failureProbability: Double, applications: Int) {
    self.value = value
    self.residual = residual
    self.upperLimit = upperLimit
    self.failureProbability = failureProbability
    self.applications = applications
  }

  /// From Lanczos with a random start.
  init(_ lanczos: LanczosDecomposition, failureProbability: Double) {
    value = max(0, lanczos.values[0])
    residual = lanczos.residuals[0]
    upperLimit = max(value, lanczos.largestEigenvalueLimit(failureProbability: failureProbability))
    self.failureProbability = failureProbability
    applications = lanczos.applications
  }
}
