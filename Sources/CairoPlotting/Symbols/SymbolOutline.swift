import Plotting

/// The outline of a data point around the origin, in pixels.
struct SymbolOutline {
  private let radius: Double
  private let isCircle: Bool
  private let corners: [Scene.Point]
  private let strokes: [[Scene.Point]]

  init(_ symbol: Symbol, radius: Double) {
    func scaled(_ points: [Scene.Point]) -> [Scene.Point] {
      points.map { Scene.Point(x: $0.x * radius, y: $0.y * radius) }
    }
    self.radius = radius
    corners = scaled(symbol.corners)
    strokes = symbol.strokes.map(scaled)
    isCircle = corners.isEmpty && strokes.isEmpty
  }

  /// Whether the shape is made of strokes and has no inside.
  var isStrokes: Bool { !strokes.isEmpty }

  /// The greatest distance from the origin.
  var reach: Double {
    (corners + strokes.flatMap { $0 }).map { ($0.x * $0.x + $0.y * $0.y).squareRoot() }.max() ?? radius
  }

  /// Whether a point lies inside; for shapes of strokes, on a stroke.
  func contains(_ point: Scene.Point, halfWidth: Double) -> Bool {
    if isCircle { return point.x * point.x + point.y * point.y <= radius * radius }
    if !strokes.isEmpty { return distance(to: point) <= halfWidth }
    // All corners turn one way.
    return zip(corners, corners.dropFirst() + corners.prefix(1)).allSatisfy { start, end in
      (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x) >= 0
    }
  }

  /// From the circle, the edges or the strokes; strokes end without a cap.
  func distance(to point: Scene.Point) -> Double {
    if isCircle { return abs((point.x * point.x + point.y * point.y).squareRoot() - radius) }
    if !strokes.isEmpty {
      return strokes.map { Self.distance(from: $0[0], to: $0[1], point, hasCaps: false) }.min() ?? .infinity
    }
    return zip(corners, corners.dropFirst() + corners.prefix(1))
      .map { Self.distance(from: $0, to: $1, point, hasCaps: true) }.min() ?? .infinity
  }

  private static func distance(
    from start: Scene.Point, to end: Scene.Point, _ point: Scene.Point, hasCaps: Bool
  ) -> Double {
    let (dx, dy) = (end.x - start.x, end.y - start.y)
    let length = dx * dx + dy * dy
    let along = length > 0 ? ((point.x - start.x) * dx + (point.y - start.y) * dy) / length : 0
    if !hasCaps && !(0...1).contains(along) { return .infinity }
    let t = min(max(along, 0), 1)
    let (x, y) = (point.x - start.x - t * dx, point.y - start.y - t * dy)
    return (x * x + y * y).squareRoot()
  }
}
