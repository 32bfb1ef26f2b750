import NotebookFormat

/// The files beside a report: every figure as SVG and PNG, every table as CSV.
public enum FigureFiles {
  public struct Entry: Equatable, Sendable {
    public var cell: Int
    /// Which output of the cell.
    public var position: Int
    public var name: String
    public var bytes: [UInt8]
  }

  public static func all(_ notebook: Notebook, _ recording: Recording) -> [Entry] {
    var entries: [Entry] = []
    for record in recording.cells {
      let label = notebook.cells.first { $0.index == record.index }?.options.label
      for (position, output) in record.outputs.enumerated() {
        let base =
          record.outputs.count == 1
          ? label ?? "cell-\(record.index + 1)"
          : "\(label ?? "cell-\(record.index + 1)")-\(position + 1)"
        func add(_ name: String, _ bytes: [UInt8]) {
          entries.append(Entry(cell: record.index, position: position, name: safe(name), bytes: bytes))
        }
        switch output {
        case .text: break
        case .figure(let figure):
          add(base + ".svg", Array(figure.svg.utf8))
          if let png = figure.png { add(base + ".png", png) }
          for (index, table) in figure.data.enumerated() {
            let suffix = figure.data.count == 1 ? "" : "-\(index + 1)"
            add(base + suffix + ".csv", Array(CommaSeparated.text(table).utf8))
          }
        case .table(let table): add(base + ".csv", Array(CommaSeparated.text(table).utf8))
        case .image(let image): add(base + ".png", image.png)
        }
      }
    }
    return entries
  }

  /// A label is checked where it is read; a file name is checked once more here.
  private static func safe(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "_" })
  }
}
