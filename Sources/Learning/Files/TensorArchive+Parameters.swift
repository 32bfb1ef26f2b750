/// How PyTorch names the parameters of a layer.
enum ParameterName {
  static func weight(of layer: String) -> String { layer.isEmpty ? "weight" : "\(layer).weight" }
  static func bias(of layer: String) -> String { layer.isEmpty ? "bias" : "\(layer).bias" }

  /// The layer's name in front of `.weight` or `.bias`, and whether it is the latter; nil for other names.
  static func layer(of name: String) -> (name: String, isBias: Bool)? {
    if name == "weight" || name == "bias" { return ("", name == "bias") }
    if name.hasSuffix(".weight") { return (String(name.dropLast(7)), false) }
    return name.hasSuffix(".bias") ? (String(name.dropLast(5)), true) : nil
  }

  /// The words between the numbers of a name, and the numbers. Numbers between dots alone, as a list of lists has them,
  /// count as one pattern of any depth.
  static func separatingNumbers(_ name: String) -> (words: [String], numbers: [Double]) {
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
    return (words.allSatisfy { $0.isEmpty || $0 == "." } ? ["."] : words, numbers)
  }
}

extension TensorArchive {
  /// The names in front of `.weight`, by the numbers in them; weights of more dimensions than two before those of two.
  ///
  /// Among the weights of either sort the names must differ in their numbers only, unless that is so for all of them: then
  /// the numbers alone give the order. Every tensor must be a weight, or the bias of one.
  func orderedLayers() throws(DataError) -> [String] {
    var layers: [(name: String, words: [String], numbers: [Double], entry: Entry)] = []
    for name in names {
      let entry = try requiredEntry(name)
      guard let layer = ParameterName.layer(of: name) else { throw failure(.malformed(foreignTensor(name)), entry) }
      if layer.isBias {
        _ = try requiredEntry(ParameterName.weight(of: layer.name))
        continue
      }
      let parts = ParameterName.separatingNumbers(layer.name)
      layers.append((layer.name, parts.words, parts.numbers, entry))
    }
    func ordered(_ layers: [(name: String, words: [String], numbers: [Double], entry: Entry)]) -> [String] {
      layers.sorted { $0.numbers.lexicographicallyPrecedes($1.numbers) }.map(\.name)
    }
    if layers.allSatisfy({ $0.words == layers[0].words }) { return ordered(layers) }
    let groups = [
      layers.filter { $0.entry.tensor.sizes.count > 2 }, layers.filter { $0.entry.tensor.sizes.count <= 2 },
    ]
    for group in groups {
      if let other = group.first(where: { $0.words != group[0].words }) {
        throw failure(
          .malformed(
            "\(quoted(other.entry.name)) does not say where the layer stands among the others; name the layers in order"
          ),
          other.entry)
      }
    }
    return groups.flatMap(ordered)
  }

  private func foreignTensor(_ name: String) -> String {
    let isNormalization = [".running_mean", ".running_var", ".num_batches_tracked"].contains { name.hasSuffix($0) }
    return isNormalization
      ? """
      \(quoted(name)) belongs to a batch normalization, which couples the samples of a batch; fold it into the layer \
      before it and save again
      """
      : "\(quoted(name)) is neither weight nor bias of a layer; name the layers in order"
  }

  func failure(_ problem: FileProblem, _ entry: Entry) -> DataError {
    .file(path: path, place: entry.place, problem: problem, cure: cure)
  }

  /// The values of a tensor, if none is NaN or infinite.
  func finiteValues(_ entry: Entry) throws(DataError) -> [Double] {
    if let bad = entry.tensor.values.firstIndex(where: { !$0.isFinite }) {
      throw failure(.notFinite("\(entry.tensor.values[bad]) (value \(bad) of \(quoted(entry.name)))"), entry)
    }
    return entry.tensor.values
  }
}
