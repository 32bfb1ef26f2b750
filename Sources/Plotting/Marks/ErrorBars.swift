/// Points with bars that say how far each may be off.
///
/// ```swift
/// ErrorBars(trials, x: \.sampleCount, y: \.mean, error: \.standardError, label: "test error, 20 runs")
/// ```
///
/// On a log axis a bar that reaches down to zero ends at the axis, without a cap, and a note says so.
public struct ErrorBars: Mark {
  var x: Places
  var y: Places
  var lower: [Double]
  var upper: [Double]
  var label: String?
  var slot: Int?
  var orientation = Orientation.vertical
  var error: [Double]?
  var lengthNote: String?

  /// Points of rows, each with its place and how far the bar goes from y to both sides.
  public init<Rows: Sequence, X: Plottable, Y: Plottable, Error: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, error: KeyPath<Rows.Element, Error>,
    label: String? = nil
  ) {
    let rows = Array(rows)
    (self.x, self.y) = places(of: rows, x, y)
    self.error = rows.map { $0[keyPath: error].plotValue }
    (lower, upper) = ([], [])
    self.label = label
    takeError()
  }

  /// Points of rows, each with its place and the two ends of the bar.
  public init<Rows: Sequence, X: Plottable, Y: Plottable, Lower: Plottable, Upper: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, lower: KeyPath<Rows.Element, Lower>,
    upper: KeyPath<Rows.Element, Upper>, label: String? = nil
  ) {
    let rows = Array(rows)
    (self.x, self.y) = places(of: rows, x, y)
    self.lower = rows.map { $0[keyPath: lower].plotValue }
    self.upper = rows.map { $0[keyPath: upper].plotValue }
    self.label = label
  }

  /// Points of two columns, and a third of how far the bar goes to both sides. What goes beyond the shortest is left
  /// out, and a note under the figure says so.
  public init(x: [Double], y: [Double], error: [Double], label: String? = nil) {
    let count = min(x.count, y.count, error.count)
    if max(x.count, y.count, error.count) > count {
      lengthNote =
        "x has \(x.count) values, y \(y.count) and error \(error.count); the first \(count) are drawn."
    }
    (self.x, self.y) = (Places(Array(x.prefix(count))), Places(Array(y.prefix(count))))
    self.error = Array(error.prefix(count))
    (lower, upper) = ([], [])
    self.label = label
    takeError()
  }

  /// Points of two columns, and two more of the ends of the bars. What goes beyond the shortest is left out, and a note
  /// under the figure says so.
  public init(x: [Double], y: [Double], lower: [Double], upper: [Double], label: String? = nil) {
    let counts = [x.count, y.count, lower.count, upper.count]
    let count = counts.min() ?? 0
    if let most = counts.max(), most > count {
      lengthNote =
        "x has \(x.count) values, y \(y.count), lower \(lower.count) and upper \(upper.count); "
        + "the first \(count) are drawn."
    }
    (self.x, self.y) = (Places(Array(x.prefix(count))), Places(Array(y.prefix(count))))
    (self.lower, self.upper) = (Array(lower.prefix(count)), Array(upper.prefix(count)))
    self.label = label
  }

  /// The bars from left to right: what was said about y is said about x.
  public func horizontal() -> ErrorBars {
    var bars = self
    bars.orientation = .horizontal
    bars.takeError()
    return bars
  }

  /// The points in the color of the series of a number, from 0.
  public func series(_ number: Int) -> ErrorBars {
    var bars = self
    bars.slot = number
    return bars
  }

  private mutating func takeError() {
    guard let error else { return }
    let values = orientation == .vertical ? y.numbers : x.numbers
    lower = zip(values, error).map { $0 - abs($1) }
    upper = zip(values, error).map { $0 + abs($1) }
  }

  /// The points and the ends of the bars.
  public var extent: Extent {
    var (spanX, spanY) = (Extent.Span(x), Extent.Span(y))
    let ends = Extent.Span(lower + upper)
    if orientation == .vertical { spanY.formUnion(ends) } else { spanX.formUnion(ends) }
    return Extent(x: spanX, y: spanY)
  }

  /// A point with a bar if the mark has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .errorBar)] } ?? [] }

  /// The series of its number, or one of its own.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .own(label: label) }

  /// Four columns: the points and the ends of the bars.
  public func table(naming names: ChannelNames) -> DataTable? {
    let name = names[orientation.values]
    return DataTable(
      title: label,
      columns: [
        .init(names.x, x.column), .init(names.y, y.column), .init("\(name), lower", .numbers(lower)),
        .init("\(name), upper", .numbers(upper)),
      ])
  }

  /// The trend of y over x, and how long the bars are.
  public func summary(naming names: ChannelNames) -> String {
    var text = Words.trend(label.map(LabelText.plain) ?? "Points", x: x, y: y, naming: names)
    let lengths = zip(lower, upper).map { $1 / 2 - $0 / 2 }.filter(\.isFinite)
    if let range = Extent.Span(lengths).linear {
      text += " Error bars reach from ±\(Words.number(range.lowerBound)) to ±\(Words.number(range.upperBound))"
      text += " of \(names[orientation.values])."
    }
    return text
  }

  /// Draws the bars, then the points over them; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    let (x, y) = (panel.values(of: x, on: .x), panel.values(of: y, on: .y))
    let (placeScale, valueScale) = orientation.scales(panel)
    let (places, _) = orientation == .vertical ? (x, y) : (y, x)
    let frame = panel.frame
    var lines: [[Scene.Point]] = []
    var centers: [Scene.Point] = []
    var reaching = 0
    for index in x.indices {
      if let center = panel.placeInside(x: x[index], y: y[index]) { centers.append(center) }
      guard let place = placeScale.position(of: places[index]), place >= -1e-9, place <= 1 + 1e-9 else { continue }
      guard lower[index].isFinite, upper[index].isFinite else {
        panel.leaveOut(.nan, on: orientation.values)
        continue
      }
      guard let end = valueScale.position(of: upper[index]) else { continue }
      var start = valueScale.position(of: lower[index])
      if start == nil {
        reaching += 1
        start = -1
      }
      guard let start else { continue }
      lines.append([orientation.point(place, start, in: panel), orientation.point(place, end, in: panel)])
      for value in [start, end] where value >= 0 && value <= 1 {
        let cap = orientation.point(place, value, in: panel)
        let reach = orientation == .vertical ? (x: 3.5, y: 0.0) : (x: 0.0, y: 3.5)
        lines.append([
          Scene.Point(x: max(cap.x - reach.x, frame.minX), y: max(cap.y - reach.y, frame.minY)),
          Scene.Point(x: min(cap.x + reach.x, frame.maxX), y: min(cap.y + reach.y, frame.maxY)),
        ])
      }
    }
    if reaching > 0 {
      panel.note(
        "\(Words.count(reaching, "error bar")) \(reaching == 1 ? "reaches" : "reach") down to 0 or below, "
          + "beyond this log axis.")
    }
    panel.outline(lines, Scene.Stroke(Scene.Paint(panel.style.color), width: 1.5))
    panel.symbols(
      Scene.Symbols(
        symbol: panel.style.symbol, radius: x.count <= 60 ? 3.5 : 2.25, centers: centers,
        paints: [Scene.Paint(panel.style.color)], outline: Scene.Stroke(Scene.Paint(.paper), width: 0.9)))
  }
}
