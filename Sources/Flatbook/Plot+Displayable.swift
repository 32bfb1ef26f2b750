import CairoPlotting
import NotebookFormat
import NotebookRuntime
import Plotting

extension Plot: Displayable {
  /// The plot as a report shows it.
  public func output() throws -> Output { .figure(try figureOutput(picture: .wanted)) }
}

extension Figure: Displayable {
  /// The figure as a report shows it.
  public func output() throws -> Output { .figure(try figureOutput(picture: .wanted)) }
}

/// Whether a figure carries a PNG picture beside its SVG; it costs page size.
public enum PictureChoice: Hashable, Sendable {
  /// SVG only.
  case never
  /// Only where the SVG is the larger of the two.
  case whenSmaller
  /// Both, whatever their sizes.
  case always

  /// What the running cell's `figure` option or the command line asks for.
  static var wanted: PictureChoice { _NotebookSession.wantsPictures ? .always : .whenSmaller }
}

extension Drawable {
  /// The figure with its words and numbers: an SVG in both themes, a PNG at twice the size where it pays, alternative
  /// text, notes, and a table per mark with at most 20,000 rows.
  public func figureOutput(picture: PictureChoice = .whenSmaller) throws -> FigureOutput {
    let drawing = try drawing()
    let svg = try drawing.svg()
    var png: [UInt8]?
    switch picture {
    case .never: break
    case .always: png = try drawing.png(scale: 2)
    case .whenSmaller:
      // No figure with text is smaller than this as PNG.
      if svg.utf8.count > 40_000 {
        let picture = try drawing.png(scale: 2)
        if picture.count < svg.utf8.count { png = picture }
      }
    }
    var notes = drawing.notes
    let data = drawing.tables.map { table in
      if table.rowCount > mostRows {
        let name = table.title.map { " of “\($0)”" } ?? ""
        notes.append("The table\(name) holds the first \(mostRows) of \(table.rowCount) rows.")
      }
      return TableOutput(table)
    }
    let palette = Theme.light.roles.compactMap { role in
      Theme.light.variableName(role).map {
        ThemeColor(
          name: $0, light: Theme.light.rgb(role).hexadecimal, dark: Theme.dark.rgb(role).hexadecimal)
      }
    }
    return FigureOutput(
      svg: svg, png: png, width: drawing.scene.size.width, height: drawing.scene.size.height,
      alt: drawing.alternativeText, notes: notes, data: data, palette: palette)
  }
}

private let mostRows = 20_000

extension TableOutput {
  /// A figure's table as a report keeps it; numbers without a fraction as integers, NaN as missing.
  public init(_ table: DataTable) {
    let columns = table.columns.map { column -> [Value] in
      switch column.values {
      case .texts(let texts): return texts.prefix(mostRows).map { .text($0) }
      case .numbers(let numbers): return Self.values(numbers.prefix(mostRows))
      case .repeated(let numbers, let each, let count):
        return Self.values((0..<min(count, mostRows)).map { numbers[$0 / each % numbers.count] })
      }
    }
    let count = columns.map(\.count).max() ?? 0
    self.init(
      title: table.title, columns: table.columns.map(\.name),
      rows: (0..<count).map { row in columns.map { row < $0.count ? $0[row] : .missing } })
  }

  /// Numbers as values: integers if all of them are whole.
  private static func values(_ numbers: some Sequence<Double>) -> [Value] {
    let areWhole = numbers.allSatisfy { !$0.isFinite || abs($0) < 1e15 && $0 == $0.rounded() }
    return numbers.map { number in
      if number.isNaN { return .missing }
      guard number.isFinite else { return .text(number > 0 ? "∞" : "−∞") }
      return areWhole ? .integer(Int(number)) : .number(number)
    }
  }
}
