/// Prints a diagnostic as compilers do: place, message, code, the source line, a caret, and what to do.
public struct DiagnosticPrinter: Sendable {
  /// Whether the text is colored.
  public enum Style: Sendable {
    /// Text alone, for files and pipes.
    case plain
    /// Text with ANSI escape sequences, for terminals.
    case ansi
  }

  /// What is printed before line and column: the file's path as the user gave it.
  public var path: String
  /// Whether the text is colored.
  public var style: Style
  private var lines: [Substring]

  /// A printer for the diagnostics of a file.
  ///
  /// - Parameters:
  ///   - path: The file's path as the user gave it.
  ///   - source: The file's text, whose lines are quoted.
  ///   - style: Whether the text is colored.
  public init(path: String, source: String, style: Style = .plain) {
    self.path = path
    self.style = style
    lines = source.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// A printer for the diagnostics of a notebook, which quotes its path and source.
  public init(_ notebook: Notebook, style: Style = .plain) {
    self.init(path: notebook.path, source: notebook.source, style: style)
  }

  /// The diagnostic as lines of text, without a line end after the last.
  public func text(_ diagnostic: Diagnostic) -> String {
    let colour = diagnostic.severity == .error ? "31" : "35"
    var text = paint("\(path):\(diagnostic.line):\(diagnostic.column):", "1")
    text += " " + paint("\(diagnostic.severity.rawValue):", "1;\(colour)")
    text += " " + paint(Self.printable(diagnostic.message), "1") + " [\(diagnostic.code)]"
    if lines.indices.contains(diagnostic.line - 1) {
      let line = lines[diagnostic.line - 1]
      let number = String(diagnostic.line)
      text += "\n \(number) | \(Self.printable(String(line)))"
      text += "\n " + String(repeating: " ", count: number.count) + " | "
      text += Self.padding(of: line, column: diagnostic.column) + paint("^", "1;32")
    }
    if let fix = diagnostic.fix { text += "\n" + paint("fix:", "1;36") + " " + Self.printable(fix) }
    return text
  }

  private func paint(_ text: String, _ codes: String) -> String {
    style == .ansi ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }

  /// White space as wide as the line up to `column`: tabs stay tabs, so that the caret stands under its character.
  private static func padding(of line: Substring, column: Int) -> String {
    var padding = ""
    var bytes = 0
    for character in line {
      if bytes >= column - 1 { break }
      padding += character == "\t" ? "\t" : " "
      bytes += character.utf8.count
    }
    return padding + String(repeating: " ", count: max(0, min(column - 1 - bytes, 1)))
  }

  /// Text that cannot steer a terminal.
  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 && $0 != "\t" || 0x7F...0x9F ~= $0.value ? "\u{FFFD}" : $0 }))
  }
}
