#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What held-out inputs say about how well the training inputs cover the distribution.
///
/// From the distance of each of m held-out inputs to its nearest training input come, for every radius δ, the missing
/// mass π_n(δ) and the largest cell weight ν(δ) = n max_i μ(V_i ∩ B(x_i, δ)), each as an estimate and as a limit with a
/// stated confidence. The held-out inputs must be independent of the training set, and disjoint from the test set whose
/// error is to be compared with a bound.
public struct HoldOutCoverage: Equatable, Sendable {
  /// The nearest training input of each held-out input.
  public let neighbors: NearestNeighbors
  /// The distances in ascending order: the only radii at which an estimate changes.
  public let sortedDistances: [Double]
  /// Positions of the held-out inputs in ascending order of distance.
  let order: [Int]

  /// The number of held-out inputs, m.
  public var count: Int { neighbors.count }
  /// The number of training inputs, n.
  public var trainingCount: Int { neighbors.pointCount }

  /// From the nearest training inputs of the held-out inputs. O(m log m).
  public init(_ neighbors: NearestNeighbors) {
    self.neighbors = neighbors
    order = neighbors.distances.indices.sorted { neighbors.distances[$0] < neighbors.distances[$1] }
    sortedDistances = order.map { neighbors.distances[$0] }
  }

  /// The number of held-out inputs farther than δ from every training input. O(log m).
  public func missingCount(radius: Double) -> Int { count - coveredCount(radius: radius) }

  /// The fraction of held-out inputs farther than δ from every training input: an unbiased estimate of π_n(δ).
  public func missingMass(radius: Double) -> Double { Double(missingCount(radius: radius)) / Double(count) }

  /// An upper limit of π_n(δ) for one radius that was fixed without looking at the held-out inputs (Clopper, Pearson).
  ///
  /// - Throws: `BoundError.outOfRange` unless 0 < confidence < 1.
  public func missingMassLimit(radius: Double, confidence: Double) throws(BoundError) -> Double {
    try BinomialLimits.upperLimit(
      successes: missingCount(radius: radius), trials: count, confidence: confidence)
  }

  /// An upper limit of π_n(δ) that holds for all radii at once, so that δ may be chosen on the same held-out inputs.
  ///
  /// π̂(δ) + √(log(1/α)/(2m)): the one-sided inequality of Dvoretzky, Kiefer, Wolfowitz and Massart, which needs
  /// α = 1 − confidence ≤ 1/2. At most 1.
  ///
  /// - Throws: `BoundError.outOfRange` unless 1/2 ≤ confidence < 1.
  public func uniformMissingMassLimit(radius: Double, confidence: Double) throws(BoundError) -> Double {
    min(1, missingMass(radius: radius) + (try uniformMargin(confidence: confidence)))
  }

  /// The margin √(log(1/α)/(2m)) of `uniformMissingMassLimit`.
  func uniformMargin(confidence: Double) throws(BoundError) -> Double {
    guard confidence >= 0.5, confidence < 1 else {
      throw .outOfRange(
        name: "confidence", value: "\(confidence)", allowed: "from 1/2 to 1, 1 excluded, for a limit uniform in δ")
    }
    return (-log1p(-confidence) / (2 * Double(count))).squareRoot()
  }

  /// The estimate n max_i (held-out inputs in V_i ∩ B(x_i, δ)) / m of ν(δ), at least the estimate of μ(X_n^δ). O(m).
  ///
  /// An estimate only: the maximum of noisy counts. For a bound take `cellWeightLimit(confidence:)`.
  public func cellWeight(radius: Double) -> Double {
    Double(trainingCount) * Double(largestCellCount(radius: radius)) / Double(count)
  }

  /// An upper limit of ν(δ) for all δ at once: n times the largest of n Clopper–Pearson limits at level α/n for the
  /// whole cells. At most n. O(m).
  ///
  /// - Throws: `BoundError.outOfRange` unless 0 < confidence < 1.
  public func cellWeightLimit(confidence: Double) throws(BoundError) -> Double {
    try requireConfidence(confidence)
    let limit = try BinomialLimits.upperLimit(
      successes: largestCellCount(radius: .infinity), trials: count,
      failureProbability: (1 - confidence) / Double(trainingCount))
    return Double(trainingCount) * limit
  }

  private func largestCellCount(radius: Double) -> Int {
    var counts = [Int](repeating: 0, count: trainingCount)
    for position in order.prefix(coveredCount(radius: radius)) { counts[neighbors.indices[position]] += 1 }
    return counts.max() ?? 0
  }

  /// The number of distances that do not exceed the radius, by bisection.
  private func coveredCount(radius: Double) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if sortedDistances[middle] <= radius { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
