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
  private(set) var notes: [String] = []
  var drops = Drops()
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

  /// Where those pairs of values stand that lie inside the panel, and which pairs they are; the others are counted.
  mutating func placesInside(x: [Double], y: [Double]) -> (centers: [Scene.Point], indices: [Int]) {
    var (centers, indices): ([Scene.Point], [Int]) = ([], [])
    centers.reserveCapacity(x.count)
    indices.reserveCapacity(x.count)
    let room = frame.expanded(by: 1e-6)
    for index in x.indices {
      guard let point = place(x: x[index], y: y[index]) else { continue }
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
      }
      drawn += frame.clip(piece)
    }
    add(drawn, stroke)
    for line in drawn { occupancy.mark(line) }
  }

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
    occupancy.mark(symbols.centers, radius: symbols.radius)
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

  private mutating func label(_ text: LabelText, candidates: [LabelCandidate]) {
    if let problem = text.note { note(problem) }
    labels.append(LabelRequest(text: text, candidates: candidates))
  }

  /// Writes a label beside a vertical line.
  public mutating func label(_ text: String, besideVerticalAt x: Double) {
    let text = LabelText(text)
    let (above, below) = room(text)
    let (top, bottom) = (frame.minY + 13 + above, frame.maxY - 7 - below)
    let heights = [top, bottom, frame.midY + 4, top + 18 + above + below, bottom - 18 - above - below]
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
    label(
      text,
      candidates: [y - 6 - below, y + 15 + above].flatMap { y in
        [
          LabelCandidate(.end, .init(x: frame.maxX - 4, y: y)), LabelCandidate(.start, .init(x: frame.minX + 6, y: y)),
          LabelCandidate(.middle, .init(x: frame.midX, y: y)),
        ]
      })
  }

  /// How much further a label stands above and below its base line than words do.
  private func room(_ text: LabelText) -> (above: Double, below: Double) {
    let (text, font) = (measurer.typeset(text, font: .annotation), Font.annotation)
    return (text.ascent - Font.capHeight * font.size, text.descent - Font.descent * font.size)
  }

  /// Places the labels and closes the accounts.
  mutating func finish(naming names: ChannelNames) {
    var taken: [Scene.Rectangle] = []
    for request in labels {
      var best: (cost: Double, text: Scene.Text)?
      let shown = measurer.fit(request.text, font: .annotation, width: frame.width * 0.8)
      let typeset = measurer.typeset(shown, font: .annotation)
      for candidate in request.candidates where !shown.isEmpty {
        let text = Scene.Text(
          typeset, font: .annotation, at: candidate.position, anchor: candidate.anchor, paint: Scene.Paint(.ink),
          hasHalo: true)
        let room = text.box.expanded(by: 2)
        guard frame.contains(text.box), !taken.contains(where: room.intersects) else { continue }
        let crossings = guides.filter { !text.box.clip($0).isEmpty }.count
        let cost = Double(occupancy.count(in: room)) + 4 * Double(crossings)
        if best.map({ cost < $0.cost }) ?? true { best = (cost, text) }
      }
      if let best {
        elements.append(.text(best.text))
        taken.append(best.text.box)
      }
      if best == nil || shown != request.text { note("There is no room for the label “\(request.text.plain)”.") }
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

private struct LabelRequest {
  var text: LabelText
  var candidates: [LabelCandidate]
}
