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
