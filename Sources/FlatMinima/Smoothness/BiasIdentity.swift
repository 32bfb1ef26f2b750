import Learning
import LinearAlgebra

/// (1/n) Σ ∇_x f ∇_x fᵀ = W₁ᵀ H_bb W₁ exactly, where H_bb is the block of H of the first layer's biases.
///
/// Moving all inputs by t is moving b₁ by W₁t: smoothness in x is flatness along the biases. Summed over outputs.
/// Source: derived in Documentation/Theory.
public struct BiasIdentity: Sendable {
  /// (1/n) Σ ∇_x f ∇_x fᵀ, d × d.
  public let inputGram: Matrix
  /// H_bb = (1/n) Σ δ δᵀ, m × m.
  public let biasHessian: Matrix
  /// W₁ᵀ H_bb W₁, d × d.
  public let pulledBack: Matrix

  /// nil when the network has no biases in its first layer.
  public init?(at point: ParameterPoint<DenseNetwork>) {
    guard point.network.layers[0].bias != nil else { return nil }
    let inverse = 1 / Double(point.data.count)
    let weights = point.network.weights(ofLayer: 0, in: point.parameters)
    inputGram = inverse * point.jacobian.inputGradients.gramOfColumns
    biasHessian = inverse * point.jacobian.deltas[0].gramOfColumns
    pulledBack = weights.transposedTimes(biasHessian.times(weights))
  }
}
