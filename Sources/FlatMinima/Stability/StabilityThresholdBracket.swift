import Learning

/// An enclosure of the mean-square threshold η* that needs products with the Jacobian alone.
public struct StabilityThresholdBracket: Sendable, Hashable {
  /// E‖v_t‖² stays bounded up to here, but for a chance of ``failureProbability``.
  public let lower: Double
  /// E‖v_t‖² grows above this: proven up to rounding, without chance.
  public let upper: Double
  /// The chance, over the random start of Lanczos, that ``lower`` is not a lower bound.
  public let failureProbability: Double
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// r', the number of directions that the upper end was computed in.
  public let dimension: Int
  /// How often K was applied.
  public let applications: Int

  /// The enclosure as a range.
  public var range: ClosedRange<Double> { lower...upper }
  /// (upper − lower)/upper; 0 without gradients.
  public var relativeWidth: Double { upper.isFinite ? (upper - lower) / upper : 0 }
}

extension StabilityThresholdBracket: CustomStringConvertible {
  /// The enclosure as an inequality.
  public var description: String { "\(lower) ≤ η* ≤ \(upper)" }
}
