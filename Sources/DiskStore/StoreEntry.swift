/// What a store keeps under a key: bytes, and where they come from.
public struct StoreEntry: Equatable, Sendable {
  /// The value, encoded by whoever keeps it.
  public var bytes: [UInt8]
  /// What kind of value the bytes encode, such as the name of its type; an entry of another kind is not taken.
  public var kind: String
  /// When the value was computed, in seconds since 1970.
  public var computedAt: Double
  /// How long that took, in seconds.
  public var seconds: Double

  /// An entry from its parts.
  public init(bytes: [UInt8], kind: String, computedAt: Double, seconds: Double) {
    self.bytes = bytes
    self.kind = kind
    self.computedAt = computedAt
    self.seconds = seconds
  }
}

/// What a store has under a key.
public enum StoreLookup: Equatable, Sendable {
  /// A sound entry.
  case found(StoreEntry)
  /// Nothing.
  case missing
  /// A file that cannot be trusted, and why, in words that complete “the kept value …”.
  case damaged(String)
}
