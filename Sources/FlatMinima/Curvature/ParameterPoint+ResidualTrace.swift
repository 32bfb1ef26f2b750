import Learning
import LinearAlgebra

extension ParameterPoint where N == DenseNetwork {
  /// tr R of the residual part R = (1/n) Σ_i Σ_c r_ic ∇²f_c(x_i) of the Hessian: tr ∇²L = tr H + tr R.
  ///
  /// Exact. With M^l the second derivative of Σ_c r_ic f_c by the pre-activations z^l of one sample, the weights of
  /// layer l contribute M^l_aa ‖h^{l−1}‖² and its biases M^l_aa, and
  /// M^{l−1} = D W_lᵀ M^l W_l D + diag(φ''(z^{l−1}) ∘ W_lᵀ δ^l). For ReLU it is 0 wherever it is defined, at any depth.
  /// Cost: n Σ width² (width + C); for networks of two layers n · width · (width + C²).
  /// Source: derived in Documentation/Theory.
  public func residualTrace() -> Double {
    guard network.activation != .relu, network.layerCount > 1 else { return 0 }
    let layers = network.layers
    let outputs = network.outputDimension
    let last = layers.count - 1
    let weights = layers.indices.map { network.weights(ofLayer: $0, in: parameters) }
    var total = 0.0
    for i in 0..<data.count {
      // M of the layer above; nil stands for the zero matrix of the linear output layer.
      var above: Matrix?
      for l in stride(from: last - 1, through: 0, by: -1) {
        let width = layers[l].outputs
        let weightsAbove = weights[l + 1]
        let h = jacobian.activations[l + 1].row(i)
        // W_{l+1}ᵀ δ^{l+1} of Σ_c r_ic f_c.
        var pulled = [Double](repeating: 0, count: width)
        for c in 0..<outputs {
          let image = weightsAbove.transposedTimes(jacobian.deltas[l + 1].row(i * outputs + c))
          for a in 0..<width { pulled[a] += residuals[i, c] * image[a] }
        }
        var second =
          above.map { weightsAbove.transposedTimes($0.times(weightsAbove)) } ?? Matrix(rows: width, columns: width)
        for a in 0..<width {
          let slope = network.activation.derivative(atActivation: h[a])
          for b in 0..<width { second[a, b] *= slope * network.activation.derivative(atActivation: h[b]) }
        }
        for a in 0..<width { second[a, a] += network.activation.secondDerivative(atActivation: h[a]) * pulled[a] }
        let incoming = jacobian.activations[l].row(i)
        total += second.trace * (dot(incoming, incoming) + (layers[l].bias == nil ? 0 : 1))
        above = second
      }
    }
    return total / Double(data.count)
  }
}
