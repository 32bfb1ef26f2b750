/// What a bound assumes, and what is known of it.
public struct Hypothesis: Sendable, Hashable {
  /// What is known of the hypothesis.
  public enum Status: Sendable, Hashable {
    /// It was checked and is true.
    case holds
    /// It was checked and is false: the bound says nothing.
    case fails
    /// It was not checked, or cannot be.
    case notChecked
  }

  /// What is assumed, in words.
  public let statement: String
  /// Whether it holds, as far as that was checked.
  public let status: Status
  /// How it was checked, or why it was not.
  public let evidence: String

  /// A hypothesis with what is known of it.
  public init(_ statement: String, _ status: Status, evidence: String) {
    self.statement = statement
    self.status = status
    self.evidence = evidence
  }
}
