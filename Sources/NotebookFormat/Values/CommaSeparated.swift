/// Comma-separated values (RFC 4180), numbers with all their digits.
public enum CommaSeparated {
  /// A whole table: a line of titles, then a line for each row.
  public static func text(_ table: TableOutput) -> String {
    line(table.columns) + table.rows.map { line($0) }.joined()
  }

  /// A row, its line end included.
  public static func line(_ values: [TableOutput.Value]) -> String {
    values.map(field).joined(separator: ",") + "\n"
  }

  /// Titles, the line end included.
  public static func line(_ titles: [String]) -> String {
    titles.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ value: TableOutput.Value) -> String {
    switch value {
    case .number(let number): number.description
    case .integer(let integer): String(integer)
    case .text(let text): field(text)
    case .missing: ""
    }
  }

  /// Text as a field. A leading sign that a spreadsheet would take for a formula is disarmed by an apostrophe.
  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil { text = "'" + text }
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
