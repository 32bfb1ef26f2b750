/// A drawn figure as a value: a handful of primitives in points, with y growing downwards and colours as roles.
///
/// A scene knows no theme and no file format; a backend turns it into pictures with one switch over ``Element``.
public struct Scene: Hashable, Sendable {
  /// The whole area.
  public var size: Size
  /// What is drawn, from back to front.
  public var elements: [Element]

  /// A scene of a size with what is drawn on it.
  public init(size: Size, elements: [Element] = []) {
    self.size = size
    self.elements = elements
  }

  /// One thing to draw.
  public enum Element: Hashable, Sendable {
    /// Open lines, each through its points.
    case lines([[Point]], Stroke)
    /// Closed areas without an edge.
    case polygons([[Point]], Paint)
    /// A filled rectangle.
    case rectangle(Rectangle, Paint)
    /// Many data points of one shape.
    case symbols(Symbols)
    /// A line of text.
    case text(Text)
    /// A picture of coloured cells.
    case raster(Raster)
  }

  /// Data points of one shape and size.
  public struct Symbols: Hashable, Sendable {
    /// How data points are drawn.
    public enum Form: Hashable, Sendable {
      /// Each as a shape, later ones over earlier ones.
      case shapes
      /// All together as one picture: at every pixel the mean of the colors of the points that cover it, as opaque as
      /// the logarithm of their number. ``opacity(covering:most:)`` has the formula. Edges are left out.
      case picture
    }

    /// How wide the strokes of shapes are that are made of strokes, in points.
    public static let strokeWidth = 1.75

    /// The shape.
    public var symbol: Symbol
    /// Half the width, in points.
    public var radius: Double
    /// One for every data point.
    public var centers: [Point]
    /// One paint for all, or one for each centre.
    public var paints: [Paint]
    /// The edge of each shape.
    public var outline: Stroke?
    /// One by one, or all together.
    public var form: Form

    /// Data points of one shape at the given centres.
    public init(
      symbol: Symbol, radius: Double, centers: [Point], paints: [Paint], outline: Stroke? = nil, form: Form = .shapes
    ) {
      self.symbol = symbol
      self.radius = radius
      self.centers = centers
      self.paints = paints
      self.outline = outline
      self.form = form
    }

    /// How opaque a picture of data points is where some number of them lie, if the most on any pixel is known.
    ///
    /// One point alone is opaque where none overlap, and keeps a quarter where very many do; the most is opaque; between
    /// them, equal ratios are equal steps. Less than one point is a pixel at an edge, in proportion.
    public static func opacity(covering count: Double, most: Double) -> Double {
      guard count > 0 else { return 0 }
      guard most > 1 else { return min(count, 1) }
      let decades = decimalLogarithm(most)
      let one = max(0.25, 1 / (1 + 2 * decades))
      return count <= 1 ? count * one : min(1, one + (1 - one) * decimalLogarithm(count) / decades)
    }

    /// The paint of the centre of an index.
    public func paint(at index: Int) -> Paint {
      paints.count == centers.count ? paints[index] : paints.first ?? Paint(.ink)
    }
  }

  /// A line of text with its measured width.
  public struct Text: Hashable, Sendable {
    /// Which part of the text stands at its position.
    public enum Anchor: String, Hashable, Sendable {
      /// The left end.
      case start
      /// The point half-way.
      case middle
      /// The right end.
      case end
    }

    /// The letters, and the signs that no letter can be.
    public var text: TypesetText
    /// Size and weight of the words.
    public var font: Font
    /// On the base line.
    public var position: Point
    /// Which part of the text stands at the position.
    public var anchor: Anchor
    /// Their colour.
    public var paint: Paint
    /// Whether the text keeps a rim of paper around its letters, so that it can be read over data.
    public var hasHalo: Bool

    /// A line of text at a position.
    public init(
      _ text: TypesetText, font: Font, at position: Point, anchor: Anchor, paint: Paint, hasHalo: Bool = false
    ) {
      self.text = text
      self.font = font
      self.position = position
      self.anchor = anchor
      self.paint = paint
      self.hasHalo = hasHalo
    }

    /// Measured by the text measurer that laid the scene out.
    public var width: Double { text.width }

    /// What the text covers: at least from the top of capitals to the bottom of descenders.
    public var box: Rectangle {
      let left =
        switch anchor {
        case .start: position.x
        case .middle: position.x - width / 2
        case .end: position.x - width
        }
      return Rectangle(
        x: left, y: position.y - text.ascent, width: text.width, height: text.ascent + text.descent)
    }
  }

  /// A picture of equal cells, stretched over a rectangle without smoothing.
  public struct Raster: Hashable, Sendable {
    /// Where the picture lies.
    public var frame: Rectangle
    /// Cells in a row.
    public var columns: Int
    /// Cells in a column.
    public var rows: Int
    /// Row by row from the upper left: red, green, blue and opacity from the highest byte down.
    public var pixels: [UInt32]

    /// A picture of `columns` × `rows` cells.
    public init(frame: Rectangle, columns: Int, rows: Int, pixels: [UInt32]) {
      self.frame = frame
      self.columns = columns
      self.rows = rows
      self.pixels = pixels
    }
  }

  /// Every line of text in the scene.
  public var texts: [Text] {
    elements.compactMap { if case .text(let text) = $0 { text } else { nil } }
  }
}
