import LinearAlgebra

extension DenseNetwork {
  /// ∇L(W) of the squared loss over a data set, P numbers. Cost: about three forward passes.
  public func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double] {
    let forward = try forwardPass(on: data.inputs, at: parameters)
    let residuals = try SquaredLoss.residuals(outputs: forward.outputs, targets: data.targets)
    var delta = (1 / Double(data.count)) * residuals
    var gradient = [Double](repeating: 0, count: parameterCount)
    let layers = layers
    for l in layers.indices.reversed() {
      store(delta.transposedTimes(forward.activations[l]), delta.columnSums, layers[l], into: &gradient)
      if l > 0 {
        delta = delta.times(weights(ofLayer: l, in: parameters))
        delta = delta.combined(with: forward.activations[l]) { $0 * activation.derivative(atActivation: $1) }
      }
    }
    return gradient
  }

  /// The Hessian of the squared loss, or its Gauss–Newton part, as an operator on parameter space.
  ///
  /// Each application costs about six forward passes and forms no matrix of size P × P
  /// (Pearlmutter, "Fast exact multiplication by the Hessian", 1994).
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> LossHessian {
    let forward = try forwardPass(on: data.inputs, at: parameters)
    let residuals = try SquaredLoss.residuals(outputs: forward.outputs, targets: data.targets)
    return LossHessian(network: self, part: part, forward: forward, residuals: residuals, parameters: parameters)
  }

  func store(_ weightGradient: Matrix, _ biasGradient: [Double], _ layer: Layer, into gradient: inout [Double]) {
    gradient.replaceSubrange(layer.weightRange, with: weightGradient.elements)
    if let range = layer.biasRange { gradient.replaceSubrange(range, with: biasGradient) }
  }
}

/// Which part of the Hessian of the loss is meant.
public enum HessianPart: Sendable, Hashable {
  /// H = (1/n) Σ J_iᵀ J_i, all there is where the network interpolates.
  case gaussNewton
  /// H + (1/n) Σ_i Σ_c r_ic ∇²f_c(x_i).
  case full
  /// The second term alone.
  case residual
}
