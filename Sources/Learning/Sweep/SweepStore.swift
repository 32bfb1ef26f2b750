/// Where the finished rows of a sweep are kept.
///
/// Both functions are called from several threads, each key by one at a time.
public protocol SweepStore: Sendable {
  /// What was kept for a key; nil when there is nothing, or not what was kept.
  func content(for key: String) -> [UInt8]?
  /// Keeps bytes for a key: afterwards either all of them are there or what was there before.
  func keep(_ bytes: [UInt8], for key: String) throws
}
