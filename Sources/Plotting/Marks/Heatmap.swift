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

  /// None.
  public var categories: [String] { [] }

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
    if across.contains(where: { $0.count > 1 }) || down.contains(where: { $0.count > 1 }) {
      let (cells, pixels) = ((grid.x.count, grid.y.count), (across.count, down.count))
      panel.note(
        "A heatmap of \(Self.size(cells)) cells is drawn with \(Self.size(pixels)) pixels, each the mean of its cells.")
    }
    panel.raster(
      Scene.Raster(
        frame: Scene.Rectangle(
          x: frame.minX + left * frame.width, y: frame.maxY - top * frame.height,
          width: (right - left) * frame.width, height: (top - bottom) * frame.height),
        columns: across.count, rows: down.count,
        pixels: panel.pixels(of: grid, rows: down, columns: across)))
  }

  /// "4,000 × 3,000".
  private static func size(_ counts: (Int, Int)) -> String {
    "\(DecimalTicks.plain(counts.0, exponent: 0)) × \(DecimalTicks.plain(counts.1, exponent: 0))"
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

    /// Which places every pixel column shows: one each where the cells are equal and not smaller than half a point,
    /// else all whose middle it holds, or the one that it lies in.
    func samples(from start: Double, to end: Double, length: Double) -> [Range<Int>] {
      let count = edges.count - 1
      let width = (edges[count] - edges[0]) / Double(count)
      let isEven = edges.indices.allSatisfy { abs(edges[$0] - edges[0] - Double($0) * width) < 1e-3 * width }
      let resolution = max(1, min(4000, Int((2 * length * (end - start)).rounded(.up))))
      if isEven && start == edges[0] && end == edges[count] && count <= resolution {
        return (0..<count).map { $0 + first..<$0 + first + 1 }
      }
      func middle(_ cell: Int) -> Double { edges[cell] / 2 + edges[cell + 1] / 2 }
      var (cell, next) = (0, 0)
      return (0..<resolution).map { index in
        let (left, right) = (
          start + Double(index) / Double(resolution) * (end - start),
          start + Double(index + 1) / Double(resolution) * (end - start)
        )
        while next < count && middle(next) < left { next += 1 }
        let begin = next
        while next < count && middle(next) < right { next += 1 }
        if next > begin { return begin + first..<next + first }
        while cell < count - 1 && edges[cell + 1] <= left / 2 + right / 2 { cell += 1 }
        return cell + first..<cell + first + 1
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
  /// A row for every place, in no more memory than the grid has.
  func table(title: String?, naming names: ChannelNames) -> DataTable {
    DataTable(
      title: title,
      columns: [
        .init(names.x, .repeated(x, each: 1, count: values.count)),
        .init(names.y, .repeated(y, each: x.count, count: values.count)),
        .init(names.color, .numbers(values)),
      ])
  }

  /// Where the grid is lowest and highest.
  func summary(_ name: String, naming names: ChannelNames) -> String {
    var (low, high): (Int?, Int?)
    for index in values.indices where values[index].isFinite {
      if low.map({ values[index] < values[$0] }) ?? true { low = index }
      if high.map({ values[index] > values[$0] }) ?? true { high = index }
    }
    guard let low, let high else { return "\(name) has no finite value." }
    func place(_ index: Int) -> String {
      "\(Words.number(values[index])) at \(names.x) = \(Words.number(x[index % x.count])), "
        + "\(names.y) = \(Words.number(y[index / x.count]))"
    }
    return "\(name) of \(names.color), \(x.count) by \(y.count) cells: lowest \(place(low)); highest \(place(high))."
  }
}
