/// Which parts of a panel hold data, in cells of a few points, so that labels can keep away.
struct Occupancy {
  private static let cell = 5.0
  private let frame: Scene.Rectangle
  private let columns: Int
  private let rows: Int
  private var cells: [Bool]

  init(_ frame: Scene.Rectangle) {
    self.frame = frame
    columns = max(1, Int((frame.width / Self.cell).rounded(.up)))
    rows = max(1, Int((frame.height / Self.cell).rounded(.up)))
    cells = Array(repeating: false, count: columns * rows)
  }

  private func column(_ x: Double) -> Int { min(max(Int((x - frame.minX) / Self.cell), 0), columns - 1) }
  private func row(_ y: Double) -> Int { min(max(Int((y - frame.minY) / Self.cell), 0), rows - 1) }

  /// Marks the cells that data points cover.
  mutating func mark(_ points: [Scene.Point], radius: Double) {
    let (width, height) = (columns, rows)
    let (left, top) = (frame.minX + radius, frame.minY + radius)
    let cellsPerPoint = 1 / Self.cell
    func cell(_ distance: Double, _ count: Int) -> Int { min(max(Int(distance * cellsPerPoint), 0), count - 1) }
    cells.withUnsafeMutableBufferPointer { cells in
      for point in points {
        let (first, last) = (cell(point.x - left, width), cell(point.x - left + 2 * radius, width))
        var row = cell(point.y - top, height)
        let lowest = cell(point.y - top + 2 * radius, height)
        while row <= lowest {
          for column in first..<last + 1 { cells[row * width + column] = true }
          row += 1
        }
      }
    }
  }

  /// Marks the cells along a line inside the panel.
  mutating func mark(_ line: [Scene.Point]) {
    for (start, end) in zip(line, line.dropFirst()) {
      let reach = max(abs(end.x - start.x), abs(end.y - start.y))
      let steps = Int((reach / Self.cell).rounded(.up)) + 1
      for step in 0...steps {
        let t = Double(step) / Double(steps)
        let (x, y) = (start.x + t * (end.x - start.x), start.y + t * (end.y - start.y))
        cells[row(y) * columns + column(x)] = true
      }
    }
  }

  /// Marks the cells of a rectangle inside the panel.
  mutating func mark(_ rectangle: Scene.Rectangle) {
    guard rectangle.intersects(frame) else { return }
    for row in row(rectangle.minY)...row(rectangle.maxY) {
      for column in column(rectangle.minX)...column(rectangle.maxX) { cells[row * columns + column] = true }
    }
  }

  /// How many marked cells a line passes, but for the last few points of its way.
  func count(along line: [Scene.Point]) -> Int {
    var count = 0
    for (start, end) in zip(line, line.dropFirst()) {
      let steps = Int((max(abs(end.x - start.x), abs(end.y - start.y)) / Self.cell).rounded(.up))
      for step in 0..<max(steps - 2, 0) {
        let t = Double(step) / Double(steps)
        let (x, y) = (start.x + t * (end.x - start.x), start.y + t * (end.y - start.y))
        if cells[row(y) * columns + column(x)] { count += 1 }
      }
    }
    return count
  }

  /// How many marked cells a rectangle touches.
  func count(in rectangle: Scene.Rectangle) -> Int {
    var count = 0
    for row in row(rectangle.minY)...row(rectangle.maxY) {
      for column in column(rectangle.minX)...column(rectangle.maxX) where cells[row * columns + column] { count += 1 }
    }
    return count
  }
}
