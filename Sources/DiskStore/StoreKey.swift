import Hashing

/// What an entry of a store is found by: a name for people, and everything that its value depends on.
public struct StoreKey: Hashable, Sendable {
  /// What the entry is, for people.
  public let name: String
  /// SHA-256 of the name and the parts, 64 hexadecimal digits; the name of the entry's file.
  public let digest: String

  /// A key from a name and the parts in their order.
  ///
  /// No two different lists give the same text: each part is preceded by its length.
  public init(name: String, parts: [String]) {
    self.name = name
    let text = ([name] + parts).map { "\($0.utf8.count):\($0)" }.joined()
    digest = SHA256.hexadecimal(Array(text.utf8))
  }
}
