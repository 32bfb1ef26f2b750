/// Something wrong in a notebook's file, told where it is and how to mend it.
public struct Diagnostic: Error, Equatable, Sendable {
  public enum Severity: String, Sendable { case error, warning }
  /// A stable code such as `NB010`; `help NB010` explains it.
  public var code: String
  public var severity: Severity
  public var message: String
  /// One line: what to do.
  public var fix: String?
  public var line: Int
  /// From 1, counting UTF-8 bytes.
  public var column: Int

  public init(
    code: String, severity: Severity = .error, message: String, fix: String? = nil, line: Int, column: Int
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.fix = fix
    self.line = line
    self.column = column
  }
}
