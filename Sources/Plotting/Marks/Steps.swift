/// A line of level pieces, for what stays the same and then jumps.
///
/// ```swift
/// Steps(schedule, x: \.epoch, y: \.learningRate, jumping: .at, label: "learning rate")
/// ```
///
/// Values that are not finite, and those that a log axis cannot show, leave a gap and a note under the figure.
public struct Steps: Mark {
  /// Where the line jumps from one value to the next.
  public enum Jump: Hashable, Sendable {
    /// At the place of the next value: every value holds from its place on.
    case at
    /// At the place of the value before: every value holds up to its place.
    case before
    /// Half-way between the places, as the axis measures.
    case between
  }

  var x: Places
  var y: Places
  var jump: Jump
  var label: String?
  var slot: Int?
  var lengthNote: String?

  /// A stepped line through rows, each with its place.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, jumping jump: Jump = .at,
    label: String? = nil
  ) {
    (self.x, self.y) = places(of: rows, x, y)
    self.jump = jump
    self.label = label
  }

  /// A stepped line through two columns. If one is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [Double], jumping jump: Jump = .at, label: String? = nil) {
    let columns = pairedColumns(x, y)
    (self.x, self.y, lengthNote) = (Places(columns.x), Places(columns.y), columns.note)
    self.jump = jump
    self.label = label
  }

  /// The line in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Steps {
    var steps = self
    steps.slot = number
    return steps
  }

  /// The points; the horizontal axis may end where the line does.
  public var extent: Extent { Extent(x: .init(x, isTight: true), y: .init(y)) }

  /// A piece of line if the mark has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .line)] } ?? [] }

  /// The mark's own label.
  public var endLabel: String? { label }

  /// The series of its number, or one of its own.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .own(label: label) }

  /// Two columns: the places and the values.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(title: label, columns: [.init(names.x, x.column), .init(names.y, y.column)])
  }

  /// Whether the line rises or falls, and its values at the ends and at the extremes.
  public func summary(naming names: ChannelNames) -> String {
    Words.trend(label.map(LabelText.plain) ?? "Steps", x: x, y: y, naming: names)
  }

  /// Draws the line, with a gap at every point that the axes have no place for.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    var lines: [[Scene.Point]] = [[]]
    for (x, y) in zip(panel.values(of: x, on: .x), panel.values(of: y, on: .y)) {
      guard let point = panel.place(x: x, y: y) else {
        if lines.last?.isEmpty == false { lines.append([]) }
        continue
      }
      if !panel.frame.expanded(by: 1e-6).contains(point) { panel.leaveOutside() }
      if let last = lines[lines.count - 1].last {
        switch jump {
        case .at: lines[lines.count - 1].append(Scene.Point(x: point.x, y: last.y))
        case .before: lines[lines.count - 1].append(Scene.Point(x: last.x, y: point.y))
        case .between:
          let middle = (last.x + point.x) / 2
          lines[lines.count - 1] += [Scene.Point(x: middle, y: last.y), Scene.Point(x: middle, y: point.y)]
        }
      }
      lines[lines.count - 1].append(point)
    }
    let paint = Scene.Paint(panel.style.color)
    let lone = lines.filter { $0.count == 1 }.map { $0[0] }.filter(panel.frame.contains)
    panel.outline(lines.filter { $0.count > 1 }, Scene.Stroke(paint, width: 1.75, dash: panel.style.dash))
    panel.symbols(Scene.Symbols(symbol: .circle, radius: 2.25, centers: lone, paints: [paint]))
  }
}
