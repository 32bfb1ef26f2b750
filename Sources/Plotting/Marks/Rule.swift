/// A straight line across the whole panel: at one value, or with a slope.
///
/// ```swift
/// Rule(x: 2 / sharpness, label: "2/λ_max").dashed()
/// Rule(slope: 1, intercept: 0, label: "predicted = measured")
/// ```
public struct Rule: Mark {
  enum Place: Hashable {
    case x(PlotPlace)
    case y(PlotPlace)
    case slope(Double, intercept: Double)
  }

  var place: Place
  var label: String?
  var isDashed = false

  /// A vertical line. Its label is written beside it.
  public init(x: some Plottable, label: String? = nil) {
    place = .x(x.plotPlace)
    self.label = label
  }

  /// A horizontal line. Its label is written along it.
  public init(y: some Plottable, label: String? = nil) {
    place = .y(y.plotPlace)
    self.label = label
  }

  /// The line y = slope · x + intercept across the panel, a curve where an axis is not linear. It asks for no room on the
  /// axes. Its label is written near it.
  public init(slope: Double, intercept: Double, label: String? = nil) {
    place = .slope(slope, intercept: intercept)
    self.label = label
  }

  /// The line broken into dashes.
  public func dashed() -> Rule {
    var rule = self
    rule.isDashed = true
    return rule
  }

  /// The one value, on the one axis; nothing for a line with a slope.
  public var extent: Extent {
    switch place {
    case .x(let place): Extent(x: .init(Places([place]), isTight: true))
    case .y(let place): Extent(y: .init(Places([place]), isTight: true))
    case .slope: Extent()
    }
  }

  /// Over a raster, where letters are hard to read, the label stands in the legend.
  public var legend: [LegendEntry] {
    label.map { [LegendEntry($0, .stroke(stroke), onlyOverBackground: true)] } ?? []
  }

  private var stroke: Scene.Stroke {
    Scene.Stroke(Scene.Paint(.ink, opacity: 0.85), width: 1.25, dash: isDashed ? [5, 4] : [])
  }

  /// One column with the one value; the slope and the intercept of a line that has them.
  public func table(naming names: ChannelNames) -> DataTable? {
    switch place {
    case .x(let place): DataTable(title: label, columns: [.init(names.x, Places([place]).column)])
    case .y(let place): DataTable(title: label, columns: [.init(names.y, Places([place]).column)])
    case .slope(let slope, let intercept):
      DataTable(title: label, columns: [.init("slope", .numbers([slope])), .init("intercept", .numbers([intercept]))])
    }
  }

  /// Where the line stands.
  public func summary(naming names: ChannelNames) -> String {
    let name = label.map { "\(LabelText.plain($0)): a line" } ?? "A line"
    switch place {
    case .x(let place): return "\(name) at \(names.x) = \(place.word)."
    case .y(let place): return "\(name) at \(names.y) = \(place.word)."
    case .slope(let slope, let intercept):
      return "\(name) with slope \(Words.number(slope)) and intercept \(Words.number(intercept))."
    }
  }

  /// Draws the line from one side of the panel to the other and its label, unless the legend has it.
  public func draw(in panel: inout Panel) {
    let frame = panel.frame
    let label = panel.liesOverRaster ? nil : label
    switch place {
    case .x(let place):
      guard let x = panel.place(panel.values(of: Places([place]), on: .x)[0], on: .x) else { return }
      panel.line([Scene.Point(x: x, y: frame.minY), Scene.Point(x: x, y: frame.maxY)], stroke)
      if let label { panel.label(label, besideVerticalAt: x) }
    case .y(let place):
      guard let y = panel.place(panel.values(of: Places([place]), on: .y)[0], on: .y) else { return }
      panel.line([Scene.Point(x: frame.minX, y: y), Scene.Point(x: frame.maxX, y: y)], stroke)
      if let label { panel.label(label, alongHorizontalAt: y) }
    case .slope(let slope, let intercept): drawSloping(slope, intercept, label, in: &panel)
    }
  }

  private func drawSloping(_ slope: Double, _ intercept: Double, _ label: String?, in panel: inout Panel) {
    guard slope.isFinite, intercept.isFinite else {
      return panel.note("A line has no finite slope and intercept and is not drawn.")
    }
    let steps = panel.x.kind == .linear && panel.y.kind == .linear ? 1 : 200
    var pieces: [[Scene.Point]] = [[]]
    for step in 0...steps {
      let position = Double(step) / Double(steps)
      // On log axes, only part of the line may have a place; that is no point that is left out.
      if let y = panel.y.position(of: slope * panel.x.value(at: position) + intercept) {
        pieces[pieces.count - 1].append(panel.point(atX: position, y: y))
      } else if pieces.last?.isEmpty == false {
        pieces.append([])
      }
    }
    let visible = pieces.flatMap { panel.frame.clip($0) }
    guard !visible.isEmpty else {
      return panel.note("\(self.label.map(LabelText.plain) ?? "A line with a slope") does not cross the panel.")
    }
    for piece in pieces { panel.line(piece, stroke) }
    guard let label else { return }
    let all = visible.flatMap { $0 }
    let (start, end) = (all[0], all[all.count - 1])
    let places = [0.95, 0.85, 0.75, 0.6, 0.5, 0.4, 0.25, 0.15, 0.05].map { t -> Scene.Point in
      if all.count > 2 { return all[min(Int(t * Double(all.count)), all.count - 1)] }
      return Scene.Point(x: start.x + t * (end.x - start.x), y: start.y + t * (end.y - start.y))
    }
    let isRising = end.y <= start.y
    panel.label(
      label,
      candidates: places.flatMap { place -> [LabelCandidate] in
        let (above, below) = (
          Scene.Point(x: place.x - 6, y: place.y - 4), Scene.Point(x: place.x + 6, y: place.y + 13)
        )
        return isRising
          ? [LabelCandidate(.end, above), LabelCandidate(.start, below)]
          : [
            LabelCandidate(.start, Scene.Point(x: place.x + 6, y: place.y - 4)),
            LabelCandidate(.end, Scene.Point(x: place.x - 6, y: place.y + 13)),
          ]
      })
  }
}
