/// Where a mark draws: the rectangle inside the axes, the scales, and the look of the mark's series.
///
/// Everything that is drawn through a panel is clipped to it, and everything that could not be drawn is counted, so
/// that a note under the figure can tell.
public struct Panel {
  /// The rectangle inside the axes, in points.
  public let frame: Scene.Rectangle
  /// The horizontal scale.
  public let x: Scale
  /// The vertical scale.
  public let y: Scale
  /// The colour scale, if a mark of the plot shows numbers as colours.
  public let colors: ColorScale?
  /// Whether a raster fills the panel, so that lines need a rim to be seen.
  public let liesOverRaster: Bool
  /// The look of the series of the mark that is being drawn.
  public internal(set) var style = SeriesStyle(slot: 0)

  let measurer: any TextMeasurer
  let categories: [String: SeriesStyle]
  private(set) var elements: [Scene.Element] = []
  /// How many of the elements lie behind the axes.
  var backgroundCount = 0
  private(set) var notes: [String] = []
  private var drops = Drops()
  private var occupancy: Occupancy
  private var guides: [[Scene.Point]] = []
  private var labels: [LabelRequest] = []

  init(
    frame: Scene.Rectangle, x: Scale, y: Scale, colors: ColorScale?, liesOverRaster: Bool,
    categories: [String: SeriesStyle], measurer: any TextMeasurer
  ) {
    self.frame = frame
    self.x = x
    self.y = y
    self.colors = colors
    self.liesOverRaster = liesOverRaster
    self.categories = categories
    self.measurer = measurer
    occupancy = Occupancy(frame)
  }

  // MARK: Places and colours

  /// Where a value stands along an axis, if the axis shows it; counted if not.
  public mutating func place(_ value: Double, on channel: Channel) -> Double? {
    let scale = channel == .x ? x : y
    guard let position = scale.position(of: value) else {
      drops.count(value, channel)
      return nil
    }
    guard position >= -1e-9, position <= 1 + 1e-9 else {
      drops.outside += 1
      return nil
    }
    return channel == .x ? frame.minX + position * frame.width : frame.maxY - position * frame.height
  }

  /// Where a pair of values stands, even outside the panel; nil, and counted, if the axes have no place for it.
  public mutating func place(x valueX: Double, y valueY: Double) -> Scene.Point? {
    guard let positionX = x.position(of: valueX) else {
      drops.count(valueX, .x)
      return nil
    }
    guard let positionY = y.position(of: valueY) else {
      drops.count(valueY, .y)
      return nil
    }
    return Scene.Point(x: frame.minX + positionX * frame.width, y: frame.maxY - positionY * frame.height)
  }

  /// Where a pair of values stands inside the panel; nil, and counted, if it is not inside.
  public mutating func placeInside(x: Double, y: Double) -> Scene.Point? {
    guard let point = place(x: x, y: y) else { return nil }
    guard frame.expanded(by: 1e-6).contains(point) else {
      drops.outside += 1
      return nil
    }
    return point
  }

  /// The colour of a value; counted if there is none, or if the value lies beyond the ends of the scale.
  public mutating func color(of value: Double) -> RGB? {
    guard let colors, let position = colors.scale.position(of: value) else {
      drops.count(value, .color)
      return nil
    }
    if position < -1e-9 { drops.belowColors += 1 }
    if position > 1 + 1e-9 { drops.aboveColors += 1 }
    return colors.map.color(at: position)
  }

  /// The colour of a value as a pixel; transparent if there is none.
  mutating func pixel(of value: Double) -> UInt32 {
    guard let rgb = color(of: value) else { return 0 }
    return UInt32(rgb.red) << 24 | UInt32(rgb.green) << 16 | UInt32(rgb.blue) << 8 | 255
  }

  /// The look that a category has in the whole figure.
  public func style(ofCategory name: String) -> SeriesStyle { categories[name] ?? SeriesStyle(slot: 0) }

  /// The numbers on an axis that places have: of a name, its index among the names of the axis.
  public func values(of places: Places, on channel: Channel) -> [Double] {
    places.values(on: channel == .x ? x : y)
  }

  /// The point at two positions between 0 and 1, counted from the lower left corner of the panel.
  func point(atX positionX: Double, y positionY: Double) -> Scene.Point {
    Scene.Point(x: frame.minX + positionX * frame.width, y: frame.maxY - positionY * frame.height)
  }

  /// Counts a value that has no place on an axis, so that a note tells.
  public mutating func leaveOut(_ value: Double, on channel: Channel) { drops.count(value, channel) }

  /// Counts something that lies outside the axes.
  public mutating func leaveOutside() { drops.outside += 1 }

  // MARK: Drawing

  /// Draws a line through values in their order, with gaps where there is no place for one.
  ///
  /// Where many more points than pixels lie along the line, only those are kept that change the picture.
  public mutating func line(x: [Double], y: [Double], _ stroke: Scene.Stroke) {
    var pieces: [[Scene.Point]] = []
    var piece: [Scene.Point] = []
    piece.reserveCapacity(min(x.count, y.count))
    for (valueX, valueY) in zip(x, y) {
      if let point = place(x: valueX, y: valueY) {
        if !frame.expanded(by: 1e-6).contains(point) { drops.outside += 1 }
        piece.append(point)
      } else if !piece.isEmpty {
        pieces.append(piece)
        piece = []
      }
    }
    if !piece.isEmpty { pieces.append(piece) }
    var drawn: [[Scene.Point]] = []
    for piece in pieces {
      if piece.count == 1, frame.contains(piece[0]) {
        // A lone point would be invisible as a line.
        symbols(Scene.Symbols(symbol: .circle, radius: max(2.25, stroke.width), centers: piece, paints: [stroke.paint]))
      }
      drawn += frame.clip(thinned(piece))
    }
    add(drawn, stroke)
    for line in drawn { occupancy.mark(line) }
  }

  /// Draws lines of data through points of the scene; of what crosses the panel's edge, the part inside. Labels keep
  /// away from them.
  public mutating func outline(_ lines: [[Scene.Point]], _ stroke: Scene.Stroke) {
    let pieces = lines.flatMap { frame.clip($0) }
    add(pieces, stroke)
    for piece in pieces { occupancy.mark(piece) }
  }

  /// Fills areas, each without an edge; of what crosses the panel's edge, the part inside. Areas of one call are one:
  /// a hole is an area that turns the other way.
  public mutating func areas(_ polygons: [[Scene.Point]], _ paint: Scene.Paint) {
    let inside = polygons.map { frame.clip(polygon: $0) }.filter { $0.count > 2 }
    if !inside.isEmpty { elements.append(.polygons(inside, paint)) }
  }

  /// Keeps labels away from a rectangle.
  public mutating func occupy(_ rectangle: Scene.Rectangle) { occupancy.mark(rectangle) }

  /// Draws a line through points of the scene; of what crosses the panel's edge, the part inside.
  public mutating func line(_ points: [Scene.Point], _ stroke: Scene.Stroke) {
    let pieces = frame.clip(points)
    add(pieces, stroke)
    guides += pieces
  }

  private mutating func add(_ lines: [[Scene.Point]], _ stroke: Scene.Stroke) {
    guard !lines.isEmpty else { return }
    if liesOverRaster {
      var rim = stroke
      rim.paint = Scene.Paint(.paper, opacity: 0.75)
      rim.width += 2.5
      elements.append(.lines(lines, rim))
    }
    elements.append(.lines(lines, stroke))
  }

  /// Fills the area between two lines over the same x. A lower end that a log axis cannot show is the axis's own.
  public mutating func band(x: [Double], lower: [Double], upper: [Double], _ paint: Scene.Paint) {
    var polygons: [[Scene.Point]] = []
    var (bottom, top): ([Scene.Point], [Scene.Point]) = ([], [])
    func close() {
      if bottom.count > 1 {
        let polygon = frame.clip(polygon: top + bottom.reversed())
        if !polygon.isEmpty { polygons.append(polygon) }
      }
      (bottom, top) = ([], [])
    }
    var reaching = 0
    for index in x.indices {
      var low = lower[index]
      if y.kind == .log, low <= 0, low.isFinite, upper[index] > 0 {
        low = y.domain.lowerBound
        reaching += 1
      }
      if let lowPoint = place(x: x[index], y: low), let highPoint = place(x: x[index], y: upper[index]) {
        bottom.append(lowPoint)
        top.append(highPoint)
      } else {
        close()
      }
    }
    close()
    if reaching > 0 {
      note("At \(Words.count(reaching, "place")) a band reaches down to 0 or below, beyond this log axis.")
    }
    if !polygons.isEmpty { elements.append(.polygons(polygons, paint)) }
  }

  /// Draws data points. Their centres should lie in the panel; their rims may stand out of it.
  public mutating func symbols(_ symbols: Scene.Symbols) {
    guard !symbols.centers.isEmpty else { return }
    elements.append(.symbols(symbols))
    for center in symbols.centers { occupancy.mark(center, radius: symbols.radius) }
  }

  /// Draws a picture of cells, which must lie in the panel.
  public mutating func raster(_ raster: Scene.Raster) { elements.append(.raster(raster)) }

  // MARK: Notes and labels

  /// Says something under the figure.
  public mutating func note(_ text: String) {
    if !notes.contains(text) { notes.append(text) }
  }

  /// Writes a label at the best of some places: inside the panel, away from data and other labels.
  public mutating func label(_ text: String, candidates: [LabelCandidate]) {
    label(LabelText(text), candidates: candidates)
  }

  /// Writes a label at the best of some places, with an arrow from there to a point of the scene.
  public mutating func label(_ text: String, candidates: [LabelCandidate], arrowTo target: Scene.Point) {
    label(LabelText(text), candidates: candidates, target: target)
  }

  private mutating func label(_ text: LabelText, candidates: [LabelCandidate], target: Scene.Point? = nil) {
    if let problem = text.note { note(problem) }
    labels.append(LabelRequest(text: text, candidates: candidates, target: target))
  }

  /// Writes a label beside a vertical line.
  public mutating func label(_ text: String, besideVerticalAt x: Double) {
    let text = LabelText(text)
    let (above, below) = room(text)
    let (top, bottom) = (frame.minY + 13 + above, frame.maxY - 7 - below)
    let step = 18 + above + below
    let rungs = max(0, min(40, Int(max(bottom - top, 0) / step)))
    let heights = [top, bottom, frame.midY + 4] + (0...rungs).map { top + Double($0) * step }
    label(
      text,
      candidates: heights.flatMap { y in
        [LabelCandidate(.start, .init(x: x + 6, y: y)), LabelCandidate(.end, .init(x: x - 6, y: y))]
      })
  }

  /// Writes a label along a horizontal line.
  public mutating func label(_ text: String, alongHorizontalAt y: Double) {
    let text = LabelText(text)
    let (above, below) = room(text)
    var candidates: [LabelCandidate] = []
    for y in [y - 6 - below, y + 15 + above] {
      candidates.append(LabelCandidate(.end, .init(x: frame.maxX - 4, y: y)))
      candidates.append(LabelCandidate(.start, .init(x: frame.minX + 6, y: y)))
      for tenth in [5.0, 1, 2, 3, 4, 6, 7, 8, 9] {
        candidates.append(LabelCandidate(.middle, .init(x: frame.minX + tenth / 10 * frame.width, y: y)))
      }
    }
    label(text, candidates: candidates)
  }

  /// How much further a label stands above and below its base line than words do.
  private func room(_ text: LabelText) -> (above: Double, below: Double) {
    let (text, font) = (measurer.typeset(text, font: .annotation), Font.annotation)
    return (text.ascent - Font.capHeight * font.size, text.descent - Font.descent * font.size)
  }

  /// Places the labels and closes the accounts.
  mutating func finish(naming names: ChannelNames) {
    var taken: [Scene.Rectangle] = []
    var arrows: [[Scene.Point]] = []
    for request in labels {
      var best: (cost: Double, text: Scene.Text, arrow: [Scene.Point]?)?
      let shown = measurer.fit(request.text, font: .annotation, width: frame.width * 0.8)
      let typeset = measurer.typeset(shown, font: .annotation)
      for candidate in request.candidates where !shown.isEmpty {
        let text = Scene.Text(
          typeset, font: .annotation, at: candidate.position, anchor: candidate.anchor, paint: Scene.Paint(.ink),
          hasHalo: true)
        let room = text.box.expanded(by: 2)
        guard frame.contains(text.box), !taken.contains(where: room.intersects) else { continue }
        let crossings = guides.filter { !text.box.clip($0).isEmpty }.count
        var cost = Double(occupancy.count(in: room)) + 4 * Double(crossings)
        var arrow: [Scene.Point]?
        if let target = request.target, let line = Arrowhead.line(from: text.box.expanded(by: 3), to: target) {
          guard !taken.contains(where: { !$0.clip(line).isEmpty }) else { continue }
          cost += 0.5 * Double(occupancy.count(along: line))
          arrow = line
        }
        guard !arrows.contains(where: { !room.clip($0).isEmpty }) else { continue }
        if best.map({ cost < $0.cost }) ?? true { best = (cost, text, arrow) }
      }
      if let best {
        if let arrow = best.arrow {
          let paint = Scene.Paint(.ink, opacity: 0.85)
          add([arrow], Scene.Stroke(paint, width: 1.25))
          areas([Arrowhead.polygon(arrow, size: 6)], paint)
          arrows.append(arrow)
        }
        elements.append(.text(best.text))
        taken.append(best.text.box)
      }
      if best == nil || shown != request.text { note("There is no room for the label “\(request.text.plain)”.") }
    }
    notes += drops.notes(x: x, y: y, colors: colors, naming: names)
  }

  /// The points of a line that change the picture: of every run of points in one half-point column, the first, the
  /// lowest, the highest and the last.
  private func thinned(_ points: [Scene.Point]) -> [Scene.Point] {
    guard Double(points.count) > 8 * frame.width else { return points }
    var result: [Scene.Point] = []
    var index = 0
    while index < points.count {
      let column = (points[index].x * 2).rounded(.down)
      var (low, high, end) = (index, index, index)
      while end + 1 < points.count, (points[end + 1].x * 2).rounded(.down) == column {
        end += 1
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
      }
      var previous = -1
      for kept in [index, min(low, high), max(low, high), end] where kept != previous {
        result.append(points[kept])
        previous = kept
      }
      index = end + 1
    }
    return result
  }
}

/// A place where a label could stand.
public struct LabelCandidate: Hashable, Sendable {
  /// Which part of the label stands at the position.
  public var anchor: Scene.Text.Anchor
  /// On the base line.
  public var position: Scene.Point

  /// A place on the base line, and which part of the text stands there.
  public init(_ anchor: Scene.Text.Anchor, _ position: Scene.Point) {
    self.anchor = anchor
    self.position = position
  }
}

private struct LabelRequest {
  var text: LabelText
  var candidates: [LabelCandidate]
  /// Where an arrow from the label points, if it has one.
  var target: Scene.Point?
}
