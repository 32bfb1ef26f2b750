import NotebookFormat

/// Something that keeps a saved notebook from becoming a page, as a preview tells it.
public struct PreviewProblem: Equatable, Sendable {
  /// Whether it keeps the notebook from running; else it is a warning.
  public var isError: Bool
  /// What is wrong, in words.
  public var message: String
  /// The line of the notebook, from 1; nil for what has no place.
  public var line: Int?
  /// The column in UTF-8 bytes, from 1; nil for what has none.
  public var column: Int?
  /// What to do; nil where nobody knows.
  public var fix: String?
  /// All that the compiler or the system said; nil for nothing more.
  public var details: String?

  /// A problem from its parts.
  public init(
    isError: Bool = true, message: String, line: Int? = nil, column: Int? = nil, fix: String? = nil,
    details: String? = nil
  ) {
    self.isError = isError
    self.message = message
    self.line = line
    self.column = column
    self.fix = fix
    self.details = details
  }

  /// What a diagnostic says, its code included.
  public init(_ diagnostic: Diagnostic) {
    self.init(
      isError: diagnostic.severity == .error, message: "\(diagnostic.message) [\(diagnostic.code)]",
      line: diagnostic.line, column: diagnostic.column, fix: diagnostic.fix)
  }

  /// What a failed run says.
  public init(_ failure: Failure) {
    self.init(message: failure.message, line: failure.line, column: failure.column, details: failure.details)
  }

  /// The problem in a list; `file` is the notebook's, so that its place reads as editors and terminals write places.
  func html(source: String, file: String) -> HTML {
    let place: HTML? = line.map { "\(file):\($0)\(HTML(column.map { ":\($0)" } ?? "")): " }
    let excerpt = FailureView(
      failure: Failure(kind: .compilation, message: message, line: line, column: column, details: details),
      source: source
    ).excerpt
    let cure: HTML? = fix.map { "<p><b>fix:</b> \($0)</p>\n" }
    return """
      <li>
      <p><b class="\(isError ? "no" : "care")">\(isError ? "error" : "warning")</b> \(place)\(message)</p>
      \(excerpt)\(cure)</li>

      """
  }
}
