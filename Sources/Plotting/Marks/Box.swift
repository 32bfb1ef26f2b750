/// Boxes that show how values are spread, one for every place.
///
/// ```swift
/// Plot { Box(runs, x: \.optimizer, y: \.testError) }.y("test error", .log)
/// ```
///
/// After Tukey: the box goes from quartile to quartile (type 7), the line in it is the median, the whiskers reach to
/// the last values within 1.5 times the height of the box, and values beyond are points. On a log axis all of this is
/// of the logarithms. With names along y and numbers along x the boxes lie.
public struct Box: Mark {
  var places: Places
  var values: [Double]
  var groups: [String]?
  var label: String?
  var slot: Int?
  var orientation: Orientation
  var lengthNote: String?
  private var kind = Scale.Kind.linear

  /// Boxes of rows, each with its place, a number or a name, and its value.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    let (x, y) = Plotting.places(of: rows, x, y)
    self.init(x, y, label: label)
  }

  /// Boxes of rows, each with its place, its value and the name of its group; groups stand side by side.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, category: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y)
    groups = rows.map(category)
  }

  /// One box of values at a place.
  public init(_ values: [Double], at place: some Plottable, label: String? = nil) {
    self.init(Places(values.map { _ in place.plotPlace }), Places(values), label: label)
  }

  private init(_ x: Places, _ y: Places, label: String?) {
    orientation = y.names != nil && x.names == nil ? .horizontal : .vertical
    (places, values) = orientation == .vertical ? (x, y.numbers) : (y, x.numbers)
    self.label = label
  }

  /// The boxes lying: places along y and values along x, as they were given for x and y.
  public func horizontal() -> Box {
    guard orientation == .vertical, places.names == nil else { return self }
    var box = self
    box.orientation = .horizontal
    box.places = Places(values)
    box.values = places.numbers
    return box
  }

  /// The boxes in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Box {
    var box = self
    box.slot = number
    return box
  }

  /// The boxes of the logarithms on a log axis.
  public func adapted(to axes: AxisKinds) -> any Mark {
    var box = self
    box.kind = orientation.valueKind(axes) == .log ? .log : .linear
    return box
  }

  private var grouped: GroupedValues { GroupedValues(places: places, values: values, groups: groups) }

  /// The boxes with room around them.
  public var extent: Extent {
    orientation.extent(
      places: Slots.span(places), values: Extent.Span(values), categories: groups.map(distinct) ?? [])
  }

  /// A box for every group; without groups, one if the mark has a label.
  public var legend: [LegendEntry] { LegendEntry.boxes(ofGroups: groups, label: label) }

  /// None where colors show groups; else the series of its number, or one of its own.
  public var series: SeriesChoice { .ofGroups(groups, slot: slot, label: label) }

  /// A row for every box: its numbers.
  public func table(naming names: ChannelNames) -> DataTable? {
    let grouped = grouped
    let statistics = grouped.cells.map { BoxStatistics($0.values, kind: kind) }
    func column(_ name: String, _ value: KeyPath<BoxStatistics, Double>) -> DataTable.Column {
      .init("\(names[orientation.values]), \(name)", .numbers(statistics.map { $0[keyPath: value] }))
    }
    var columns: [DataTable.Column] = [.init(names[orientation.places], grouped.places.column)]
    if groups != nil { columns.append(.init(names.color, .texts(grouped.cells.map { $0.group ?? "" }))) }
    columns.append(.init("count", .numbers(statistics.map { Double($0.count) })))
    columns += [
      column("lower whisker", \.lowerWhisker), column("lower quartile", \.lowerQuartile), column("median", \.median),
      column("upper quartile", \.upperQuartile), column("upper whisker", \.upperWhisker),
    ]
    columns.append(.init("outliers", .numbers(statistics.map { Double($0.outliers.count) })))
    return DataTable(title: label, columns: columns)
  }

  /// The medians.
  public func summary(naming names: ChannelNames) -> String {
    summaryOfMedians(grouped, label.map(LabelText.plain) ?? "Boxes", of: names[orientation.values], kind: kind)
  }

  /// Draws boxes, whiskers, medians and outliers; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    let grouped = grouped
    let (placeScale, valueScale) = orientation.scales(panel)
    let (middles, width) = grouped.layOut(on: placeScale, orientation, filling: 0.66)
    for (cell, middle) in zip(grouped.cells, middles) {
      for value in cell.values where !valueScale.accepts(value) { panel.leaveOut(value, on: orientation.values) }
      guard let middle else {
        panel.leaveOut(Places([cell.place]).values(on: placeScale)[0], on: orientation.places)
        continue
      }
      let statistics = BoxStatistics(cell.values, kind: kind)
      guard statistics.count > 0 else { continue }
      guard middle >= -1e-9, middle <= 1 + 1e-9, !statistics.isOutside(valueScale) else {
        panel.leaveOutside()
        continue
      }
      let style = cell.group.map { panel.style(ofCategory: $0) } ?? panel.style
      func position(_ value: Double) -> Double { valueScale.position(of: value) ?? 0 }
      let half = 0.44 * width
      let (low, high) = (position(statistics.lowerQuartile), position(statistics.upperQuartile))
      let box = orientation.box((middle - half, middle + half), (low, high), in: panel)
      panel.areas([box], Scene.Paint(style.color, opacity: 0.22))
      let whiskers = [(high, position(statistics.upperWhisker)), (low, position(statistics.lowerWhisker))].map {
        [orientation.point(middle, $0.0, in: panel), orientation.point(middle, $0.1, in: panel)]
      }
      let stroke = Scene.Stroke(Scene.Paint(style.color), width: 1.5)
      panel.outline(whiskers, stroke)
      panel.outline([box], Scene.Stroke(stroke.paint, width: 1.5, dash: style.dash))
      let median = position(statistics.median)
      panel.outline(
        [[orientation.point(middle - half, median, in: panel), orientation.point(middle + half, median, in: panel)]],
        Scene.Stroke(stroke.paint, width: 3))
      let outliers = statistics.outliers.map { orientation.point(middle, position($0), in: panel) }
      let inside = outliers.filter(panel.frame.expanded(by: 1e-6).contains)
      for _ in inside.count..<outliers.count { panel.leaveOutside() }
      panel.symbols(
        Scene.Symbols(
          symbol: style.symbol, radius: 2.5, centers: inside, paints: [Scene.Paint(style.color)],
          outline: Scene.Stroke(Scene.Paint(.paper), width: 0.7)))
    }
  }
}

/// The medians of groups in words.
func summaryOfMedians(_ grouped: GroupedValues, _ name: String, of values: String, kind: Scale.Kind) -> String {
  let parts = grouped.cells.prefix(10).map { cell -> String in
    let statistics = BoxStatistics(cell.values, kind: kind)
    let name = cell.group.map { "\(cell.place.word), \(LabelText.plain($0))" } ?? cell.place.word
    return statistics.count == 0
      ? "\(name) none" : "\(name) \(Words.number(statistics.median)) (\(Words.count(statistics.count, "value")))"
  }
  guard !parts.isEmpty else { return "\(name): no values." }
  let more = grouped.cells.count > 10 ? "; and \(grouped.cells.count - 10) more" : ""
  return "\(name): median \(values) is \(parts.joined(separator: "; "))\(more)."
}
