extension DenseNetwork {
  /// The network whose weights an archive holds under PyTorch's names, and its flat parameters.
  ///
  /// A layer is a pair `name.weight` (outputs × inputs) and `name.bias` (outputs). Without `layers` the archive must hold
  /// nothing else, and the names may differ in their numbers only (`0.weight`, `0.bias`, `2.weight`, … as an
  /// `nn.Sequential` writes them, or `fc1.weight`, `fc2.weight`), which give the order; `10` comes after `2`. Other names
  /// say nothing about the order, and one name does not reveal what stands between two layers: give `layers` in the order
  /// of evaluation, then other tensors are left alone.
  ///
  /// ```swift
  /// let archive = try TensorArchive(safetensors: "model.safetensors")
  /// let (network, parameters) = try DenseNetwork.imported(from: archive, activation: .relu)
  /// ```
  ///
  /// - Parameters:
  ///   - archive: what was saved.
  ///   - activation: what stands between the layers; the archive does not say.
  ///   - layers: the names in front of `.weight`, in order.
  /// - Throws: `DataError.file` with the place of a tensor whose name, sizes or values do not fit.
  public static func imported(
    from archive: TensorArchive, activation: Activation, layers: [String]? = nil
  ) throws(DataError) -> (network: DenseNetwork, parameters: [Double]) {
    let names: [String]
    if let layers { names = layers } else { names = try archive.orderedLayers() }
    var widths: [Int] = []
    var parameters: [Double] = []
    var hasBias: Bool?
    for name in names {
      let weight = try archive.requiredEntry(ParameterName.weight(of: name))
      let sizes = weight.tensor.sizes
      guard sizes.count == 2, sizes.allSatisfy({ $0 > 0 }) else {
        throw archive.failure(.wrongSizes(found: sizes, needed: "[outputs, inputs] of a dense layer"), weight)
      }
      if let last = widths.last, last != sizes[1] {
        throw archive.failure(
          .wrongSizes(found: sizes, needed: "\(last) inputs, as many as the layer before has outputs"), weight)
      }
      if widths.isEmpty { widths.append(sizes[1]) }
      widths.append(sizes[0])
      parameters += try archive.finiteValues(weight)
      let bias = archive.entry(ParameterName.bias(of: name))
      guard (bias != nil) == hasBias ?? (bias != nil) else {
        throw archive.failure(
          .malformed("either every layer has a bias or none; \(quoted(name)) is unlike those before"), weight)
      }
      hasBias = bias != nil
      if let bias {
        guard bias.tensor.sizes == [sizes[0]] else {
          throw archive.failure(
            .wrongSizes(found: bias.tensor.sizes, needed: "[\(sizes[0])], one bias per output"), bias)
        }
        parameters += try archive.finiteValues(bias)
      }
    }
    do throws(NetworkError) {
      let network = try DenseNetwork(
        widths: widths, activation: activation, biases: hasBias == false ? .none : .everyLayer)
      return (network, parameters)
    } catch {
      throw .invalidArgument(name: "layers", value: "\(names)", allowed: "the name of at least one layer")
    }
  }
}

extension TensorArchive {
  /// The parameters of a dense network under the names that an `nn.Sequential` gives them: `0.weight`, `0.bias`,
  /// `2.weight`, …, with a nonlinearity at every odd place.
  ///
  /// - Throws: ``NetworkError`` unless the parameters fit the network.
  public init(of network: DenseNetwork, parameters: [Double]) throws {
    try network.check(parameters)
    var tensors: [(name: String, tensor: Tensor)] = []
    for (index, layer) in network.layers.enumerated() {
      tensors.append(("\(2 * index).weight", Tensor(network.weights(ofLayer: index, in: parameters))))
      if let range = layer.biasRange { tensors.append(("\(2 * index).bias", Tensor(Array(parameters[range])))) }
    }
    try self.init(tensors, path: "network")
  }
}
