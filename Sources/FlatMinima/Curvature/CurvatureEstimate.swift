import LinearAlgebra

/// The measures of the curvature at a point, exact or estimated as the plan says, each with its error.
public struct CurvatureEstimate: Sendable, Hashable {
  /// Which way was taken, why and at what cost.
  public let plan: CurvaturePlan
  /// λ_max(H).
  public let sharpness: EigenvalueEstimate
  /// tr H, always exact: the power sums of the gradients give it.
  public let trace: Double
  /// ‖H‖_F; by the delta method where it is estimated.
  public let frobeniusNorm: StochasticEstimate
  /// λ_max(Σ) with Σ = (1/n) Σ H_i² − H², whose root is ``nonuniformity``.
  public let sampleVariance: EigenvalueEstimate
  /// tr ∇²L = tr H + tr R, the residual part included.
  public let hessianTrace: StochasticEstimate

  /// s = √λ_max(Σ), in the scale of the theory; never above the true value but for rounding.
  public var nonuniformity: Double { sampleVariance.value.squareRoot() }
}
