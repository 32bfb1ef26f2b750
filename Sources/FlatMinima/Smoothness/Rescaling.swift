import Learning

/// The rescalings of a ReLU network: its activations h^l become β_l h^l, and its function stays what it is.
///
/// For β_l > 0, one number per hidden layer, and β = 1 for the inputs and the outputs, W_l is multiplied by β_l/β_{l−1}
/// and b_l by β_l. That every derivative by the parameters changes and the function does not is why raw flatness is no
/// property of a function. Source: derived in Documentation/Theory.
public struct Rescaling: Sendable, Hashable {
  /// β of every hidden layer, positive and finite.
  public let hiddenScales: [Double]

  /// - Throws: ``RescalingError/badScale(layer:value:)``.
  public init(hiddenScales: [Double]) throws(RescalingError) {
    if let bad = hiddenScales.firstIndex(where: { !($0 > 0 && $0.isFinite) }) {
      throw .badScale(layer: bad, value: hiddenScales[bad])
    }
    self.hiddenScales = hiddenScales
  }

  /// W_l and b_l of one layer times α, the weights of the next layer divided by α.
  ///
  /// - Parameters:
  ///   - layer: 0 for the first; not the last one, whose outputs are the network's.
  ///   - layerCount: of the network.
  ///   - factor: α > 0.
  /// - Throws: ``RescalingError``.
  public init(layer: Int, of layerCount: Int, by factor: Double) throws(RescalingError) {
    guard layer >= 0, layer + 1 < layerCount else { throw .badLayer(layer, hiddenLayers: max(0, layerCount - 1)) }
    var scales = [Double](repeating: 1, count: layerCount - 1)
    scales[layer] = factor
    try self.init(hiddenScales: scales)
  }

  /// What W_l is multiplied by, one factor per layer; their product is 1.
  public var weightFactors: [Double] {
    let ends = [1] + hiddenScales + [1]
    return zip(ends, ends.dropFirst()).map { $1 / $0 }
  }

  /// What b_l is multiplied by, one factor per layer; the last is 1.
  public var biasFactors: [Double] { hiddenScales + [1] }
}

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

extension DenseNetwork {
  /// Other parameters of the same function.
  ///
  /// - Throws: ``RescalingError`` for another activation than ReLU, unless the network has one layer only, and for a
  ///   rescaling of another number of layers.
  public func rescaled(_ parameters: [Double], by rescaling: Rescaling) throws(RescalingError) -> [Double] {
    try requireHomogeneity()
    guard rescaling.hiddenScales.count == layerCount - 1 else {
      throw .badScaleCount(found: rescaling.hiddenScales.count, expected: layerCount - 1)
    }
    var result = parameters
    for (l, layer) in layers.enumerated() {
      for i in layer.weightRange { result[i] *= rescaling.weightFactors[l] }
      for i in layer.biasRange ?? 0..<0 { result[i] *= rescaling.biasFactors[l] }
    }
    return result
  }

  func requireHomogeneity() throws(RescalingError) {
    guard activation == .relu || layerCount == 1 else { throw .notHomogeneous(activation) }
  }
}

extension ParameterPoint where N == DenseNetwork {
  /// The point with W_l and b_l of one layer times α and W_{l+1} divided by it: the same function. Layer 0 is the first.
  ///
  /// - Throws: ``RescalingError``; ``NetworkError`` when a parameter overflows.
  public func rescaled(layer: Int, by factor: Double) throws -> ParameterPoint {
    try rescaled(by: Rescaling(layer: layer, of: network.layerCount, by: factor))
  }

  /// The point with other parameters of the same function.
  ///
  /// - Throws: ``RescalingError``; ``NetworkError`` when a parameter overflows.
  public func rescaled(by rescaling: Rescaling) throws -> ParameterPoint {
    try ParameterPoint(network: network, parameters: network.rescaled(parameters, by: rescaling), data: data)
  }
}
