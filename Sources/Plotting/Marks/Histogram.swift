/// How often values lie in each of several bins.
///
/// ```swift
/// Plot { Histogram(runs, x: \.sharpness, label: "B = 4") }.x("sharpness", .log).y("runs")
/// ```
///
/// Bins are at least as wide as the values tell (see ``Bins``). On a log x axis they have equal ratios.
public struct Histogram: Mark {
  /// What the height of a bin says.
  public enum Height: Hashable, Sendable {
    /// The number of values in the bin.
    case count
    /// The share of the values in the bin over its width, so that the area is 1; on a log axis per decade.
    case density
  }

  var values: [Double]
  var bins: Bins
  var height: Height
  var label: String?
  var slot: Int?
  private var kind = Scale.Kind.linear
  private var counted: BinCounts

  /// A histogram of a value of every row.
  public init<Rows: Sequence, X: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, bins: Bins = .automatic, height: Height = .count, label: String? = nil
  ) {
    self.init(rows.map { $0[keyPath: x].plotValue }, bins: bins, height: height, label: label)
  }

  /// A histogram of values.
  public init(_ values: [Double], bins: Bins = .automatic, height: Height = .count, label: String? = nil) {
    self.values = values
    self.bins = bins
    self.height = height
    self.label = label
    counted = BinCounts(values, bins, kind: .linear)
  }

  /// The histogram in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Histogram {
    var histogram = self
    histogram.slot = number
    return histogram
  }

  /// The histogram with bins of equal ratios on a log axis.
  public func adapted(to axes: AxisKinds) -> any Mark {
    guard axes.x == .log else { return self }
    var histogram = self
    histogram.kind = .log
    histogram.counted = BinCounts(values, bins, kind: .log)
    return histogram
  }

  /// The heights of the bins.
  var heights: [Double] {
    switch height {
    case .count: return counted.counts.map { Double($0) }
    case .density:
      let total = Double(counted.counts.reduce(0, +))
      return counted.counts.indices.map { index in
        let (low, high) = (counted.edges[index], counted.edges[index + 1])
        let width =
          kind == .log && low > 0 ? decimalLogarithm(high) - decimalLogarithm(low) : high / 2 - low / 2
        return width > 0 ? Double(counted.counts[index]) / total / width / (kind == .log && low > 0 ? 1 : 2) : 0
      }
    }
  }

  /// The bins, from 0 upwards.
  public var extent: Extent {
    let heights = heights
    guard let most = heights.max() else { return Extent() }
    let least = heights.filter { $0 > 0 }.min() ?? 1
    return Extent(
      x: .init(counted.edges, isTight: true),
      y: .init(linear: 0...most, log: most > 0 ? (least / 2)...max(most, least) : nil, isTight: false))
  }

  /// A box if the histogram has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .box)] } ?? [] }

  /// The series of its number, or one of its own.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .own(label: label) }

  /// A row for every bin: its edges and its height.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(
      title: label,
      columns: [
        .init("\(names.x), from", .numbers(Array(counted.edges.dropLast()))),
        .init("\(names.x), to", .numbers(Array(counted.edges.dropFirst()))),
        .init(height == .count ? "count" : "density", .numbers(heights)),
      ])
  }

  /// How many values there are, their median and where the highest bin is.
  public func summary(naming names: ChannelNames) -> String {
    let sorted = values.filter(\.isFinite).sorted()
    let name = label.map(LabelText.plain) ?? "Histogram"
    guard let most = counted.counts.max(), let index = counted.counts.firstIndex(of: most) else {
      return "\(name): no values."
    }
    return "\(name): \(Words.count(sorted.count, "value")) in \(Words.count(counted.counts.count, "bin")), median "
      + "\(Words.number(Quantiles.of(sorted, 0.5))); the fullest bin, from \(Words.number(counted.edges[index])) to "
      + "\(Words.number(counted.edges[index + 1])), has \(most)."
  }

  /// Draws the bins as one area with an edge; notes tell of values that are in no bin.
  public func draw(in panel: inout Panel) {
    for value in values {
      guard let position = panel.x.position(of: value) else {
        panel.leaveOut(value, on: .x)
        continue
      }
      let isInBin = counted.edges.first.map { $0 <= value } ?? false && counted.edges.last.map { $0 >= value } ?? false
      if isInBin, position < -1e-9 || position > 1 + 1e-9 { panel.leaveOutside() }
    }
    if counted.outside > 0 {
      panel.note("\(Words.count(counted.outside, "value")) \(counted.outside == 1 ? "lies" : "lie") outside the bins.")
    }
    if case .edges(let edges) = bins, counted.edges.isEmpty, !values.isEmpty {
      panel.note("A histogram needs two different finite edges; \(edges.count) were given.")
    }
    if height == .density, kind == .log, !counted.counts.isEmpty {
      panel.note("Densities on the log axis are per decade.")
    }
    let heights = heights
    let base = panel.y.position(of: 0) ?? 0
    let positions = counted.edges.map { panel.x.position(of: $0) ?? 0 }
    var outline: [Scene.Point] = []
    var pieces: [[Scene.Point]] = []
    for (index, height) in heights.enumerated() {
      let (left, right) = (positions[index], positions[index + 1])
      let top = height > 0 ? panel.y.position(of: height) ?? base : base
      if outline.isEmpty { outline.append(panel.point(atX: left, y: base)) }
      outline += [panel.point(atX: left, y: top), panel.point(atX: right, y: top)]
      if height > 0 {
        let (a, b) = (panel.point(atX: left, y: max(top, base)), panel.point(atX: right, y: min(top, base)))
        panel.occupy(.init(x: min(a.x, b.x), y: min(a.y, b.y), width: abs(b.x - a.x), height: abs(b.y - a.y)))
      } else {
        pieces.append(outline)
        outline = []
      }
    }
    if let last = positions.last, !outline.isEmpty { outline.append(panel.point(atX: last, y: base)) }
    pieces.append(outline)
    // Empty bins have no edge.
    pieces = pieces.filter { $0.count > 3 }
    for index in pieces.indices where index < pieces.count {
      if let end = pieces[index].last, end.y == pieces[index][0].y, pieces[index].count > 4,
        pieces[index][pieces[index].count - 2].y == end.y
      {
        pieces[index].removeLast()
      }
    }
    panel.areas(pieces, Scene.Paint(panel.style.color, opacity: 0.22))
    panel.outline(pieces, Scene.Stroke(Scene.Paint(panel.style.color), width: 1.5, dash: panel.style.dash))
  }
}
