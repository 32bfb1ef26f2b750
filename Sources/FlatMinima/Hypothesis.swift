/// What a bound assumes, and what is known of it.
public struct Hypothesis: Sendable, Hashable {
  public enum Status: Sendable, Hashable { case holds, fails, notChecked }
  public let statement: String
  public let status: Status
  /// How it was checked, or why it was not.
  public let evidence: String

  public init(_ statement: String, _ status: Status, evidence: String) {
    self.statement = statement
    self.status = status
    self.evidence = evidence
  }
}
