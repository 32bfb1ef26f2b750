import NotebookFormat

/// Tables as CSV (RFC 4180), every digit kept.
public enum CommaSeparated {
  public static func text(_ table: TableOutput) -> String {
    let rows = [table.columns.map(quoted)] + table.rows.map { $0.map(text) }
    return rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
  }

  private static func text(_ value: TableOutput.Value) -> String {
    switch value {
    case .number(let number): number.description
    case .integer(let integer): String(integer)
    case .text(let text): quoted(text)
    case .missing: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    // A cell that starts like a formula would be run by a spreadsheet.
    let text = text.first.map { "=+-@\t\r".contains($0) } == true ? "'" + text : text
    guard text.contains(where: { ",\"\n\r".contains($0) || $0.isNewline }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
