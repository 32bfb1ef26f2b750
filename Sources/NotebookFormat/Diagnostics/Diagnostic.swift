/// Something wrong in a notebook's file, told where it is and how to mend it.
public struct Diagnostic: Error, Equatable, Sendable {
  /// What a diagnostic does to a notebook.
  public enum Severity: String, Sendable {
    /// Something cannot be used as it stands; in the markup it keeps the notebook from being run.
    case error
    /// Something is used, though hardly as it was meant; only a strict notebook is not run.
    case warning
  }

  /// A stable code such as `NB010`; `help NB010` explains it.
  public var code: String
  /// Whether it is an error or a warning.
  public var severity: Severity
  /// What is wrong, in words, without its place and code.
  public var message: String
  /// One line: what to do.
  public var fix: String?
  /// The line of the file, from 1.
  public var line: Int
  /// From 1, counting UTF-8 bytes.
  public var column: Int

  /// A diagnostic from its parts; ``DiagnosticCode/diagnostic(_:fix:at:)`` fills in severity and cure.
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
