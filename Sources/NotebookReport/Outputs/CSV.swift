import NotebookFormat

/// Tables as comma-separated values, cut at what a page holds.
struct CSV {
  private(set) var text = ""
  /// Rows that did not fit.
  private(set) var droppedRows = 0

  /// The most bytes that a page holds of one figure or table.
  static let limit = 400_000

  init(_ tables: [TableOutput]) {
    for (index, table) in tables.enumerated() {
      if index > 0 { text += CommaSeparated.lineEnd }
      if tables.count > 1, let title = table.title { text += CommaSeparated.line([title]) }
      text += CommaSeparated.line(table.columns)
      for row in table.rows {
        guard text.utf8.count < Self.limit else {
          droppedRows += 1
          continue
        }
        text += CommaSeparated.line(row)
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
}
