/// Why a bound cannot be computed from what was given.
public enum BoundError: Error, Equatable, Sendable {
  /// A quantity has a value for which the bound makes no statement.
  case outOfRange(name: String, value: String, allowed: String)
  /// Two things that belong together have different sizes.
  case countMismatch(name: String, found: Int, expected: Int)
  /// Something needs at least one entry.
  case empty(String)
}
