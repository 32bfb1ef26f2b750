/// The shape of a data point.
public enum Symbol: Int, Hashable, Sendable, CaseIterable {
  /// A disk.
  case circle
  /// A square on its side.
  case square
  /// A triangle with one corner on top.
  case triangle
  /// A square on its corner.
  case diamond
  /// Two crossing diagonal strokes, ×.
  case cross
  /// Two crossing upright strokes, +.
  case plus

  /// The corners of the shape around the origin for a circle of radius 1; none for shapes that are not polygons.
  /// All shapes have about the same area.
  public var corners: [Scene.Point] {
    switch self {
    case .circle, .cross, .plus: []
    case .square: [(-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)].map(Scene.Point.init)
    case .triangle: [(0, -1.2), (1.14, 0.78), (-1.14, 0.78)].map(Scene.Point.init)
    case .diamond: [(0, -1.28), (1.28, 0), (0, 1.28), (-1.28, 0)].map(Scene.Point.init)
    }
  }

  /// The strokes of the shape around the origin, for shapes made of lines.
  public var strokes: [[Scene.Point]] {
    switch self {
    case .cross: [[(-0.85, -0.85), (0.85, 0.85)], [(-0.85, 0.85), (0.85, -0.85)]].map { $0.map(Scene.Point.init) }
    case .plus: [[(-1.1, 0), (1.1, 0)], [(0, -1.1), (0, 1.1)]].map { $0.map(Scene.Point.init) }
    default: []
    }
  }
}
