/// The legend of a figure, and how it is laid out in the room it gets.
struct Legend {
  /// A line: what is drawn as its sample, and its text.
  struct Item: Hashable {
    var label: LabelText
    var samples: [Sample]
  }

  /// A sample in its final look.
  struct Sample: Hashable {
    var sample: LegendEntry.Sample
    var style: SeriesStyle
  }

  private static let leastRowHeight = 18.0
  private static let sampleWidth = 26.0
  private static let labelGap = 6.0
  private static let itemGap = 20.0

  private(set) var items: [Item] = []
  private(set) var columns = 1
  private var columnWidth = 0.0
  private var flows = false
  private let measurer: any TextMeasurer
  private(set) var notes: [String] = []
  /// Room that formulas need in every row beyond what words need.
  private var extra = (above: 0.0, below: 0.0)

  /// The legend of plots, without what stands at the ends of lines.
  init(
    _ plots: [Plot], _ series: SeriesAssignment, except direct: [DirectLabels] = [], measurer: any TextMeasurer
  ) {
    self.measurer = measurer
    for (plotIndex, (plot, styles)) in zip(plots, series.styles).enumerated() {
      for (index, (mark, style)) in zip(plot.marks, styles).enumerated() {
        if direct.indices.contains(plotIndex), direct[plotIndex].covers(mark: index) { continue }
        for entry in mark.legend where plot.hasBackground || !entry.onlyOverBackground {
          let style = entry.category.flatMap { series.categories[$0] } ?? style
          var sample = entry.sample
          if sample == .contour {
            sample = plot.hasBackground ? .stroke(.init(.init(.ink), width: 1.75, dash: style.dash)) : .line
          }
          add(LabelText(entry.label), Sample(sample: sample, style: style))
        }
      }
    }
    notes += items.compactMap { $0.label.note }
    let most = 40
    if items.count > most {
      notes.append("\(items.count - most) more series are not in the legend.")
      items.removeLast(items.count - most)
    }
    for index in items.indices {
      items[index].label = measurer.fit(items[index].label, font: .legend, width: 220)
      let text = measurer.typeset(items[index].label, font: .legend)
      extra.above = max(extra.above, text.ascent - 13)
      extra.below = max(extra.below, text.descent - 4.5)
    }
  }

  private mutating func add(_ label: LabelText, _ sample: Sample) {
    if let index = items.firstIndex(where: { $0.label == label && $0.samples.first?.style == sample.style }) {
      if !items[index].samples.contains(sample) { items[index].samples.append(sample) }
    } else {
      items.append(Item(label: label, samples: [sample]))
    }
  }

  /// The height of every row.
  var rowHeight: Double { Self.leastRowHeight + extra.above + extra.below }

  private func width(_ item: Item) -> Double {
    Self.sampleWidth + Self.labelGap + measurer.width(of: item.label, font: .legend)
  }

  /// The width of the legend in a single column.
  var columnWidthAlone: Double { items.map(width).max() ?? 0 }

  /// How many rows the legend has.
  var rows: Int { (items.count + columns - 1) / max(columns, 1) }
  var height: Double { items.isEmpty ? 0 : Double(rows) * rowHeight }

  /// Lays the legend out in as few rows as a width allows.
  mutating func layOut(inWidth available: Double) {
    let total = items.reduce(-Self.itemGap) { $0 + width($1) + Self.itemGap }
    if total <= available {
      flows = true
      columns = max(items.count, 1)
      return
    }
    flows = false
    columnWidth = columnWidthAlone + Self.itemGap
    columns = max(1, Int((available + Self.itemGap) / columnWidth))
  }

  /// Lays the legend out in one column.
  mutating func layOutInColumn() {
    flows = false
    columnWidth = columnWidthAlone
    columns = 1
  }

  /// Draws the legend with its upper left corner at a place.
  func elements(x: Double, y: Double, available: Double) -> [Scene.Element] {
    var elements: [Scene.Element] = []
    var left = x
    for (index, item) in items.enumerated() {
      if !flows { left = x + Double(index % columns) * columnWidth }
      let middle = y + Double(index / columns) * rowHeight + extra.above + Self.leastRowHeight / 2
      for sample in item.samples { elements += draw(sample, x: left, y: middle) }
      let room = available - (left - x) - Self.sampleWidth - Self.labelGap
      let label = measurer.fit(item.label, font: .legend, width: max(room, 0) + 0.01)
      if !label.isEmpty {
        elements.append(
          .text(
            Scene.Text(
              measurer.typeset(label, font: .legend), font: .legend,
              at: Scene.Point(x: left + Self.sampleWidth + Self.labelGap, y: middle + 0.36 * Font.legend.size),
              anchor: .start, paint: Scene.Paint(.ink))))
      }
      if flows { left += width(item) + Self.itemGap }
    }
    return elements
  }

  private func draw(_ sample: Sample, x: Double, y: Double) -> [Scene.Element] {
    let line = [Scene.Point(x: x, y: y), Scene.Point(x: x + Self.sampleWidth, y: y)]
    let middle = Scene.Point(x: x + Self.sampleWidth / 2, y: y)
    let style = sample.style
    switch sample.sample {
    case .line, .contour:
      return [.lines([line], Scene.Stroke(Scene.Paint(style.color), width: 1.75, dash: style.dash))]
    case .dashedLine(let dash):
      return [.lines([line], Scene.Stroke(Scene.Paint(style.color), width: 1.75, dash: dash))]
    case .stroke(let stroke):
      return [.lines([line], stroke)]
    case .area:
      return [
        .rectangle(
          Scene.Rectangle(x: x, y: y - 5.5, width: Self.sampleWidth, height: 11),
          Scene.Paint(style.color, opacity: 0.22))
      ]
    case .box:
      let (right, top, bottom) = (x + Self.sampleWidth, y - 5.5, y + 5.5)
      let corners = [(x, top), (right, top), (right, bottom), (x, bottom), (x, top)].map(Scene.Point.init)
      return [
        .polygons([Array(corners.dropLast())], Scene.Paint(style.color, opacity: 0.22)),
        .lines([corners], Scene.Stroke(Scene.Paint(style.color), width: 1.5, dash: style.dash)),
      ]
    case .errorBar:
      let bar = [Scene.Point(x: middle.x, y: y - 8), Scene.Point(x: middle.x, y: y + 8)]
      let caps = bar.map { [Scene.Point(x: $0.x - 3, y: $0.y), Scene.Point(x: $0.x + 3, y: $0.y)] }
      return [.lines([bar] + caps, Scene.Stroke(Scene.Paint(style.color), width: 1.5))]
        + draw(Sample(sample: .point, style: style), x: x, y: y)
    case .arrow:
      return [
        .lines([line], Scene.Stroke(Scene.Paint(style.color), width: 1.5, dash: style.dash)),
        .polygons([Arrowhead.polygon(line, size: 7)], Scene.Paint(style.color)),
      ]
    case .point:
      return [
        .symbols(
          Scene.Symbols(
            symbol: style.symbol, radius: 3.75, centers: [middle], paints: [Scene.Paint(style.color)],
            outline: Scene.Stroke(Scene.Paint(.paper), width: 0.9)))
      ]
    case .symbol(let symbol):
      return [
        .symbols(
          Scene.Symbols(symbol: symbol, radius: 3.75, centers: [middle], paints: [Scene.Paint(.muted)]))
      ]
    }
  }
}
