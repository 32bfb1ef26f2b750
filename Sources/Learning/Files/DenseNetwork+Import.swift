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
    if let layers { names = layers } else { names = try orderedLayers(of: archive) }
    var widths: [Int] = []
    var parameters: [Double] = []
    var hasBias: Bool?
    for name in names {
      let weight = try archive.requiredEntry(parameterName(name, "weight"))
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
      let bias = archive.entry(parameterName(name, "bias"))
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

  private static func parameterName(_ layer: String, _ parameter: String) -> String {
    layer.isEmpty ? parameter : "\(layer).\(parameter)"
  }

  /// The names in front of `.weight`, by the numbers in them.
  private static func orderedLayers(of archive: TensorArchive) throws(DataError) -> [String] {
    var layers: [(name: String, numbers: [Double])] = []
    var pattern: [String]?
    for name in archive.names {
      let entry = try archive.requiredEntry(name)
      let isBias = name == "bias" || name.hasSuffix(".bias")
      guard isBias || name == "weight" || name.hasSuffix(".weight") else {
        throw archive.failure(
          .malformed("\(quoted(name)) is neither weight nor bias of a dense layer; name the layers in order"), entry)
      }
      let layer = String(name.dropLast(isBias ? 5 : 7))
      if isBias {
        _ = try archive.requiredEntry(parameterName(layer, "weight"))
        continue
      }
      let parts = separatingNumbers(layer)
      guard pattern == nil || pattern == parts.words else {
        throw archive.failure(
          .malformed("\(quoted(name)) does not say where the layer stands among the others; name the layers in order"),
          entry)
      }
      pattern = parts.words
      layers.append((layer, parts.numbers))
    }
    return layers.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }.map(\.name)
  }

  /// The words between the numbers of a name, and the numbers.
  private static func separatingNumbers(_ name: String) -> (words: [String], numbers: [Double]) {
    var words = [""]
    var numbers: [Double] = []
    var isInNumber = false
    for character in name {
      if let digit = character.isASCII ? character.wholeNumberValue : nil {
        numbers.append(10 * (isInNumber ? numbers.removeLast() : 0) + Double(digit))
        isInNumber = true
      } else {
        if isInNumber { words.append("") }
        words[words.count - 1].append(character)
        isInNumber = false
      }
    }
    if isInNumber { words.append("") }
    return (words, numbers)
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

  fileprivate func failure(_ problem: FileProblem, _ entry: Entry) -> DataError {
    .file(path: path, place: entry.place, problem: problem, cure: cure)
  }

  /// The values of a tensor, if none is NaN or infinite.
  fileprivate func finiteValues(_ entry: Entry) throws(DataError) -> [Double] {
    if let bad = entry.tensor.values.firstIndex(where: { !$0.isFinite }) {
      throw failure(.notFinite("\(entry.tensor.values[bad]) (value \(bad) of \(quoted(entry.name)))"), entry)
    }
    return entry.tensor.values
  }
}
