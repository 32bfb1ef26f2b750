import Learning

/// Why a network cannot be rescaled.
public enum RescalingError: Error, Equatable, CustomStringConvertible {
  /// Only ReLU has φ(αz) = αφ(z) for α > 0.
  case notHomogeneous(Activation)
  /// Only a hidden layer can be rescaled.
  case badLayer(Int, hiddenLayers: Int)
  /// A scale is not positive and finite.
  case badScale(layer: Int, value: Double)
  /// As many scales are needed as there are hidden layers.
  case badScaleCount(found: Int, expected: Int)

  /// The reason in words, with what to do about it.
  public var description: String {
    switch self {
    case .notHomogeneous(let activation):
      "rescaling a layer of a \(activation.rawValue) network changes its function; only ReLU networks can be rescaled"
    case .badLayer(let layer, let hidden):
      hidden == 0
        ? "a network of one layer has no hidden layer to rescale"
        : "only the hidden layers 0 to \(hidden - 1) can be rescaled, not layer \(layer)"
    case .badScale(let layer, let value): "the scale of layer \(layer) is \(value); it must be positive and finite"
    case .badScaleCount(let found, let expected): "\(expected) hidden layers need as many scales, got \(found)"
    }
  }
}
