/// Bars from zero to values.
///
/// ```swift
/// Plot { Bars(results, x: \.optimizer, y: \.accuracy) }
/// Plot { Bars(results, x: \.optimizer, y: \.accuracy, category: \.dataset) }
/// ```
///
/// Groups stand side by side, or on each other if ``stacked()``. With names along y and numbers along x the bars lie.
/// On a log axis bars begin at the axis's lower end, as there is no zero; bars that are not positive are left out with
/// a note.
public struct Bars: Mark {
  var places: Places
  var values: [Double]
  var groups: [String]?
  var label: String?
  var slot: Int?
  var orientation: Orientation
  var isStacked = false
  var lengthNote: String?

  /// A bar for every row, at a number or a name.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    let (x, y) = Plotting.places(of: rows, x, y)
    self.init(x, y, label: label)
  }

  /// A bar for every row, with the name of its group, which has a color of its own in the whole figure.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, category: (Rows.Element) -> String
  ) {
    let rows = Array(rows)
    self.init(rows, x: x, y: y)
    groups = rows.map(category)
  }

  /// A bar for every name. If one column is longer, its rest is left out, and a note under the figure says so.
  public init(x: [String], y: [Double], label: String? = nil) {
    self.init(Places(x), Places(y), label: label)
  }

  /// A bar for every number. If one column is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [Double], label: String? = nil) {
    self.init(Places(x), Places(y), label: label)
  }

  /// A lying bar for every name. If one column is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [String], label: String? = nil) {
    self.init(Places(x), Places(y), label: label)
  }

  private init(_ x: Places, _ y: Places, label: String?) {
    let count = min(x.count, y.count)
    if x.count != y.count {
      lengthNote = "x has \(x.count) values and y has \(y.count); the first \(count) pairs are drawn."
    }
    orientation = y.names != nil && x.names == nil ? .horizontal : .vertical
    let (places, values) = orientation == .vertical ? (x, y) : (y, x)
    self.places = places.prefix(count)
    self.values = Array(values.numbers.prefix(count))
    self.label = label
  }

  /// Bars with numbers along both axes lying: from x = 0 at the places of y.
  public func horizontal() -> Bars {
    guard orientation == .vertical, places.names == nil else { return self }
    var bars = self
    bars.orientation = .horizontal
    bars.places = Places(values)
    bars.values = places.numbers
    return bars
  }

  /// The groups on each other: those above zero upwards, those below downwards.
  public func stacked() -> Bars {
    var bars = self
    bars.isStacked = true
    return bars
  }

  /// The bars in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Bars {
    var bars = self
    bars.slot = number
    return bars
  }

  /// The ends of every bar.
  private var ends: [(from: Double, to: Double)] {
    guard isStacked else { return values.map { (0, $0) } }
    var heights: [PlotPlace: (up: Double, down: Double)] = [:]
    return values.indices.map { index in
      let value = values[index]
      guard value.isFinite else { return (0, value) }
      var height = heights[places[index]] ?? (0, 0)
      let from = value < 0 ? height.down : height.up
      let to = min(max(from + value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      if value < 0 { height.down = to } else { height.up = to }
      heights[places[index]] = height
      return (from, to)
    }
  }

  /// The bars with room around them, and zero.
  public var extent: Extent {
    var span = Extent.Span(ends.map(\.to))
    // On a log axis the least bar must be seen.
    if let linear = span.linear {
      span = Extent.Span(
        linear: min(linear.lowerBound, 0)...max(linear.upperBound, 0),
        log: span.log.map { max($0.lowerBound / 2, .leastNonzeroMagnitude)...$0.upperBound }, isTight: false)
    }
    return orientation.extent(places: Slots.span(places), values: span, categories: groups.map(distinct) ?? [])
  }

  /// A box for every group; without groups, one if the mark has a label.
  public var legend: [LegendEntry] { LegendEntry.boxes(ofGroups: groups, label: label) }

  /// None where colors show groups; else the series of its number, or one of its own.
  public var series: SeriesChoice { .ofGroups(groups, slot: slot, label: label) }

  /// A row for every bar: its place, its group and its value.
  public func table(naming names: ChannelNames) -> DataTable? {
    var columns: [DataTable.Column] = [.init(names[orientation.places], places.column)]
    if let groups { columns.append(.init(names.color, .texts(groups))) }
    columns.append(.init(names[orientation.values], .numbers(values)))
    return DataTable(title: label, columns: columns)
  }

  /// The first ten bars, or the least and the greatest of more.
  public func summary(naming names: ChannelNames) -> String {
    let name = label.map(LabelText.plain) ?? "Bars"
    let finite = values.indices.filter { values[$0].isFinite }
    guard let low = finite.min(by: { values[$0] < values[$1] }), let high = finite.max(by: { values[$0] < values[$1] })
    else { return "\(name): no values." }
    func bar(_ index: Int) -> String {
      "\(places.word(index))\(groups.map { ", \(LabelText.plain($0[index]))" } ?? "") \(Words.number(values[index]))"
    }
    let value = names[orientation.values]
    if finite.count <= 10 { return "\(name): \(value) is \(finite.map(bar).joined(separator: "; "))." }
    return "\(name): \(Words.count(finite.count, "value")) of \(value), lowest \(bar(low)), highest \(bar(high))."
  }

  /// Draws the bars; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    let (placeScale, valueScale) = orientation.scales(panel)
    let positions = places.values(on: placeScale)
    let slot = Slots(positions, on: placeScale).width * 0.8
    let names = groups.map(distinct) ?? []
    let count = isStacked ? 1 : max(names.count, 1)
    let order = orientation.order(of: names)
    let floor = valueScale.position(of: 0) ?? 0
    var drawn = Set<[Int]>()
    var hidden = 0
    for (index, ends) in ends.enumerated() {
      let (value, place) = (values[index], positions[index])
      guard let middle = placeScale.position(of: place) else {
        panel.leaveOut(place, on: orientation.places)
        continue
      }
      guard valueScale.accepts(value), let end = valueScale.position(of: ends.to) else {
        panel.leaveOut(value, on: orientation.values)
        continue
      }
      guard middle >= -1e-9, middle <= 1 + 1e-9 else {
        panel.leaveOutside()
        continue
      }
      let start = valueScale.position(of: ends.from) ?? floor
      let group = groups.map { $0[index] }
      let number = isStacked ? 0 : group.flatMap { order[$0] } ?? 0
      let width = slot / Double(count)
      let left = middle - slot / 2 + number * width
      if !isStacked, !drawn.insert([Int((left * 1e6).rounded())]).inserted { hidden += 1 }
      // Side by side, bars of a place keep a little apart.
      let gap = count > 1 ? 0.04 * width : 0
      let box = orientation.box((left + gap, left + width - gap), (start, end), in: panel)
      let style = group.map { panel.style(ofCategory: $0) } ?? panel.style
      panel.areas([box], Scene.Paint(style.color, opacity: isStacked ? 0.45 : 0.3))
      panel.outline([box], Scene.Stroke(Scene.Paint(style.color), width: 1.5, dash: style.dash))
      let (xs, ys) = (box.map(\.x), box.map(\.y))
      if let x = xs.min(), let y = ys.min(), let right = xs.max(), let bottom = ys.max() {
        panel.occupy(.init(x: x, y: y, width: right - x, height: bottom - y))
      }
    }
    if hidden > 0 {
      panel.note("\(Words.count(hidden, "bar")) \(hidden == 1 ? "stands" : "stand") on the place of another.")
    }
    if floor > 0, floor < 1 {
      // Where bars go both ways, zero is a line.
      panel.outline(
        [[orientation.point(0, floor, in: panel), orientation.point(1, floor, in: panel)]],
        Scene.Stroke(Scene.Paint(.muted), width: 1))
    }
  }
}
