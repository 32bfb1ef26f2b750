import NotebookFormat

/// Tables as comma-separated values (RFC 4180), numbers with all their digits.
struct CSV {
  private(set) var text = ""
  /// Rows that did not fit.
  private(set) var droppedRows = 0

  /// The most bytes that a page holds of one figure or table.
  static let limit = 400_000

  init(_ tables: [TableOutput]) {
    for (index, table) in tables.enumerated() {
      if index > 0 { text += "\n" }
      if tables.count > 1, let title = table.title { text += Self.field(title) + "\n" }
      text += table.columns.map(Self.field).joined(separator: ",") + "\n"
      for row in table.rows {
        guard text.utf8.count < Self.limit else {
          droppedRows += 1
          continue
        }
        text += row.map(Self.field).joined(separator: ",") + "\n"
      }
    }
  }

  /// The text as a link that a browser saves.
  var link: String {
    var link = "data:text/csv;charset=utf-8,"
    for byte in text.utf8 {
      switch UnicodeScalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "-", ".", ",", "_", ":", "+", "(", ")", "/", "=":
        link.unicodeScalars.append(UnicodeScalar(byte))
      default:
        let hex = String(byte, radix: 16, uppercase: true)
        link += "%" + (hex.count < 2 ? "0" : "") + hex
      }
    }
    return link
  }

  private static func field(_ value: TableOutput.Value) -> String {
    switch value {
    case .number(let number): "\(number)"
    case .integer(let integer): "\(integer)"
    case .text(let text): field(text)
    case .missing: ""
    }
  }

  /// Text as a field. A leading sign that a spreadsheet would take for a formula is disarmed by an apostrophe.
  private static func field(_ text: String) -> String {
    var text = text
    if let first = text.first, "=+-@\t\r".contains(first), Double(text) == nil { text = "'" + text }
    guard text.contains(where: { ",\"".contains($0) || $0.isNewline }) else { return text }
    return "\"\(text.replacing("\"", with: "\"\""))\""
  }
}
