/// A grid of values shown as coloured cells.
public struct Heatmap: Mark {
  var grid: Grid
  var label: String?

  /// Coloured cells around the places of a grid.
  public init(_ grid: Grid, label: String? = nil) {
    self.grid = grid
    self.label = label
  }

  /// The background: cells fill the panel.
  public var layer: MarkLayer { .background }

  /// The cells, which reach half-way to the next place and as far beyond the outermost ones.
  public var extent: Extent {
    Extent(x: span(grid.x), y: span(grid.y), color: .init(grid.values, isTight: true))
  }

  /// A row for every place of the grid, with its value.
  public func table(naming names: ChannelNames) -> DataTable? { grid.table(title: label, naming: names) }

  /// Where the values are lowest and highest.
  public func summary(naming names: ChannelNames) -> String {
    grid.summary(label.map(LabelText.plain) ?? "A heatmap", naming: names)
  }

  /// Draws a raster, whose cells end half-way between places as the axes measure; notes tell of cells left out.
  public func draw(in panel: inout Panel) {
    if let note = grid.note { panel.note(note) }
    guard let columns = Cells(grid.x, scale: panel.x), let rows = Cells(grid.y, scale: panel.y) else {
      return panel.note("A heatmap has no places that the axes can show.")
    }
    if columns.dropped + rows.dropped > 0 {
      panel.note("\(columns.dropped) columns and \(rows.dropped) rows of a heatmap are not on these log axes.")
    }
    let frame = panel.frame
    let (left, right) = (max(columns.edges.first ?? 0, 0), min(columns.edges.last ?? 1, 1))
    let (bottom, top) = (max(rows.edges.first ?? 0, 0), min(rows.edges.last ?? 1, 1))
    guard right > left, top > bottom else { return panel.note("A heatmap lies outside the axes.") }
    let across = columns.samples(from: left, to: right, length: frame.width)
    let down = rows.samples(from: bottom, to: top, length: frame.height)
    var pixels: [UInt32] = []
    pixels.reserveCapacity(across.count * down.count)
    var colors: [UInt32?] = Array(repeating: nil, count: grid.values.count)
    for row in down.reversed() {
      for column in across {
        let index = row * grid.x.count + column
        let color = colors[index] ?? panel.pixel(of: grid.values[index])
        colors[index] = color
        pixels.append(color)
      }
    }
    panel.raster(
      Scene.Raster(
        frame: Scene.Rectangle(
          x: frame.minX + left * frame.width, y: frame.maxY - top * frame.height,
          width: (right - left) * frame.width, height: (top - bottom) * frame.height),
        columns: across.count, rows: down.count, pixels: pixels))
  }

  private func span(_ places: [Double]) -> Extent.Span {
    Extent.Span(
      linear: Cells.range(places, .linear), log: Cells.range(places.filter { $0 > 0 }, .log), isTight: true)
  }

  /// The cells around places along an axis: each ends half-way to the next, as the axis measures.
  private struct Cells {
    /// Index of the first place that the scale can show.
    var first: Int
    /// Positions, one more than there are cells, increasing.
    var edges: [Double]
    var dropped: Int { first }

    init?(_ places: [Double], scale: Scale) {
      guard let first = places.firstIndex(where: scale.accepts) else { return nil }
      self.first = first
      edges = Cells.edges(places[first...].compactMap(scale.position), single: 0.5)
    }

    /// Which place every pixel column shows: one each where the cells are equal, else fine enough for a screen.
    func samples(from start: Double, to end: Double, length: Double) -> [Int] {
      let count = edges.count - 1
      let width = (edges[count] - edges[0]) / Double(count)
      let isEven = edges.indices.allSatisfy { abs(edges[$0] - edges[0] - Double($0) * width) < 1e-3 * width }
      if isEven && start == edges[0] && end == edges[count] { return (0..<count).map { $0 + first } }
      let resolution = max(1, min(4000, Int((2 * length * (end - start)).rounded(.up))))
      var cell = 0
      return (0..<resolution).map { index in
        let position = start + (Double(index) + 0.5) / Double(resolution) * (end - start)
        while cell < count - 1 && edges[cell + 1] <= position { cell += 1 }
        return cell + first
      }
    }

    static func edges(_ centers: [Double], single: Double) -> [Double] {
      guard let first = centers.first, let last = centers.last, centers.count > 1 else {
        return centers.flatMap { [$0 - single, $0 + single] }
      }
      let middles = zip(centers, centers.dropFirst()).map { $0 / 2 + $1 / 2 }
      return [first - (middles[0] - first)] + middles + [last + (last - middles[middles.count - 1])]
    }

    /// The outermost edges for a kind of scale.
    static func range(_ places: [Double], _ kind: Scale.Kind) -> ClosedRange<Double>? {
      guard let low = places.first, let high = places.last else { return nil }
      let scale = Scale(kind, domain: low...high)
      let edges = edges(places.compactMap(scale.position), single: 0.5)
      guard let first = edges.first, let last = edges.last else { return nil }
      return scale.value(at: first)...scale.value(at: last)
    }
  }
}

extension Grid {
  /// A row for every place.
  func table(title: String?, naming names: ChannelNames) -> DataTable {
    DataTable(
      title: title,
      columns: [
        .init(names.x, .numbers(y.flatMap { _ in x })),
        .init(names.y, .numbers(y.flatMap { value in x.map { _ in value } })),
        .init(names.color, .numbers(values)),
      ])
  }

  /// Where the grid is lowest and highest.
  func summary(_ name: String, naming names: ChannelNames) -> String {
    let finite = values.indices.filter { values[$0].isFinite }
    guard let low = finite.min(by: { values[$0] < values[$1] }),
      let high = finite.max(by: { values[$0] < values[$1] })
    else { return "\(name) has no finite value." }
    func place(_ index: Int) -> String {
      "\(Words.number(values[index])) at \(names.x) = \(Words.number(x[index % x.count])), "
        + "\(names.y) = \(Words.number(y[index / x.count]))"
    }
    return "\(name) of \(names.color), \(x.count) by \(y.count) cells: lowest \(place(low)); highest \(place(high))."
  }
}
