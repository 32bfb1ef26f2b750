/// What the colours of a scale lie on: they fill areas themselves, or are lines and points on paper of either theme.
enum ColorSurface {
  case areas
  case paper
}

/// A way from numbers to colours.
public struct ColorScale: Hashable, Sendable {
  /// From numbers to positions.
  public var scale: Scale
  /// From positions to colours.
  public var map: ColorMap

  /// A colour map laid over a scale.
  public init(scale: Scale, map: ColorMap) {
    self.scale = scale
    self.map = map
  }

  /// The colour of a value; nil where the scale has no place for it.
  public func color(of value: Double) -> RGB? {
    guard let position = scale.position(of: value) else { return nil }
    return map.color(at: position)
  }
}
