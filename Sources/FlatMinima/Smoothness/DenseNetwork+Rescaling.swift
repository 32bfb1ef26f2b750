import Learning

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

  private func requireHomogeneity() throws(RescalingError) {
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
