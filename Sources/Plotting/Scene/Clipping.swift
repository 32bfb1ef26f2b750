extension Scene.Rectangle {
  /// The parts of a line through points that lie inside the rectangle.
  func clip(_ line: [Scene.Point]) -> [[Scene.Point]] {
    if line.allSatisfy(contains) { return line.count > 1 ? [line] : [] }
    var pieces: [[Scene.Point]] = []
    var piece: [Scene.Point] = []
    for index in line.indices.dropLast() {
      guard let (start, end) = clip(from: line[index], to: line[index + 1]) else {
        if piece.count > 1 { pieces.append(piece) }
        piece = []
        continue
      }
      if piece.last != start {
        if piece.count > 1 { pieces.append(piece) }
        piece = [start]
      }
      piece.append(end)
    }
    if piece.count > 1 { pieces.append(piece) }
    return pieces
  }

  /// The part of a segment inside the rectangle, found by cutting it at one edge after the other.
  private func clip(from start: Scene.Point, to end: Scene.Point) -> (Scene.Point, Scene.Point)? {
    if contains(start) && contains(end) { return (start, end) }
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    var (enter, leave) = (0.0, 1.0)
    for (slope, room) in [
      (-dx, start.x - minX), (dx, maxX - start.x), (-dy, start.y - minY), (dy, maxY - start.y),
    ] {
      if slope == 0 {
        if room < 0 { return nil }
      } else if slope < 0 {
        enter = max(enter, room / slope)
      } else {
        leave = min(leave, room / slope)
      }
    }
    guard enter <= leave else { return nil }
    func point(_ t: Double) -> Scene.Point {
      if t == 0 { return start }
      if t == 1 { return end }
      return Scene.Point(
        x: min(max(start.x + t * dx, minX), maxX), y: min(max(start.y + t * dy, minY), maxY))
    }
    return (point(enter), point(leave))
  }

  /// The part of an area inside the rectangle, cut edge by edge.
  func clip(polygon: [Scene.Point]) -> [Scene.Point] {
    if polygon.allSatisfy(contains) { return polygon }
    var result = polygon
    result = Self.cut(result, inside: { $0.x >= minX }, crossing: { Self.cross($0, $1, x: minX) })
    result = Self.cut(result, inside: { $0.x <= maxX }, crossing: { Self.cross($0, $1, x: maxX) })
    result = Self.cut(result, inside: { $0.y >= minY }, crossing: { Self.cross($0, $1, y: minY) })
    result = Self.cut(result, inside: { $0.y <= maxY }, crossing: { Self.cross($0, $1, y: maxY) })
    return result.count > 2 ? result : []
  }

  private static func cut(
    _ polygon: [Scene.Point], inside: (Scene.Point) -> Bool,
    crossing: (Scene.Point, Scene.Point) -> Scene.Point
  ) -> [Scene.Point] {
    guard var previous = polygon.last else { return [] }
    var result: [Scene.Point] = []
    for point in polygon {
      if inside(point) != inside(previous) { result.append(crossing(previous, point)) }
      if inside(point) { result.append(point) }
      previous = point
    }
    return result
  }

  private static func cross(_ a: Scene.Point, _ b: Scene.Point, x: Double) -> Scene.Point {
    Scene.Point(x: x, y: a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x))
  }

  private static func cross(_ a: Scene.Point, _ b: Scene.Point, y: Double) -> Scene.Point {
    Scene.Point(x: a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y: y)
  }
}
