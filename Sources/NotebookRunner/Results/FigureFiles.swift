import NotebookFormat

/// The files beside a report: every figure as SVG and PNG, every table as CSV.
public enum FigureFiles {
  /// A file and the output that it was made from.
  public struct Entry: Equatable, Sendable {
    /// The cell's number in the notebook, from 0.
    public var cell: Int
    /// Which output of the cell, from 0.
    public var position: Int
    /// The file's name, made of the cell's label or number: `fig-loss.svg`, `cell-3-2.csv`.
    public var name: String
    /// The file's content.
    public var bytes: [UInt8]
  }

  /// The files of all outputs, in the order of the notebook; text has none.
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
