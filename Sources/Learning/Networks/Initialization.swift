import LinearAlgebra

/// How the parameters of a network are drawn before training.
public enum Initialization: Sendable, Hashable {
  /// What PyTorch's `nn.Linear` does when nothing is said: weights and biases uniform in ±1/√(fan-in).
  case pyTorchDefault
  /// Weights normal with variance 2/(fan-in), biases 0 (He, Zhang, Ren and Sun 2015), meant for ReLU.
  case heNormal
  /// Weights uniform in ±√(6/(fan-in + fan-out)), biases 0 (Glorot and Bengio 2010), meant for tanh.
  case glorotUniform
}

extension Initialization {
  /// Draws one layer's share of the parameters; the biases follow the weights. What is not drawn is left as it is.
  func fill(
    _ parameters: inout [Double], weights: Range<Int>, biases: Range<Int>?, fanIn: Int, fanOut: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    switch self {
    case .pyTorchDefault:
      let bound = 1 / Double(fanIn).squareRoot()
      for i in weights.lowerBound..<(biases?.upperBound ?? weights.upperBound) {
        parameters[i] = bound * (2 * generator.uniform() - 1)
      }
    case .heNormal:
      let deviation = (2 / Double(fanIn)).squareRoot()
      for i in weights { parameters[i] = deviation * generator.normal() }
    case .glorotUniform:
      let bound = (6 / (Double(fanIn) + Double(fanOut))).squareRoot()
      for i in weights { parameters[i] = bound * (2 * generator.uniform() - 1) }
    }
  }
}

extension DenseNetwork {
  /// Fresh parameters. Same generator state, same parameters.
  public func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    var parameters = [Double](repeating: 0, count: parameterCount)
    for layer in layers {
      initialization.fill(
        &parameters, weights: layer.weightRange, biases: layer.biasRange, fanIn: layer.inputs, fanOut: layer.outputs,
        using: &generator)
    }
    return parameters
  }
}
