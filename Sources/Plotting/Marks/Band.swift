/// The area between a lower and an upper line.
///
/// A band takes the colour of the line or points that follow it in the plot.
public struct Band: Mark {
  var x: Places
  var lower: [Double]
  var upper: [Double]
  var label: String?
  var slot: Int?
  var lengthNote: String?

  /// A band over rows, each with its place and its two ends.
  public init<Rows: Sequence, X: Plottable, Lower: Plottable, Upper: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, lower: KeyPath<Rows.Element, Lower>,
    upper: KeyPath<Rows.Element, Upper>, label: String? = nil
  ) {
    (self.x, self.lower, self.upper) = ([], [], [])
    for row in rows {
      self.x.append(row[keyPath: x].plotPlace)
      self.lower.append(row[keyPath: lower].plotValue)
      self.upper.append(row[keyPath: upper].plotValue)
    }
    self.label = label
  }

  /// A band over rows, each with its place and its two ends worked out.
  public init<Rows: Sequence>(
    _ rows: Rows, x: (Rows.Element) -> Double, lower: (Rows.Element) -> Double, upper: (Rows.Element) -> Double,
    label: String? = nil
  ) {
    (self.x, self.lower, self.upper) = ([], [], [])
    for row in rows {
      self.x.append(.number(x(row)))
      self.lower.append(lower(row))
      self.upper.append(upper(row))
    }
    self.label = label
  }

  /// A band from three columns. What goes beyond the shortest is left out, and a note under the figure says so.
  public init(
    x: [Double], lower: [Double], upper: [Double],
    label: String? = nil
  ) {
    let columns = (x, lower, upper)
    let count = min(columns.0.count, columns.1.count, columns.2.count)
    if max(columns.0.count, columns.1.count, columns.2.count) > count {
      lengthNote =
        "x has \(columns.0.count) values, lower \(columns.1.count) and upper \(columns.2.count); "
        + "the first \(count) are drawn."
    }
    self.x = Places(Array(columns.0.prefix(count)))
    self.lower = Array(columns.1.prefix(count))
    self.upper = Array(columns.2.prefix(count))
    self.label = label
  }

  /// The band in the colour of the series of a number, from 0.
  public func series(_ number: Int) -> Band {
    var band = self
    band.slot = number
    return band
  }

  /// Both lines; the horizontal axis may end where the band does.
  public var extent: Extent {
    var y = Extent.Span(lower)
    y.formUnion(.init(upper))
    return Extent(x: .init(x, isTight: true), y: y)
  }

  /// None.
  public var categories: [String] { [] }

  /// A box if the band has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .area)] } ?? [] }

  /// The series of its number if it has one, else that of the mark that follows, if one does.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .following(label: label) }

  /// Three columns: the places, the lower ends and the upper ends.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(
      title: label,
      columns: [
        .init(names.x, x.column), .init("\(names.y), lower", .numbers(lower)),
        .init("\(names.y), upper", .numbers(upper)),
      ])
  }

  /// The range that the band spans; empty where it has no finite end.
  public func summary(naming names: ChannelNames) -> String {
    guard let range = Extent.Span(lower + upper).linear else { return "" }
    return "\(label.map(LabelText.plain) ?? "A band") spans \(names.y) from \(Words.number(range.lowerBound)) to "
      + "\(Words.number(range.upperBound))."
  }

  /// Fills the area in the color of the series, mostly transparent.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    panel.band(
      x: panel.values(of: x, on: .x), lower: lower, upper: upper, Scene.Paint(panel.style.color, opacity: 0.22))
  }
}
