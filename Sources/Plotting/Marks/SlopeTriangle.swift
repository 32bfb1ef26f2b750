/// A small triangle that shows what a slope looks like on these axes: the exponent of a power law on two log axes, the
/// derivative on two linear ones. On mixed axes a slope means nothing, and a note says so instead.
public struct SlopeTriangle: Mark {
  var slope: Double
  var x: Double
  var y: Double
  var label: String

  /// A triangle whose sloping side starts at a place of the plot and goes to the right.
  public init(slope: Double, at place: (x: Double, y: Double), label: String? = nil) {
    self.slope = slope
    (x, y) = place
    self.label = label ?? "slope \(Words.number(slope))"
  }

  /// The place where the sloping side starts; the rest of the triangle is fitted to the panel.
  public var extent: Extent { Extent(x: .init([x], isTight: true), y: .init([y], isTight: true)) }

  /// The slope as a number.
  public func summary(naming names: ChannelNames) -> String {
    "A triangle shows the slope \(Words.number(slope))."
  }

  /// Draws the triangle and its label; a note says why where that is impossible.
  public func draw(in panel: inout Panel) {
    guard slope.isFinite else { return panel.note("A slope triangle has no finite slope and is not drawn.") }
    guard panel.x.kind == panel.y.kind else {
      return panel.note("A slope triangle needs two linear or two log axes and is not drawn.")
    }
    guard let start = panel.placeInside(x: x, y: y) else { return }
    let frame = panel.frame
    // Points of height per point of width at slope 1.
    let unit = (panel.x.span / panel.y.span) * (frame.height / frame.width)
    guard unit.isFinite, unit > 0 else { return }
    var width = min(0.2 * frame.width, frame.maxX - 4 - start.x)
    let rise = slope * unit
    let room = rise > 0 ? start.y - frame.minY - 4 : frame.maxY - 4 - start.y
    if abs(rise) * width > room { width = room / abs(rise) }
    guard width > 6 else {
      return panel.note("There is no room for the slope triangle of slope \(Words.number(slope)).")
    }
    let end = Scene.Point(x: start.x + width, y: start.y - rise * width)
    // The right angle lies below the sloping side.
    let corner =
      rise > 0 ? Scene.Point(x: end.x, y: start.y) : Scene.Point(x: start.x, y: end.y)
    let stroke = Scene.Stroke(Scene.Paint(.ink, opacity: 0.85), width: 1.25)
    panel.line([start, end, corner, start], stroke)
    let middle = Scene.Point(x: (start.x + end.x) / 2, y: (start.y + end.y) / 2)
    let below = max(start.y, end.y)
    panel.label(
      label,
      candidates: [
        .init(.middle, Scene.Point(x: middle.x, y: below + 14)),
        rise > 0
          ? .init(.start, Scene.Point(x: corner.x + 6, y: middle.y + 4))
          : .init(.end, Scene.Point(x: corner.x - 6, y: middle.y + 4)),
        rise > 0
          ? .init(.end, Scene.Point(x: middle.x - 6, y: middle.y - 4))
          : .init(.start, Scene.Point(x: middle.x + 6, y: middle.y - 4)),
        .init(.middle, Scene.Point(x: middle.x, y: min(start.y, end.y) - 8)),
        .init(.start, Scene.Point(x: max(start.x, end.x) + 6, y: middle.y + 4)),
        .init(.end, Scene.Point(x: start.x - 6, y: middle.y + 4)),
      ])
  }
}
