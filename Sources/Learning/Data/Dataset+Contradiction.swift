import LinearAlgebra

extension Dataset {
  /// The first two samples with equal inputs but different targets, if there are any.
  ///
  /// No network fits both, so no minimum interpolates such a data set. Samples that agree in both are harmless.
  /// Cost: O(n (d + C)) on average.
  public var contradiction: (first: Int, second: Int)? {
    var firstWithInput: [[Double]: Int] = [:]
    for sample in 0..<count {
      let input = inputs.row(sample)
      guard let earlier = firstWithInput[input] else {
        firstWithInput[input] = sample
        continue
      }
      if targets.row(earlier) != targets.row(sample) { return (earlier, sample) }
    }
    return nil
  }
}
