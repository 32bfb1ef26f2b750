import LinearAlgebra

/// For every training input, the ReLU units that change side within a given distance of it.
struct UnitFlips: Sendable {
  /// For every input, the distances at which units flip, in ascending order.
  private let distances: [[Double]]
  /// For every input, the sums of |a_j| ‖w_j‖ over the nearest 0, 1, 2, … units.
  private let sums: [[Double]]

  init(
    inputWeights: Matrix, biases: [Double], outputWeights: [Double], inputs: Matrix, norm: BallNorm
  ) throws(BoundError) {
    try LocalSmoothness.requireLayer(inputWeights, outputWeights)
    guard biases.count == inputWeights.rows else {
      throw .countMismatch(name: "biases", found: biases.count, expected: inputWeights.rows)
    }
    guard inputs.columns == inputWeights.columns else {
      throw .countMismatch(name: "coordinates of an input", found: inputs.columns, expected: inputWeights.columns)
    }
    guard inputs.rows > 0 else { throw .empty("inputs") }
    guard biases.allSatisfy(\.isFinite), inputs.elements.allSatisfy(\.isFinite) else {
      throw .outOfRange(name: "a bias or an input", value: "NaN or infinite", allowed: "finite numbers")
    }
    let lengths = (0..<inputWeights.rows).map { norm.dualNorm(inputWeights.row($0)) }
    // A unit without input weights is constant and never flips.
    let units = lengths.indices.filter { lengths[$0] > 0 }
    let preactivations = inputs.timesTransposed(inputWeights)
    var distances: [[Double]] = []
    var sums: [[Double]] = []
    for i in 0..<inputs.rows {
      let flips = units.map { (abs(preactivations[i, $0] + biases[$0]) / lengths[$0], $0) }.sorted { $0.0 < $1.0 }
      distances.append(flips.map(\.0))
      sums.append(
        flips.reduce(into: [0]) { sums, flip in
          sums.append((sums.last ?? 0) + abs(outputWeights[flip.1]) * lengths[flip.1])
        })
    }
    self.distances = distances
    self.sums = sums
  }

  /// τᵢ(δ).
  func offset(sample: Int, radius: Double) -> Double {
    // The allowance keeps a unit on the boundary inside in spite of rounding.
    let reach = radius * (1 + 1e-12)
    let flips = distances[sample]
    var (low, high) = (0, flips.count)
    while low < high {
      let middle = (low + high) / 2
      if flips[middle] <= reach { low = middle + 1 } else { high = middle }
    }
    return sums[sample][low]
  }

  /// maxᵢ τᵢ(δ).
  func largestOffset(radius: Double) -> Double {
    distances.indices.reduce(0) { max($0, offset(sample: $1, radius: radius)) }
  }
}
