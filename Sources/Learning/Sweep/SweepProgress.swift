/// How far a sweep is.
public struct SweepProgress: Sendable {
  /// Rows that are there, failed ones included.
  public let finished: Int
  /// Rows of these that were read from the store.
  public let fromStore: Int
  /// Rows in all.
  public let total: Int
  /// Since the sweep began.
  public let elapsed: Duration

  /// How long the rest will take if it goes on as it went; nil before the first computed row.
  public var remaining: Duration? {
    let computed = finished - fromStore
    return computed > 0 ? elapsed * (Double(total - finished) / Double(computed)) : nil
  }
}
