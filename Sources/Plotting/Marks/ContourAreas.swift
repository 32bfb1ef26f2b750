/// The area where a grid is at least a level, as closed rings of positions: outer ones turn one way, holes the other.
///
/// In every cell of four places the area is a polygon whose corners are places of the grid and crossings of its edges,
/// found by linear interpolation. In a saddle the mean of the four corners decides whether the two high corners are
/// joined. Cells share their crossings, so an edge between two cells is found once in each direction; such pairs are
/// taken out, and what is left closes to rings without a crack. Cells with a corner that is not finite or has no position
/// are left out. Time and memory are linear in the number of cells.
func contourAreas(of grid: Grid, atLeast level: Double, columns: [Double?], rows: [Double?]) -> [[Scene.Point]] {
  let (width, height) = (grid.x.count, grid.y.count)
  guard width > 1, height > 1 else { return [] }

  // Of a place, its own number is three times its index; then come the crossings to its right and above it.
  func place(_ column: Int, _ row: Int) -> Int { 3 * (row * width + column) }
  func right(_ column: Int, _ row: Int) -> Int { place(column, row) + 1 }
  func above(_ column: Int, _ row: Int) -> Int { place(column, row) + 2 }

  var edges: [Int: [Int]] = [:]
  var order: [Int] = []
  func add(_ from: Int, _ to: Int) {
    if let index = edges[to]?.firstIndex(of: from) {
      edges[to]?.remove(at: index)
    } else {
      if edges[from] == nil { order.append(from) }
      edges[from, default: []].append(to)
    }
  }
  func add(_ polygon: [Int]) {
    for index in polygon.indices { add(polygon[index], polygon[(index + 1) % polygon.count]) }
  }

  for row in 0..<(height - 1) {
    guard rows[row] != nil, rows[row + 1] != nil else { continue }
    for column in 0..<(width - 1) {
      guard columns[column] != nil, columns[column + 1] != nil else { continue }
      let corners = [grid[column, row], grid[column + 1, row], grid[column + 1, row + 1], grid[column, row + 1]]
      guard corners.allSatisfy(\.isFinite) else { continue }
      let isIn = corners.map { $0 >= level }
      guard isIn.contains(true) else { continue }
      let numbers = [place(column, row), place(column + 1, row), place(column + 1, row + 1), place(column, row + 1)]
      let crossings = [right(column, row), above(column + 1, row), right(column, row + 1), above(column, row)]
      let isSaddle = isIn[0] == isIn[2] && isIn[1] == isIn[3] && isIn[0] != isIn[1]
      let mean = corners[0] / 4 + corners[1] / 4 + corners[2] / 4 + corners[3] / 4
      if isSaddle && mean < level {
        for index in 0..<4 where isIn[index] { add([crossings[(index + 3) % 4], numbers[index], crossings[index]]) }
        continue
      }
      var polygon: [Int] = []
      for index in 0..<4 {
        if isIn[index] { polygon.append(numbers[index]) }
        if isIn[index] != isIn[(index + 1) % 4] { polygon.append(crossings[index]) }
      }
      add(polygon)
    }
  }

  func point(_ number: Int) -> Scene.Point? {
    let place = number / 3
    let (column, row) = (place % width, place / width)
    guard let x0 = columns[column], let y0 = rows[row] else { return nil }
    if number % 3 == 0 { return Scene.Point(x: x0, y: y0) }
    let (nextColumn, nextRow) = number % 3 == 1 ? (column + 1, row) : (column, row + 1)
    guard let x1 = columns[nextColumn], let y1 = rows[nextRow] else { return nil }
    // Halved, so that the difference of two large numbers stays finite.
    let (a, b) = (grid[column, row] / 2, grid[nextColumn, nextRow] / 2)
    let t = (level / 2 - a) / (b - a)
    return Scene.Point(x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t)
  }

  var rings: [[Scene.Point]] = []
  for start in order {
    while let first = edges[start]?.popLast() {
      var ring = [start]
      var current = first
      while current != start {
        ring.append(current)
        guard let next = edges[current]?.popLast() else { break }
        current = next
      }
      let points = withoutMiddles(ring.compactMap(point))
      if points.count > 2 { rings.append(points) }
    }
  }
  return rings
}

/// A ring without the points that lie on an upright or level line between their neighbors.
private func withoutMiddles(_ ring: [Scene.Point]) -> [Scene.Point] {
  guard ring.count > 3 else { return ring }
  return ring.indices.compactMap { index in
    let (before, point, after) = (
      ring[(index + ring.count - 1) % ring.count], ring[index], ring[(index + 1) % ring.count]
    )
    let isMiddle = before.x == point.x && point.x == after.x || before.y == point.y && point.y == after.y
    return isMiddle ? nil : point
  }
}
