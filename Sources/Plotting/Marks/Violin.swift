/// Densities of values, standing at their places and mirrored.
///
/// ```swift
/// Plot { Violin(runs, x: \.optimizer, y: \.sharpness) }.y("sharpness", .log)
/// ```
///
/// A Gaussian kernel with Silverman's bandwidth, cut at the least and the greatest value; all violins of a mark have the
/// same area. The bar inside goes from quartile to quartile, the dot is the median. On a log axis all of this is of the
/// logarithms. With names along y and numbers along x the violins lie.
public struct Violin: Mark {
  var places: Places
  var values: [Double]
  var groups: [String]?
  var label: String?
  var slot: Int?
  var orientation: Orientation
  private var kind = Scale.Kind.linear

  /// Violins of rows, each with its place, a number or a name, and its value.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    let (x, y) = Plotting.places(of: rows, x, y)
    self.init(x, y, label: label)
  }

  /// Violins of rows, each with its place, its value and the name of its group; groups stand side by side.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, category: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y)
    groups = rows.map(category)
  }

  /// One violin of values at a place.
  public init(_ values: [Double], at place: some Plottable, label: String? = nil) {
    self.init(Places(values.map { _ in place.plotPlace }), Places(values), label: label)
  }

  private init(_ x: Places, _ y: Places, label: String?) {
    orientation = y.names != nil && x.names == nil ? .horizontal : .vertical
    (places, values) = orientation == .vertical ? (x, y.numbers) : (y, x.numbers)
    self.label = label
  }

  /// The violins in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Violin {
    var violin = self
    violin.slot = number
    return violin
  }

  /// The violins of the logarithms on a log axis.
  public func adapted(to axes: AxisKinds) -> any Mark {
    var violin = self
    violin.kind = orientation.valueKind(axes) == .log ? .log : .linear
    return violin
  }

  private var grouped: GroupedValues { GroupedValues(places: places, values: values, groups: groups) }

  /// The violins with room around them.
  public var extent: Extent {
    orientation.extent(
      places: Slots.span(places), values: Extent.Span(values), categories: groups.map(distinct) ?? [])
  }

  /// A box for every group; without groups, one if the mark has a label.
  public var legend: [LegendEntry] { LegendEntry.boxes(ofGroups: groups, label: label) }

  /// None where colors show groups; else the series of its number, or one of its own.
  public var series: SeriesChoice { .ofGroups(groups, slot: slot, label: label) }

  /// A row for every value.
  public func table(naming names: ChannelNames) -> DataTable? {
    var columns: [DataTable.Column] = [.init(names[orientation.places], places.column)]
    if let groups { columns.append(.init(names.color, .texts(groups))) }
    columns.append(.init(names[orientation.values], .numbers(values)))
    return DataTable(title: label, columns: columns)
  }

  /// The medians.
  public func summary(naming names: ChannelNames) -> String {
    summaryOfMedians(grouped, label.map(LabelText.plain) ?? "Violins", of: names[orientation.values], kind: kind)
  }

  /// Draws the densities with quartiles and median; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    let grouped = grouped
    let (placeScale, valueScale) = orientation.scales(panel)
    let (middles, width) = grouped.layOut(on: placeScale, orientation, filling: 0.86)
    let estimates = grouped.cells.map { KernelDensity($0.values, bandwidth: nil, kind: kind, reach: 0.001) }
    let most = estimates.compactMap { $0.density.max() }.max() ?? 1
    for ((cell, middle), estimate) in zip(zip(grouped.cells, middles), estimates) {
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
      let name = cell.group.map { "\(cell.place.word), \(LabelText.plain($0))" } ?? cell.place.word
      if statistics.count < 5 {
        panel.note("The violin at \(name) stands on \(Words.count(statistics.count, "value")) only.")
      } else if let note = estimate.note {
        panel.note(note)
      }
      var side: [(half: Double, value: Double)] = []
      for (value, density) in zip(estimate.x, estimate.density) {
        guard let position = valueScale.position(of: value) else { continue }
        side.append((0.46 * width * density / most, position))
      }
      let outline =
        side.map { orientation.point(middle - $0.half, $0.value, in: panel) }
        + side.reversed().map { orientation.point(middle + $0.half, $0.value, in: panel) }
      if let first = outline.first {
        panel.areas([outline], Scene.Paint(style.color, opacity: 0.22))
        panel.outline([outline + [first]], Scene.Stroke(Scene.Paint(style.color), width: 1.5, dash: style.dash))
      }
      let box = [statistics.lowerQuartile, statistics.upperQuartile].compactMap { valueScale.position(of: $0) }
      panel.outline(
        [box.map { orientation.point(middle, $0, in: panel) }], Scene.Stroke(Scene.Paint(style.color), width: 4))
      guard let median = valueScale.position(of: statistics.median) else { continue }
      let center = orientation.point(middle, median, in: panel)
      guard panel.frame.expanded(by: 1e-6).contains(center) else { continue }
      panel.symbols(
        Scene.Symbols(
          symbol: .circle, radius: 3, centers: [center], paints: [Scene.Paint(.paper)],
          outline: Scene.Stroke(Scene.Paint(style.color), width: 1.5)))
    }
  }
}
