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

extension DenseNetwork {
  /// Fresh parameters. Same generator state, same parameters.
  public func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    var parameters = [Double](repeating: 0, count: parameterCount)
    for layer in layers {
      let fanIn = Double(layer.inputs)
      switch initialization {
      case .pyTorchDefault:
        let bound = 1 / fanIn.squareRoot()
        for i in layer.weights..<layer.weights + layer.parameterCount {
          parameters[i] = bound * (2 * generator.uniform() - 1)
        }
      case .heNormal:
        let deviation = (2 / fanIn).squareRoot()
        for i in layer.weightRange { parameters[i] = deviation * generator.normal() }
      case .glorotUniform:
        let bound = (6 / (fanIn + Double(layer.outputs))).squareRoot()
        for i in layer.weightRange { parameters[i] = bound * (2 * generator.uniform() - 1) }
      }
    }
    return parameters
  }
}
