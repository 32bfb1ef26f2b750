/// Comma-separated values (RFC 4180, so lines end with CR LF), numbers with all their digits.
public enum CommaSeparated {
  /// What ends every line.
  public static let lineEnd = "\r\n"

  /// A whole table: a line of titles, then a line for each row.
  public static func text(_ table: TableOutput) -> String {
    line(table.columns) + table.rows.map { line($0) }.joined()
  }

  /// A row, its line end included.
  public static func line(_ values: [TableOutput.Value]) -> String {
    values.map(field).joined(separator: ",") + lineEnd
  }

  /// Titles, the line end included.
  public static func line(_ titles: [String]) -> String {
    titles.map(field).joined(separator: ",") + lineEnd
  }

  private static func field(_ value: TableOutput.Value) -> String {
    switch value {
    case .number(let number): number.description
    case .integer(let integer): String(integer)
    case .text(let text): field(text)
    case .missing: ""
    }
  }

  /// Text as a field. A leading sign that a spreadsheet would take for a formula is disarmed by an apostrophe, be it
  /// after white space or of full width.
  private static func field(_ text: String) -> String {
    var text = text
    let start = text.unicodeScalars.first { !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint }
    let isArmed = start.map { "=+-@＝＋－＠".unicodeScalars.contains($0) } ?? false
    if isArmed || text.unicodeScalars.first.map("\t\r".unicodeScalars.contains) ?? false, Double(text) == nil {
      text = "'" + text
    }
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
