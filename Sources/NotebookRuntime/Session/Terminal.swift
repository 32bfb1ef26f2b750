import NotebookFormat

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Plain text for a notebook that was started by hand.
enum Terminal {
  static func printError(_ text: String) {
    fflush(nil)
    let bytes = Array((text + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
  }

  static func text(_ output: Output) -> String {
    switch output {
    case .text(let text): text
    case .figure(let figure): "[figure, \(Int(figure.width)) × \(Int(figure.height))] \(figure.alt)"
    case .image(let image): "[image, \(Int(image.width)) × \(Int(image.height))] \(image.alt)"
    case .table(let table): text(table)
    }
  }

  private static func text(_ table: TableOutput) -> String {
    let shown = table.rows.prefix(50)
    let texts =
      [table.columns]
      + shown.map { row in
        row.enumerated().map { index, value in
          NumberText.text(value, format: index < table.formats.count ? table.formats[index] : nil)
        }
      }
    let widths = table.columns.indices.map { column in
      texts.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    var lines = texts.map { row in
      zip(row, widths).map { text, width in text + String(repeating: " ", count: max(0, width - text.count)) }
        .joined(separator: "  ")
    }
    if let title = table.title { lines.insert(title, at: 0) }
    if table.rows.count > shown.count { lines.append("… \(table.rows.count - shown.count) more rows") }
    return lines.joined(separator: "\n")
  }
}
