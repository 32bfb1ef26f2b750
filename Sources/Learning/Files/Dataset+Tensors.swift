import LinearAlgebra

/// What the numbers of a tensor of targets mean.
public enum TensorTargets: Sendable, Hashable {
  /// The values that the network is to reproduce: n of them, or n × C.
  case values
  /// The class of each sample, one whole number each; `classes` lists them in the order of the outputs.
  case labels(classes: [Int], as: ClassTargets = .oneHot)
}

extension Dataset {
  /// Samples from two NumPy files: inputs with one sample per index of the first dimension, and their targets.
  ///
  /// Images and other samples of several dimensions become one row each.
  ///
  /// - Throws: `DataError.file` for a file that cannot be used; otherwise as `init(inputs:targets:meaning:)`.
  public init(
    npy inputs: String, targets: String, meaning: TensorTargets = .values, cure: String = Tensor.defaultCure
  ) throws(DataError) {
    try self.init(inputs: Tensor(npy: inputs, cure: cure), targets: Tensor(npy: targets, cure: cure), meaning: meaning)
  }

  /// Samples from two tensors, as an archive holds them.
  ///
  /// - Throws: `DataError.countMismatch`, `.empty` or `.notFinite`; `.invalidArgument` for a single number instead of a
  ///   list, labels that are none of the classes, or classes that make no sense.
  public init(inputs: Tensor, targets: Tensor, meaning: TensorTargets = .values) throws(DataError) {
    for (tensor, name) in [(inputs, "inputs"), (targets, "targets")] where tensor.sizes.isEmpty {
      throw .invalidArgument(name: "sizes of the \(name)", value: "[]", allowed: "one dimension or more")
    }
    switch meaning {
    case .values: try self.init(inputs: inputs.rows, targets: targets.rows)
    case .labels(let classes, let meaning):
      try meaning.requireUsable(classes)
      let labels = targets.rows
      guard labels.columns == 1 || targets.values.isEmpty else {
        throw .invalidArgument(name: "sizes of the labels", value: "\(targets.sizes)", allowed: "one label per sample")
      }
      var rows: [[Double]] = []
      for (sample, label) in targets.values.enumerated() {
        guard let place = classes.firstIndex(where: { Double($0) == label }) else {
          throw .invalidArgument(name: "label of sample \(sample)", value: "\(label)", allowed: "\(classes)")
        }
        rows.append(meaning.values(position: place, classCount: classes.count))
      }
      try self.init(inputs: inputs.rows, targets: Matrix(rows))
    }
  }
}
