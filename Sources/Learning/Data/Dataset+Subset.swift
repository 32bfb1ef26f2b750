import LinearAlgebra

extension Dataset {
  /// The samples at `indices`, in that order; an index may repeat. O(count · (d + C)).
  ///
  /// - Throws: `DataError.indexOutOfRange`, or `.empty` if there is no index.
  public func subset(at indices: some Sequence<Int>) throws(DataError) -> Dataset {
    let chosen = Array(indices)
    for index in chosen where !(0..<count).contains(index) {
      throw .indexOutOfRange(index: index, count: count)
    }
    return try Dataset(inputs: inputs.rows(at: chosen), targets: targets.rows(at: chosen))
  }

  /// The first `length` samples.
  ///
  /// - Throws: `DataError.invalidArgument` unless 1 ≤ `length` ≤ n.
  public func prefix(_ length: Int) throws(DataError) -> Dataset {
    guard (1...count).contains(length) else {
      throw .invalidArgument(name: "length of the prefix", value: "\(length)", allowed: "1 to \(count)")
    }
    return try subset(at: 0..<length)
  }

  /// The same samples in a random order. O(n (d + C)).
  public func shuffled(using generator: inout some RandomNumberGenerator) -> Dataset {
    let order = generator.shuffledIndices(count)
    return Dataset(checkedInputs: inputs.rows(at: order), targets: targets.rows(at: order))
  }

  /// Two disjoint random parts that together hold every sample: `length` samples and the rest.
  ///
  /// - Throws: `DataError.invalidArgument` unless 1 ≤ `length` ≤ n − 1.
  public func split(
    _ length: Int, using generator: inout some RandomNumberGenerator
  ) throws(DataError) -> (first: Dataset, rest: Dataset) {
    guard length >= 1, length < count else {
      throw .invalidArgument(name: "length of the first part", value: "\(length)", allowed: "1 to \(count - 1)")
    }
    let order = generator.shuffledIndices(count)
    return (try subset(at: order.prefix(length)), try subset(at: order.dropFirst(length)))
  }
}
