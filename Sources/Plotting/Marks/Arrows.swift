/// Arrows: the way along a trajectory, or the directions of a field.
///
/// ```swift
/// Arrows(steps, x: \.first, y: \.second, label: "SGD, η = 0.1")
/// Arrows(field, x: \.w1, y: \.w2, dx: \.slope1, dy: \.slope2)
/// ```
///
/// A trajectory is a line with heads along it. The arrows of a field all have one scale, chosen so that the longest does
/// not reach its neighbors; a note under the figure says what length stands for what.
public struct Arrows: Mark {
  var x: Places
  var y: Places
  /// The directions of a field, empty for a trajectory.
  var dx: [Double] = []
  var dy: [Double] = []
  var isField = false
  var label: String?
  var slot: Int?
  var lengthNote: String?

  /// The way through rows, in their order.
  public init<Rows: Sequence, X: Plottable, Y: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, label: String? = nil
  ) {
    (self.x, self.y) = places(of: rows, x, y)
    self.label = label
  }

  /// An arrow at every row, with its direction.
  public init<Rows: Sequence, X: Plottable, Y: Plottable, DX: Plottable, DY: Plottable>(
    _ rows: Rows, x: KeyPath<Rows.Element, X>, y: KeyPath<Rows.Element, Y>, dx: KeyPath<Rows.Element, DX>,
    dy: KeyPath<Rows.Element, DY>, label: String? = nil
  ) {
    let rows = Array(rows)
    (self.x, self.y) = places(of: rows, x, y)
    self.dx = rows.map { $0[keyPath: dx].plotValue }
    self.dy = rows.map { $0[keyPath: dy].plotValue }
    isField = true
    self.label = label
  }

  /// The way through two columns. If one is longer, its rest is left out, and a note under the figure says so.
  public init(x: [Double], y: [Double], label: String? = nil) {
    let columns = pairedColumns(x, y)
    (self.x, self.y, lengthNote) = (Places(columns.x), Places(columns.y), columns.note)
    self.label = label
  }

  /// Arrows at the places of two columns, with directions in two more. What goes beyond the shortest is left out, and a
  /// note under the figure says so.
  public init(x: [Double], y: [Double], dx: [Double], dy: [Double], label: String? = nil) {
    let counts = [x.count, y.count, dx.count, dy.count]
    let count = counts.min() ?? 0
    if let most = counts.max(), most > count {
      lengthNote =
        "x has \(x.count) values, y \(y.count), dx \(dx.count) and dy \(dy.count); the first \(count) are drawn."
    }
    (self.x, self.y) = (Places(Array(x.prefix(count))), Places(Array(y.prefix(count))))
    (self.dx, self.dy) = (Array(dx.prefix(count)), Array(dy.prefix(count)))
    isField = true
    self.label = label
  }

  /// The arrows of a field of directions over a rectangle of places: at every pair of an x and a y.
  public init(
    x: [Double], y: [Double], label: String? = nil, field: (Double, Double) throws -> (dx: Double, dy: Double)
  ) rethrows {
    let pairs = y.flatMap { y in x.map { ($0, y) } }
    let directions = try pairs.map { try field($0.0, $0.1) }
    self.init(
      x: pairs.map { $0.0 }, y: pairs.map { $0.1 }, dx: directions.map { $0.dx }, dy: directions.map { $0.dy },
      label: label)
  }

  /// The arrows in the color of the series of a number, from 0.
  public func series(_ number: Int) -> Arrows {
    var arrows = self
    arrows.slot = number
    return arrows
  }

  /// The places, and around those of a field as much room as its longest arrow may need.
  public var extent: Extent {
    guard isField, x.count > 0 else { return Extent(x: .init(x), y: .init(y)) }
    let part = 0.85 / Double(x.count).squareRoot()
    func widened(_ places: Places) -> Extent.Span {
      let span = Extent.Span(places)
      guard places.names == nil, let linear = span.linear, linear.lowerBound < linear.upperBound else { return span }
      let scale = Scale(.linear, domain: linear)
      let log = span.log.map { Scale(.log, domain: $0) }
      return Extent.Span(
        linear: scale.value(at: -part)...scale.value(at: 1 + part),
        log: log.map { $0.value(at: -part)...$0.value(at: 1 + part) }, isTight: true)
    }
    return Extent(x: widened(x), y: widened(y))
  }

  /// An arrow if the mark has a label.
  public var legend: [LegendEntry] { label.map { [LegendEntry($0, .arrow)] } ?? [] }

  /// The series of its number, or one of its own.
  public var series: SeriesChoice { slot.map { .fixed($0) } ?? .own(label: label) }

  /// The places, and the directions of a field.
  public func table(naming names: ChannelNames) -> DataTable? {
    var columns: [DataTable.Column] = [.init(names.x, x.column), .init(names.y, y.column)]
    if isField {
      columns += [.init("\(names.x), direction", .numbers(dx)), .init("\(names.y), direction", .numbers(dy))]
    }
    return DataTable(title: label, columns: columns)
  }

  /// Where a trajectory starts and ends; how many arrows a field has, and how long they are.
  public func summary(naming names: ChannelNames) -> String {
    if isField {
      var text = "\(label.map(LabelText.plain) ?? "A field of arrows"): \(Words.count(x.count, "arrow"))"
      if let range = Extent.Span(lengths).linear {
        text += " of length \(Words.number(range.lowerBound)) to \(Words.number(range.upperBound))"
      }
      return text + "."
    }
    guard x.count > 0 else { return "\(label.map(LabelText.plain) ?? "A trajectory"): no values." }
    func place(_ index: Int) -> String { "\(names.x) = \(x.word(index)), \(names.y) = \(y.word(index))" }
    return
      "\(label.map(LabelText.plain) ?? "A trajectory") of \(Words.count(x.count, "place")) leads from \(place(0)) to \(place(x.count - 1))."
  }

  private var lengths: [Double] {
    zip(dx, dy).map { dx, dy in
      let most = max(abs(dx), abs(dy))
      return most > 0 && most.isFinite
        ? most * ((dx / most) * (dx / most) + (dy / most) * (dy / most)).squareRoot() : most
    }
  }

  /// Draws lines and heads; what the axes have no place for is counted in a note.
  public func draw(in panel: inout Panel) {
    if let lengthNote { panel.note(lengthNote) }
    let (x, y) = (panel.values(of: x, on: .x), panel.values(of: y, on: .y))
    if isField { drawField(x, y, in: &panel) } else { drawTrajectory(x, y, in: &panel) }
  }

  private func drawTrajectory(_ x: [Double], _ y: [Double], in panel: inout Panel) {
    var lines: [[Scene.Point]] = [[]]
    for (x, y) in zip(x, y) {
      guard let point = panel.place(x: x, y: y) else {
        if lines.last?.isEmpty == false { lines.append([]) }
        continue
      }
      if !panel.frame.expanded(by: 1e-6).contains(point) { panel.leaveOutside() }
      if lines[lines.count - 1].last != point { lines[lines.count - 1].append(point) }
    }
    let paint = Scene.Paint(panel.style.color)
    let pieces = lines.flatMap { panel.frame.clip($0) }
    var heads: [[Scene.Point]] = []
    for piece in pieces {
      let length = Arrowhead.length(of: piece)
      let count = min(max(Int(length / 55), 0), 60)
      let ways = (0..<count).map { (Double($0) + 0.5) / Double(count) * length }.filter { $0 > 12 && $0 < length - 18 }
      let tips = Arrowhead.points(on: piece, at: ways + [length])
      // The head turns as the line does over its own length.
      let backs = Arrowhead.points(on: piece, at: (ways + [length]).map { max($0 - 5, 0) })
      for (index, (back, tip)) in zip(backs, tips).enumerated() {
        heads.append(Arrowhead.polygon([back, tip], size: index < ways.count ? 7 : 8.5))
      }
    }
    panel.outline(pieces, Scene.Stroke(paint, width: 1.5, dash: panel.style.dash))
    heads = heads.filter { !$0.isEmpty }
    if panel.liesOverRaster { panel.outline(heads.map { $0 + $0.prefix(1) }, Scene.Stroke(paint, width: 0.5)) }
    for head in heads { panel.areas([head], paint) }
    let starts = lines.compactMap(\.first).filter(panel.frame.contains)
    panel.symbols(
      Scene.Symbols(
        symbol: .circle, radius: 3, centers: starts, paints: [paint],
        outline: Scene.Stroke(Scene.Paint(.paper), width: 0.9)))
  }

  private func drawField(_ x: [Double], _ y: [Double], in panel: inout Panel) {
    var arrows: [(start: Scene.Point, direction: Scene.Point, length: Double)] = []
    let lengths = lengths
    // Directions are scaled by the longest first, so that no size can overflow.
    guard let most = lengths.filter(\.isFinite).max() else {
      for index in x.indices { panel.leaveOut(dx[index].isFinite ? dy[index] : dx[index], on: .x) }
      return
    }
    for index in x.indices {
      guard let start = panel.placeInside(x: x[index], y: y[index]) else { continue }
      guard dx[index].isFinite, dy[index].isFinite else {
        panel.leaveOut(.nan, on: .x)
        continue
      }
      guard most > 0 else {
        arrows.append((start, Scene.Point(x: 0, y: 0), 0))
        continue
      }
      let direction = Scene.Point(
        x: dx[index] / most * panel.x.slope(at: x[index]) * panel.frame.width,
        y: -dy[index] / most * panel.y.slope(at: y[index]) * panel.frame.height)
      let length = (direction.x * direction.x + direction.y * direction.y).squareRoot()
      if length.isFinite { arrows.append((start, direction, length)) } else { panel.leaveOut(.nan, on: .x) }
    }
    guard let longest = arrows.max(by: { $0.length < $1.length }), longest.length > 0 else {
      let centers = arrows.map(\.start)
      return panel.symbols(
        Scene.Symbols(symbol: .circle, radius: 1.5, centers: centers, paints: [Scene.Paint(panel.style.color)]))
    }
    // About as long as the places are apart.
    let apart = (panel.frame.width * panel.frame.height / Double(arrows.count)).squareRoot()
    let reach = min(0.85 * apart, 60)
    var (lines, heads, dots): ([[Scene.Point]], [[Scene.Point]], [Scene.Point]) = ([], [], [])
    for arrow in arrows {
      let scale = reach / longest.length
      let tip = Scene.Point(x: arrow.start.x + scale * arrow.direction.x, y: arrow.start.y + scale * arrow.direction.y)
      let length = Arrowhead.length(of: [arrow.start, tip])
      guard length > 1.5 else {
        dots.append(arrow.start)
        continue
      }
      let size = min(5.5, 0.5 * length)
      // The shaft ends inside the head, which keeps its tip.
      let t = (length - 0.5 * size) / length
      lines.append([
        arrow.start,
        Scene.Point(x: arrow.start.x + t * (tip.x - arrow.start.x), y: arrow.start.y + t * (tip.y - arrow.start.y)),
      ])
      heads.append(Arrowhead.polygon([arrow.start, tip], size: size))
    }
    let paint = Scene.Paint(panel.style.color)
    panel.outline(lines, Scene.Stroke(paint, width: 1.25))
    if panel.liesOverRaster { panel.outline(heads.map { $0 + $0.prefix(1) }, Scene.Stroke(paint, width: 0.5)) }
    for head in heads { panel.areas([head], paint) }
    panel.symbols(Scene.Symbols(symbol: .circle, radius: 1, centers: dots, paints: [paint]))
    let name = label.map(LabelText.plain) ?? "the field"
    panel.note("The longest arrow of \(name) stands for a length of \(Words.number(most)).")
  }
}

extension Scale {
  /// How fast the position grows at a value; 0 where there is no place for it.
  func slope(at value: Double) -> Double {
    guard accepts(value) else { return 0 }
    switch kind {
    case .linear, .time, .categories: return 0.5 / span
    case .log: return 1 / (value * naturalLogarithm(10) * span)
    case .symlog(let threshold): return 1 / (max(abs(value), threshold) * span)
    }
  }
}
