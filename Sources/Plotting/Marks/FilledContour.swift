/// A grid of values, interpolated between its places, as bands of color between levels.
///
/// ```swift
/// Plot { FilledContour(lossSurface) }.x("α").y("β").color("loss", .log)
/// ```
///
/// Below the least level and above the greatest the bands go on, so that nothing is blank but what has no value. The
/// areas are nested, each drawn over the one below, so that no crack shows between them.
public struct FilledContour: Mark {
  var grid: Grid
  /// Increasing; nil for round ones.
  var levels: [Double]?
  var label: String?
  private var kind = Scale.Kind.linear

  /// Bands between given levels; between about eight round ones if none are given.
  public init(_ grid: Grid, at levels: [Double]? = nil, label: String? = nil) {
    self.grid = grid
    self.label = label
    if let levels { self.levels = Set(levels.filter(\.isFinite)).sorted() }
  }

  /// The background: bands fill the panel.
  public var layer: MarkLayer { .background }

  /// The grid's places, and the colors of its values.
  public var extent: Extent {
    Extent(
      x: .init(grid.x, isTight: true), y: .init(grid.y, isTight: true), color: .init(grid.values, isTight: true))
  }

  /// A row for every place of the grid, with its value.
  public func table(naming names: ChannelNames) -> DataTable? { grid.table(title: label, naming: names) }

  /// Where the values are lowest and highest.
  public func summary(naming names: ChannelNames) -> String {
    grid.summary(label.map(LabelText.plain) ?? "A filled contour plot", naming: names)
  }

  /// The levels on a color scale: the given ones, or those that the color bar would have as ticks, with as many between.
  func levels(on scale: Scale) -> [Double] {
    if let levels { return levels }
    let room = AxisRoom(length: 9, spacing: 1, gap: 0) { _ in 0 }
    let ticks = Ticks(scale: scale, room: room)
    guard scale.kind == .log, scale.span >= 1, scale.span < 7 else { return ticks.major.map(\.value) }
    let first = Int(decimalLogarithm(scale.domain.lowerBound).rounded(.down))
    let mantissas = scale.span < 3 ? [1, 2, 5] : [1, 3]
    return (first...(first + 8)).flatMap { exponent in mantissas.map { decimal($0, exponent: exponent) } }
      .filter { scale.position(of: $0).map { (0...1).contains($0) } ?? false }
  }

  /// The color of the band in which a position on a color scale lies.
  func bandColors(of colors: ColorScale) -> (Double) -> RGB {
    let edges = levels(on: colors.scale).compactMap(colors.scale.position)
    return { position in
      let low = edges.last { $0 <= position } ?? min(edges.first ?? 0, 0)
      let high = edges.first { $0 > position } ?? max(edges.last ?? 1, 1)
      return colors.map.color(at: low / 2 + high / 2)
    }
  }

  /// Draws the bands from the lowest to the highest; notes tell of places without a value.
  public func draw(in panel: inout Panel) {
    if let note = grid.note { panel.note(note) }
    guard grid.x.count > 1, grid.y.count > 1 else {
      return panel.note("A filled contour needs at least two places along x and along y.")
    }
    guard let colors = panel.colors else { return panel.note("A filled contour has no values.") }
    let scale = colors.scale
    /// Zero has no logarithm, but lies in the lowest band all the same.
    func isLowest(_ value: Double) -> Bool { value == 0 && scale.kind == .log }
    for value in grid.values where !scale.accepts(value) && !isLowest(value) { panel.leaveOut(value, on: .color) }
    let columns = grid.x.map { panel.x.position(of: $0) }
    let rows = grid.y.map { panel.y.position(of: $0) }
    let dropped = (columns.filter { $0 == nil }.count, rows.filter { $0 == nil }.count)
    if dropped.0 + dropped.1 > 0 {
      panel.note("\(dropped.0) columns and \(dropped.1) rows of a filled contour are not on these log axes.")
    }
    // Crossings are found where the colors are: on a log scale between the logarithms.
    let levels = levels(on: scale).filter(scale.accepts).map { scale.kind.measure($0) }
    let known = Extent.Span(grid.values.filter(scale.accepts).map { scale.kind.measure($0) })
    guard let range = known.linear else { return }
    let floor = min(range.lowerBound, levels.first ?? range.lowerBound) - 1
    let measured = grid.mapped { value in
      scale.accepts(value) ? scale.kind.measure(value) : isLowest(value) ? floor : .nan
    }
    let inside = levels.filter { $0 > range.lowerBound && $0 <= range.upperBound }
    let places = columns.compactMap { $0 }
    let heights = rows.compactMap { $0 }
    guard places.contains(where: { $0 < 1 }), places.contains(where: { $0 > 0 }),
      heights.contains(where: { $0 < 1 }), heights.contains(where: { $0 > 0 })
    else { return panel.note("A filled contour lies outside the axes.") }
    guard let left = places.min(), let right = places.max(), let bottom = heights.min(), let top = heights.max(),
      right - left > 1e-9, top - bottom > 1e-9
    else { return panel.note("A filled contour is too small to be seen on these axes.") }
    let color = bandColors(of: colors)
    for level in [-.infinity] + inside {
      let rings = contourAreas(of: measured, atLeast: level, columns: columns, rows: rows)
      let value = scale.kind.value(measuring: max(level, range.lowerBound))
      guard let position = scale.position(of: value) else { continue }
      // A level belongs to the band above it, whatever rounding says.
      let paint = Scene.Paint(.fixed(color(position + 1e-9)))
      panel.areas(rings.map { $0.map { panel.point(atX: $0.x, y: $0.y) } }, paint)
    }
  }
}

extension Grid {
  /// The grid with its values changed.
  func mapped(_ change: (Double) -> Double) -> Grid {
    var rows = values.map(change)[...]
    return Grid(x: x, y: y) { _, _ in rows.popFirst() ?? .nan }
  }
}
