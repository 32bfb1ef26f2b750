extension Scene {
  /// A place in a scene, in points, with y growing downwards.
  public struct Point: Hashable, Sendable {
    /// From the left edge.
    public var x: Double
    /// From the upper edge.
    public var y: Double

    /// A place from its two coordinates.
    public init(x: Double, y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// A width and a height in points.
  public struct Size: Hashable, Sendable {
    /// From left to right.
    public var width: Double
    /// From top to bottom.
    public var height: Double

    /// A size from its two lengths.
    public init(width: Double, height: Double) {
      self.width = width
      self.height = height
    }
  }

  /// An upright rectangle in points; `minY` is its upper edge.
  public struct Rectangle: Hashable, Sendable {
    /// The left edge.
    public var minX: Double
    /// The upper edge.
    public var minY: Double
    /// From left to right.
    public var width: Double
    /// From top to bottom.
    public var height: Double

    /// A rectangle from its upper left corner and its size.
    public init(x: Double, y: Double, width: Double, height: Double) {
      minX = x
      minY = y
      self.width = width
      self.height = height
    }

    /// The right edge.
    public var maxX: Double { minX + width }
    /// The lower edge.
    public var maxY: Double { minY + height }
    /// The middle between left and right edge.
    public var midX: Double { minX + width / 2 }
    /// The middle between upper and lower edge.
    public var midY: Double { minY + height / 2 }

    /// Whether the two rectangles have area in common.
    public func intersects(_ other: Rectangle) -> Bool {
      minX < other.maxX && other.minX < maxX && minY < other.maxY && other.minY < maxY
    }

    /// Whether a point lies inside or on the edge.
    public func contains(_ point: Point) -> Bool {
      point.x >= minX && point.x <= maxX && point.y >= minY && point.y <= maxY
    }

    /// Whether the other rectangle lies wholly inside.
    public func contains(_ other: Rectangle) -> Bool {
      other.minX >= minX && other.maxX <= maxX && other.minY >= minY && other.maxY <= maxY
    }

    /// The rectangle whose edges lie `distance` further out.
    public func expanded(by distance: Double) -> Rectangle {
      Rectangle(
        x: minX - distance, y: minY - distance, width: width + 2 * distance, height: height + 2 * distance)
    }
  }
}
