/// Lines along which a grid of values, interpolated between its places, has given levels.
public struct Contour: Mark {
  var grid: Grid
  var levels: [Double]
  var label: String?
  var slot: Int?

  /// Lines at given levels, all of one look.
  public init(_ grid: Grid, at levels: [Double], label: String? = nil) {
    self.grid = grid
    self.levels = levels.filter(\.isFinite)
    self.label = label
  }

  /// Lines at about seven round levels, coloured by level unless a heatmap lies behind.
  public init(_ grid: Grid, label: String? = nil) {
    self.grid = grid
    self.label = label
    levels = []
    if let range = Extent.Span(grid.values).linear {
      let room = AxisRoom(length: 8, spacing: 1, gap: 0) { _ in 0 }
      levels = Ticks(scale: Scale(.linear, domain: range), room: room).major.map(\.value)
    }
    isColored = true
  }

  private var isColored = false

  /// The lines in the colour of the series of a number, from 0.
  public func series(_ number: Int) -> Contour {
    var contour = self
    contour.slot = number
    return contour
  }

  /// The grid's places and, where the lines are colored by level, the levels.
  public var extent: Extent {
    Extent(
      x: .init(grid.x, isTight: true), y: .init(grid.y, isTight: true),
      color: isColored ? .init(levels) : .init())
  }

  /// Lines of one look have a line in the legend; coloured ones have the colour bar.
  public var legend: [LegendEntry] {
    guard let label, !isColored else { return [] }
    return [LegendEntry(label, slot == nil ? .contour : .line)]
  }

  /// None where the lines are colored by level; else the series of its number, or one of its own.
  public var series: SeriesChoice {
    isColored ? .none : slot.map { .fixed($0) } ?? .own(label: label)
  }

  /// A row for every place of the grid, with its value.
  public func table(naming names: ChannelNames) -> DataTable? { grid.table(title: label, naming: names) }

  /// The first ten levels; empty where there is none.
  public func summary(naming names: ChannelNames) -> String {
    guard !levels.isEmpty else { return "" }
    let list = levels.prefix(10).map { Words.number($0) }.joined(separator: ", ")
    return "\(label.map(LabelText.plain) ?? "Lines") where \(names.color) is \(list)."
  }

  /// Draws the lines of every level; a note tells of a given level that no line has.
  public func draw(in panel: inout Panel) {
    if let note = grid.note, !panel.liesOverRaster { panel.note(note) }
    // Crossings are found where the axes put the places, so that a straight line on the axes stays straight.
    let columns = grid.x.map { panel.x.position(of: $0) }
    let rows = grid.y.map { panel.y.position(of: $0) }
    for level in levels {
      var stroke = Scene.Stroke(
        Scene.Paint(panel.liesOverRaster && slot == nil ? .ink : panel.style.color), width: 1.75,
        dash: panel.style.dash)
      if isColored {
        stroke.dash = []
        if !panel.liesOverRaster {
          guard let rgb = panel.color(of: level) else { continue }
          stroke.paint = Scene.Paint(.fixed(rgb))
        } else {
          stroke.width = 1
        }
      }
      let lines = contourLines(of: grid, at: level, columns: columns, rows: rows)
      for line in lines {
        panel.line(
          line.map {
            Scene.Point(
              x: panel.frame.minX + $0.x * panel.frame.width, y: panel.frame.maxY - $0.y * panel.frame.height)
          }, stroke)
      }
      if lines.isEmpty && !isColored {
        panel.note(
          "\(label.map(LabelText.plain) ?? "A contour"): no line, because no neighbours lie on both sides of "
            + "\(Words.number(level))."
        )
      }
    }
  }
}
