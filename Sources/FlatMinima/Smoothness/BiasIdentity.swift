import Learning
import LinearAlgebra

/// (1/n) Σ ∇_h f ∇_h fᵀ = Wᵀ H_bb W exactly, for what goes into a layer, its weights, and the block H_bb of H of its
/// biases.
///
/// Moving all h by t is moving b by Wt. For the first layer h is the input x: smoothness in x is flatness along the
/// biases. Summed over outputs. Source: derived in Documentation/Theory.
public struct BiasIdentity: Sendable {
  /// Which layer; 0 is the first.
  public let layer: Int
  /// (1/n) Σ ∇_h f ∇_h fᵀ, square of the layer's inputs.
  public let inputGram: Matrix
  /// H_bb = (1/n) Σ δ δᵀ, square of the layer's outputs.
  public let biasHessian: Matrix
  /// Wᵀ H_bb W, square of the layer's inputs.
  public let pulledBack: Matrix

  /// nil when the layer has no biases.
  ///
  /// - Parameter layer: 0 for the first; below the network's number of layers.
  public init?(at point: ParameterPoint<DenseNetwork>, layer: Int = 0) {
    precondition(
      point.network.layers.indices.contains(layer),
      "the network has \(point.network.layerCount) layers, counted from 0; there is no layer \(layer)")
    guard point.network.layers[layer].bias != nil else { return nil }
    self.layer = layer
    let inverse = 1 / Double(point.data.count)
    let weights = point.network.weights(ofLayer: layer, in: point.parameters)
    inputGram = inverse * point.gradients(intoLayer: layer).gramOfColumns
    biasHessian = inverse * point.jacobian.deltas[layer].gramOfColumns
    pulledBack = weights.transposedTimes(biasHessian.times(weights))
  }
}
