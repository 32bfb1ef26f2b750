/// The head of an arrow and the way to it.
enum Arrowhead {
  /// The straight way from the edge of a box to a few points before a target; nil if the target is too close.
  static func line(from box: Scene.Rectangle, to target: Scene.Point) -> [Scene.Point]? {
    let start = Scene.Point(
      x: min(max(target.x, box.minX), box.maxX), y: min(max(target.y, box.minY), box.maxY))
    let length = length(of: [start, target])
    let gap = 5.0
    guard length > gap + 8 else { return nil }
    let t = (length - gap) / length
    return [start, Scene.Point(x: start.x + t * (target.x - start.x), y: start.y + t * (target.y - start.y))]
  }

  /// The length of a line through points.
  static func length(of line: [Scene.Point]) -> Double {
    zip(line, line.dropFirst()).reduce(0) { sum, pair in
      let (dx, dy) = (pair.1.x - pair.0.x, pair.1.y - pair.0.y)
      return sum + (dx * dx + dy * dy).squareRoot()
    }
  }

  /// The points of a line at several distances from its start, which increase.
  static func points(on line: [Scene.Point], at distances: [Double]) -> [Scene.Point] {
    var result: [Scene.Point] = []
    var (index, way) = (0, 0.0)
    for distance in distances {
      while index + 2 < line.count {
        let step = length(of: [line[index], line[index + 1]])
        if way + step >= distance { break }
        way += step
        index += 1
      }
      guard index + 1 < line.count else { break }
      let (start, end) = (line[index], line[index + 1])
      let step = length(of: [start, end])
      let t = step > 0 ? min(max((distance - way) / step, 0), 1) : 0
      result.append(Scene.Point(x: start.x + t * (end.x - start.x), y: start.y + t * (end.y - start.y)))
    }
    return result
  }

  /// A triangle with its tip at the end of a line, pointing along its last segment; none if that has no length.
  static func polygon(_ line: [Scene.Point], size: Double) -> [Scene.Point] {
    guard line.count > 1 else { return [] }
    let (before, tip) = (line[line.count - 2], line[line.count - 1])
    let length = length(of: [before, tip])
    guard length > 0 else { return [] }
    let (dx, dy) = ((tip.x - before.x) / length, (tip.y - before.y) / length)
    let back = Scene.Point(x: tip.x - size * dx, y: tip.y - size * dy)
    let half = 0.42 * size
    return [
      tip, Scene.Point(x: back.x - half * dy, y: back.y + half * dx),
      Scene.Point(x: back.x + half * dy, y: back.y - half * dx),
    ]
  }
}
