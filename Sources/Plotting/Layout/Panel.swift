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
  var drops = Drops()
  private var occupancy: Occupancy
  private var guides: [[Scene.Point]] = []
  private var labels: [LabelRequest] = []
  /// What labels must not cover: insets.
  private var taken: [Scene.Rectangle] = []
  /// Where the lines of the mark that is being drawn end on the right, and in which colour.
  private(set) var lineEnd: LineEnd?

  /// The right end of a line inside the panel.
  struct LineEnd: Hashable {
    var point: Scene.Point
    var paint: Scene.Paint
  }

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

  /// Where those pairs of values stand that lie inside the panel, and which pairs they are; the others are counted.
  mutating func placesInside(x: [Double], y: [Double]) -> (centers: [Scene.Point], indices: [Int]) {
    var (centers, indices): ([Scene.Point], [Int]) = ([], [])
    centers.reserveCapacity(x.count)
    indices.reserveCapacity(x.count)
    let room = frame.expanded(by: 1e-6)
    let (linearX, linearY) = (self.x.linearPositions, self.y.linearPositions)
    for index in x.indices {
      let point: Scene.Point
      if let linearX, let linearY, x[index].isFinite, y[index].isFinite {
        point = Scene.Point(
          x: frame.minX + linearX(x[index]) * frame.width, y: frame.maxY - linearY(y[index]) * frame.height)
      } else {
        guard let place = place(x: x[index], y: y[index]) else { continue }
        point = place
      }
      if room.contains(point) {
        centers.append(point)
        indices.append(index)
      } else {
        drops.outside += 1
      }
    }
    return (centers, indices)
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

  /// The look that a category has in the whole figure.
  public func style(ofCategory name: String) -> SeriesStyle { categories[name] ?? SeriesStyle(slot: 0) }

  /// Prepares to draw a mark in the look of its series.
  mutating func begin(_ style: SeriesStyle) {
    self.style = style
    lineEnd = nil
  }

  private mutating func end(at point: Scene.Point, _ paint: Scene.Paint) {
    if lineEnd.map({ point.x >= $0.point.x }) ?? true { lineEnd = LineEnd(point: point, paint: paint) }
  }

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
  /// Where many more points than pixels lie along the line, only those are kept that change the picture: of every run of
  /// points in one column of half a point, the first, the lowest, the highest and the last.
  public mutating func line(x: [Double], y: [Double], _ stroke: Scene.Stroke) {
    var thinning = LineThinning(isNeeded: Double(min(x.count, y.count)) > 8 * frame.width)
    let room = frame.expanded(by: 1e-6)
    for index in 0..<min(x.count, y.count) {
      guard let point = place(x: x[index], y: y[index]) else {
        thinning.endPiece()
        continue
      }
      if !room.contains(point) { drops.outside += 1 }
      thinning.append(point)
    }
    thinning.endPiece()
    var drawn: [[Scene.Point]] = []
    for piece in thinning.pieces {
      if piece.count == 1, frame.contains(piece[0]) {
        // A lone point would be invisible as a line.
        symbols(Scene.Symbols(symbol: .circle, radius: max(2.25, stroke.width), centers: piece, paints: [stroke.paint]))
        end(at: piece[0], stroke.paint)
      }
      drawn += frame.clip(piece)
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
    for line in lines {
      if let point = line.max(by: { $0.x < $1.x }) { end(at: point, stroke.paint) }
    }
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
    occupancy.mark(symbols.centers, radius: symbols.radius)
  }

  /// Draws a picture of cells, which must lie in the panel.
  public mutating func raster(_ raster: Scene.Raster) { elements.append(.raster(raster)) }

  /// How much of the data a rectangle would hide: cells of a few points, and lines that cross it.
  func hidden(by rectangle: Scene.Rectangle) -> Double {
    let crossings = guides.filter { !rectangle.clip($0).isEmpty }.count
    return Double(occupancy.count(in: rectangle)) + 4 * Double(crossings)
  }

  /// How much of the data a line would cross, but for its end.
  func hidden(along line: [Scene.Point]) -> Double { Double(occupancy.count(along: line)) }

  /// Whether a rectangle would cover what stands above the data.
  func isTaken(_ rectangle: Scene.Rectangle) -> Bool { taken.contains(where: rectangle.intersects) }

  /// Puts something above the data that labels must not cover.
  mutating func cover(_ rectangle: Scene.Rectangle, with covering: [Scene.Element]) {
    elements += covering
    taken.append(rectangle)
  }

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

  /// Writes a label beside a vertical line: high up on its right if it can stand there.
  public mutating func label(_ text: String, besideVerticalAt x: Double) {
    let text = LabelText(text)
    let (above, below) = room(text)
    let (top, bottom) = (frame.minY + 13 + above, frame.maxY - 7 - below)
    var candidates: [LabelCandidate] = []
    for y in stride(from: top, through: max(bottom, top), by: 9) {
      candidates.append(LabelCandidate(.start, .init(x: x + 6, y: y)))
      candidates.append(LabelCandidate(.end, .init(x: x - 6, y: y)))
    }
    label(text, candidates: candidates)
  }

  /// Writes a label along a horizontal line: above it at its right end if it can stand there.
  public mutating func label(_ text: String, alongHorizontalAt y: Double) {
    let text = LabelText(text)
    let (above, below) = room(text)
    var candidates: [LabelCandidate] = []
    for step in 0...8 {
      for y in [y - 6 - below, y + 15 + above] {
        let share = Double(step) / 8
        if share < 0.5 {
          candidates.append(.init(.end, .init(x: frame.maxX - 4 - share * frame.width, y: y)))
        } else if share == 0.5 {
          candidates.append(.init(.middle, .init(x: frame.midX, y: y)))
        } else {
          candidates.append(.init(.start, .init(x: frame.minX + 6 + (1 - share) * frame.width, y: y)))
        }
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
    let placement = LabelPlacement(labels, in: self, measurer: measurer)
    for (request, place) in zip(labels, placement.places) {
      if let arrow = place?.arrow {
        let paint = Scene.Paint(.ink, opacity: 0.85)
        add([arrow], Scene.Stroke(paint, width: 1.25))
        areas([Arrowhead.polygon(arrow, size: 6)], paint)
      }
      if let place { elements.append(.text(place.text)) }
      if place?.isCut ?? true {
        let name = request.text.plain
        note("There is no room for the label “\(name.prefix(100))\(name.count > 100 ? "…" : "")”.")
      }
    }
    notes += drops.notes(x: x, y: y, colors: colors, naming: names)
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
