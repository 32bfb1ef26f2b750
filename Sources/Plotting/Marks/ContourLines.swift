/// The lines along which a grid has a level, as positions.
///
/// Every cell of four places is looked at once: the level crosses an edge where its two ends lie on different sides, at
/// the place that linear interpolation gives. In a saddle the mean of the four corners decides which crossings belong
/// together. Crossings are then chained into lines. Cells with a corner that is not finite or has no position are left
/// out. Time and memory are linear in the number of cells.
func contourLines(
  of grid: Grid, at level: Double, columns: [Double?], rows: [Double?]
) -> [[Scene.Point]] {
  let (width, height) = (grid.x.count, grid.y.count)
  guard width > 1, height > 1 else { return [] }

  // The edge to the right of a place has an even number, the edge above it an odd one.
  func right(_ column: Int, _ row: Int) -> Int { 2 * (row * width + column) }
  func above(_ column: Int, _ row: Int) -> Int { 2 * (row * width + column) + 1 }

  var neighbours: [Int: [Int]] = [:]
  var order: [Int] = []
  func join(_ a: Int, _ b: Int) {
    for (from, to) in [(a, b), (b, a)] {
      if neighbours[from] == nil { order.append(from) }
      neighbours[from, default: []].append(to)
    }
  }

  for row in 0..<(height - 1) {
    guard rows[row] != nil, rows[row + 1] != nil else { continue }
    for column in 0..<(width - 1) {
      guard columns[column] != nil, columns[column + 1] != nil else { continue }
      let corners = (
        grid[column, row], grid[column + 1, row], grid[column + 1, row + 1], grid[column, row + 1]
      )
      guard corners.0.isFinite, corners.1.isFinite, corners.2.isFinite, corners.3.isFinite else { continue }
      let inside = (corners.0 >= level, corners.1 >= level, corners.2 >= level, corners.3 >= level)
      let (bottom, top) = (right(column, row), right(column, row + 1))
      let (left, rightSide) = (above(column, row), above(column + 1, row))
      var crossings: [Int] = []
      if inside.0 != inside.1 { crossings.append(bottom) }
      if inside.1 != inside.2 { crossings.append(rightSide) }
      if inside.2 != inside.3 { crossings.append(top) }
      if inside.3 != inside.0 { crossings.append(left) }
      if crossings.count == 2 {
        join(crossings[0], crossings[1])
      } else if crossings.count == 4 {
        let mean = corners.0 / 4 + corners.1 / 4 + corners.2 / 4 + corners.3 / 4
        if (mean >= level) == inside.0 {
          join(bottom, rightSide)
          join(top, left)
        } else {
          join(bottom, left)
          join(top, rightSide)
        }
      }
    }
  }

  func point(_ edge: Int) -> Scene.Point? {
    let place = edge / 2
    let (column, row) = (place % width, place / width)
    let (nextColumn, nextRow) = edge.isMultiple(of: 2) ? (column + 1, row) : (column, row + 1)
    guard let x0 = columns[column], let x1 = columns[nextColumn], let y0 = rows[row], let y1 = rows[nextRow]
    else { return nil }
    let (a, b) = (grid[column, row] / 2, grid[nextColumn, nextRow] / 2)
    let t = (level / 2 - a) / (b - a)
    return Scene.Point(x: x0 + (x1 - x0) * t, y: y0 + (y1 - y0) * t)
  }

  var visited = Set<Int>()
  func walk(from start: Int) -> [Scene.Point] {
    var edges = [start]
    visited.insert(start)
    var current = start
    while let next = neighbours[current]?.first(where: { !visited.contains($0) }) {
      visited.insert(next)
      edges.append(next)
      current = next
    }
    // Back at the beginning: a closed line.
    if edges.count > 2, neighbours[current]?.contains(start) == true { edges.append(start) }
    return edges.compactMap(point)
  }

  var lines: [[Scene.Point]] = []
  for start in order where neighbours[start]?.count == 1 && !visited.contains(start) { lines.append(walk(from: start)) }
  for start in order where !visited.contains(start) { lines.append(walk(from: start)) }
  return lines.filter { $0.count > 1 }
}
