extension Scene {
  /// A colour of a scene: a role that the theme fills, or a fixed colour that stands for a number.
  public enum Color: Hashable, Sendable {
    /// Text and whatever must be read.
    case ink
    /// Axes and whatever may stand back.
    case muted
    /// The grid behind the data.
    case grid
    /// The page.
    case paper
    /// A series; the number counts from 0 and goes round at the end of the theme's colours.
    case series(Int)
    /// The letters of a series: its colour, moved towards ink until text in it can be read on paper.
    case label(Int)
    /// A colour that means a value and so is the same in every theme.
    case fixed(RGB)

    /// The colour for letters that belong to what has this colour. A fixed colour is ink, since it cannot follow the
    /// theme's paper.
    var ofLetters: Color {
      switch self {
      case .series(let number): .label(number)
      case .fixed: .ink
      case .ink, .muted, .grid, .paper, .label: self
      }
    }
  }

  /// A colour with an opacity between 0 and 1.
  public struct Paint: Hashable, Sendable {
    /// A role or a fixed colour.
    public var color: Color
    /// From 0, not seen, to 1.
    public var opacity: Double

    /// A paint of a colour, opaque unless said otherwise.
    public init(_ color: Color, opacity: Double = 1) {
      self.color = color
      self.opacity = opacity
    }
  }

  /// How a line is drawn.
  public struct Stroke: Hashable, Sendable {
    /// The colour of the line.
    public var paint: Paint
    /// In points.
    public var width: Double
    /// Lengths of dashes and gaps in points, in turn; empty for an unbroken line.
    public var dash: [Double]

    /// A stroke of a paint, a width and a pattern of dashes.
    public init(_ paint: Paint, width: Double, dash: [Double] = []) {
      self.paint = paint
      self.width = width
      self.dash = dash
    }
  }
}
