/// A line through points, in their order.
///
/// Values that are not finite, and those that a log axis cannot show, leave a gap and a note under the figure.
public struct Line: Mark {
  var x: Places
  var y: Places
  var label: String?
  var color: Double?
  var dash: [Double]?
  var slot: Int?
  var lengthNote: String?

  /// A line through rows, each with its place.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    (self.x, self.y) = places(of: rows, x, y)
    self.label = label
  }

  /// A line through rows, each with its place worked out.
  public init<Rows: Sequence>(
    _ rows: Rows, x: (Rows.Element) -> Double, y: (Rows.Element) -> Double, label: String? = nil
  ) {
    let columns = columns(of: rows, x, y)
    (self.x, self.y) = (Places(columns.x), Places(columns.y))
    self.label = label
  }

  /// A line through two columns. If one is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [Double], label: String? = nil) {
    let columns = pairedColumns(x, y)
    (self.x, self.y, lengthNote) = (Places(columns.x), Places(columns.y), columns.note)
    self.label = label
  }

  /// The graph of a function over an interval, sampled at once at 501 places; over an interval of positive numbers that
  /// a log axis may show, at as many more with equal ratios.
  public init(
    over range: ClosedRange<Double>, label: String? = nil, _ function: (Double) throws -> Double
  ) rethrows {
    let scale = Scale(.linear, domain: range)
    var places = (0...500).map { scale.value(at: Double($0) / 500) }
    if range.lowerBound > 0, range.upperBound / range.lowerBound > 10 {
      let ratios = Scale(.log, domain: range)
      places += (1..<500).map { ratios.value(at: Double($0) / 500) }
      places.sort()
    }
    x = Places(places)
    y = Places(try places.map(function))
    self.label = label
  }

  /// The line in the colour that a value has on the colour scale.
  public func color(_ value: some Plottable) -> Line {
    var line = self
    line.color = value.plotValue
    return line
  }

  /// The line broken into dashes.
  public func dashed() -> Line {
    var line = self
    line.dash = [6, 4]
    return line
  }

  /// The line in the colour of the series of a number, from 0.
  public func series(_ number: Int) -> Line {
    var line = self
    line.slot = number
    return line
  }

  /// The points; the horizontal axis may end where the line does.
  public var extent: Extent {
    Extent(
      x: .init(x, isTight: true), y: .init(y), color: .init(color.map { [$0] } ?? []))
  }

  /// None.
  public var categories: [String] { [] }

  /// A piece of line if the line has a label; none where a number gives its color, as the color bar tells that.
  public var legend: [LegendEntry] {
    guard let label, color == nil else { return [] }
    return [LegendEntry(label, dash.map { .dashedLine($0) } ?? .line)]
  }

  /// The line's own label.
  public var endLabel: String? { label }

  /// None where a number gives the color; else the series of its number, or one of its own.
  public var series: SeriesChoice {
    if color != nil { return .none }
    return slot.map { .fixed($0) } ?? .own(label: label)
  }

  /// Two columns: the places and the values.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(title: label, columns: [.init(names.x, x.column), .init(names.y, y.column)])
  }

  /// Whether the line rises or falls, and its values at the ends and at the extremes.
  public func summary(naming names: ChannelNames) -> String {
    Words.trend(label.map(LabelText.plain) ?? "A line", x: x, y: y, naming: names)
  }

  /// Draws the line, with a gap at every point that the axes have no place for.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    var paint = Scene.Paint(panel.style.color)
    if let color {
      guard let rgb = panel.color(of: color) else { return }
      paint = Scene.Paint(.fixed(rgb))
    }
    let dash = dash ?? (color == nil ? panel.style.dash : [])
    panel.line(
      x: panel.values(of: x, on: .x), y: panel.values(of: y, on: .y), Scene.Stroke(paint, width: 1.75, dash: dash))
  }
}

/// The two numbers of every row as two columns; goes through the rows once.
func columns<Rows: Sequence>(
  of rows: Rows, _ x: (Rows.Element) -> Double, _ y: (Rows.Element) -> Double
) -> (x: [Double], y: [Double]) {
  var columns: (x: [Double], y: [Double]) = ([], [])
  columns.x.reserveCapacity(rows.underestimatedCount)
  columns.y.reserveCapacity(rows.underestimatedCount)
  for row in rows {
    columns.x.append(x(row))
    columns.y.append(y(row))
  }
  return columns
}

/// The two places of every row as two columns; goes through the rows once.
func places<Rows: Sequence, X: Plottable, Y: Plottable>(
  of rows: Rows, _ x: KeyPath<Rows.Element, X>, _ y: KeyPath<Rows.Element, Y>
) -> (x: Places, y: Places) {
  var places = (x: Places([Double]()), y: Places([Double]()))
  for row in rows {
    places.x.append(row[keyPath: x].plotPlace)
    places.y.append(row[keyPath: y].plotPlace)
  }
  return places
}

/// Two columns cut to the length of the shorter, and a note if one was longer.
func pairedColumns(_ x: [Double], _ y: [Double]) -> (x: [Double], y: [Double], note: String?) {
  guard x.count != y.count else { return (x, y, nil) }
  let count = min(x.count, y.count)
  return (
    Array(x.prefix(count)), Array(y.prefix(count)),
    "x has \(x.count) values and y has \(y.count); the first \(count) pairs are drawn."
  )
}
