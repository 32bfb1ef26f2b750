extension ConvolutionalNetwork {
  /// The flat parameters of this network from an archive that holds them under PyTorch's names.
  ///
  /// A layer is a pair `name.weight` ([outputs, inputs], for a convolution [channels, inputs, height, width]) and
  /// `name.bias`. Without `layers` the archive must hold nothing else, and the numbers in the names must give the order:
  /// in all names together (`0.weight`, `3.0.weight`), or in those of the convolutions and those of the dense layers
  /// (`features.0.weight`, `classifier.0.weight`; the convolutions come first). For other names give `layers` in the order
  /// of evaluation, as many as ``affineLayers``; then other tensors are left alone.
  ///
  /// Batch normalization must have been folded into the convolutions before: with the mean μ, variance v, scale γ, shift β
  /// and ε of a channel, its weights are multiplied by s = γ/√(v + ε) and its bias becomes s (b − μ) + β.
  ///
  /// ```swift
  /// let network = try ConvolutionalNetwork.vgg(input: image, outputs: 2)
  /// let parameters = try network.parameters(from: TensorArchive(safetensors: "model.safetensors"))
  /// ```
  ///
  /// - Parameters:
  ///   - archive: what was saved.
  ///   - layers: the names in front of `.weight`, in order of evaluation.
  /// - Throws: `DataError.file` with the place of a tensor whose name, sizes or values do not fit.
  public func parameters(from archive: TensorArchive, layers names: [String]? = nil) throws(DataError) -> [Double] {
    let names = if let names { names } else { try archive.orderedLayers() }
    guard names.count == affineLayers.count else {
      throw .invalidArgument(
        name: "layers", value: "\(names.count) of them: \(names)",
        allowed: "\(affineLayers.count) names, one for each convolution and dense layer of the network")
    }
    var parameters: [Double] = []
    parameters.reserveCapacity(parameterCount)
    for (layer, name) in zip(affineLayers, names) {
      let weight = try archive.requiredEntry(ParameterName.weight(of: name))
      guard weight.tensor.sizes == layer.weightSizes else {
        throw archive.failure(
          .wrongSizes(
            found: weight.tensor.sizes,
            needed: "\(layer.weightSizes) of layer \(layer.place) (\(layer.kind == .dense ? "dense" : "convolution"))"),
          weight)
      }
      parameters += try archive.finiteValues(weight)
      if layer.bias == nil {
        if let bias = archive.entry(ParameterName.bias(of: name)) {
          throw archive.failure(.malformed("layer \(layer.place) of the network has no biases"), bias)
        }
      } else {
        let bias = try archive.requiredEntry(ParameterName.bias(of: name))
        guard bias.tensor.sizes == [layer.channels] else {
          throw archive.failure(
            .wrongSizes(found: bias.tensor.sizes, needed: "[\(layer.channels)], one bias per output"), bias)
        }
        parameters += try archive.finiteValues(bias)
      }
    }
    return parameters
  }

  /// The network of the given layers, and its flat parameters from an archive; as ``parameters(from:layers:)``.
  ///
  /// - Parameters:
  ///   - archive: what was saved.
  ///   - input: the shape of a sample; the archive does not say.
  ///   - layers: the architecture; the archive holds the weights alone.
  ///   - names: the names in front of `.weight`, in order of evaluation.
  /// - Throws: ``NetworkError`` when the layers do not fit together, `DataError.file` when a tensor does not fit them.
  public static func imported(
    from archive: TensorArchive, input: FeatureShape, layers: [Layer], names: [String]? = nil
  ) throws -> (network: ConvolutionalNetwork, parameters: [Double]) {
    let network = try ConvolutionalNetwork(input: input, layers: layers)
    return (network, try network.parameters(from: archive, layers: names))
  }
}

extension TensorArchive {
  /// The parameters of a convolutional network under the names that nested `nn.Sequential`s give them: the layer's index
  /// among the layers, as in `0.weight`, and inside a shortcut the index there, as in `3.0.weight`.
  ///
  /// - Throws: ``NetworkError`` unless the parameters fit the network.
  public init(of network: ConvolutionalNetwork, parameters: [Double]) throws {
    try network.check(parameters)
    var tensors: [(name: String, tensor: Tensor)] = []
    for layer in network.affineLayers {
      let weights = try Tensor(sizes: layer.weightSizes, values: Array(parameters[layer.weightRange]))
      tensors.append((ParameterName.weight(of: layer.place), weights))
      if let range = layer.biasRange {
        tensors.append((ParameterName.bias(of: layer.place), Tensor(Array(parameters[range]))))
      }
    }
    try self.init(tensors, path: "network")
  }
}

extension AffineLayer {
  /// The path in words, "3.0".
  fileprivate var place: String { path.map(String.init).joined(separator: ".") }
}
