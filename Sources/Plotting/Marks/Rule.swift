/// A straight line across the whole panel at one value.
public struct Rule: Mark {
  var channel: Channel
  var value: Double
  var label: String?
  var isDashed = false

  /// A vertical line. Its label is written beside it.
  public init(x: some Plottable, label: String? = nil) {
    channel = .x
    value = x.plotValue
    self.label = label
  }

  /// A horizontal line. Its label is written along it.
  public init(y: some Plottable, label: String? = nil) {
    channel = .y
    value = y.plotValue
    self.label = label
  }

  /// The line broken into dashes.
  public func dashed() -> Rule {
    var rule = self
    rule.isDashed = true
    return rule
  }

  /// The one value, on the one axis.
  public var extent: Extent {
    let span = Extent.Span([value], isTight: true)
    return channel == .x ? Extent(x: span) : Extent(y: span)
  }

  /// Over a raster, where letters are hard to read, the label stands in the legend.
  public var legend: [LegendEntry] {
    label.map { [LegendEntry($0, .stroke(stroke), onlyOverBackground: true)] } ?? []
  }

  private var stroke: Scene.Stroke {
    Scene.Stroke(Scene.Paint(.ink, opacity: 0.85), width: 1.25, dash: isDashed ? [5, 4] : [])
  }

  /// One column with the one value.
  public func table(naming names: ChannelNames) -> DataTable? {
    DataTable(title: label, columns: [.init(names[channel], .numbers([value]))])
  }

  /// Where the line stands.
  public func summary(naming names: ChannelNames) -> String {
    "\(label.map { "\(LabelText.plain($0)): a line" } ?? "A line") at \(names[channel]) = \(Words.number(value))."
  }

  /// Draws the line from one side of the panel to the other and its label, unless the legend has it.
  public func draw(in panel: inout Panel) {
    let frame = panel.frame
    let label = panel.liesOverRaster ? nil : label
    switch channel {
    case .x:
      guard let x = panel.place(value, on: .x) else { return }
      panel.line([Scene.Point(x: x, y: frame.minY), Scene.Point(x: x, y: frame.maxY)], stroke)
      if let label { panel.label(label, besideVerticalAt: x) }
    default:
      guard let y = panel.place(value, on: .y) else { return }
      panel.line([Scene.Point(x: frame.minX, y: y), Scene.Point(x: frame.maxX, y: y)], stroke)
      if let label { panel.label(label, alongHorizontalAt: y) }
    }
  }
}
