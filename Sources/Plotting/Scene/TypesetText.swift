/// A line of text ready to be drawn: letters with their places, and the bars and signs that no letter can be.
public struct TypesetText: Hashable, Sendable {
  /// Letters of one font on one base line.
  public struct Run: Hashable, Sendable {
    /// The letters.
    public var text: String
    /// From the start of the text, in points.
    public var x: Double
    /// Below the base line of the text, in points; negative where the letters are raised.
    public var y: Double
    /// Size, weight and slant of the letters.
    public var font: Font
    /// Measured by the text measurer that set the text.
    public var width: Double

    /// Letters at a place.
    public init(_ text: String, x: Double, y: Double, font: Font, width: Double) {
      self.text = text
      self.x = x
      self.y = y
      self.font = font
      self.width = width
    }
  }

  /// The letters, from the first to the last.
  public var runs: [Run]
  /// Filled areas, such as bars of fractions and roots, from the start of the text on its base line; all turn one way.
  public var shapes: [[Scene.Point]]
  /// From start to end, in points.
  public var width: Double
  /// How far the text stands above its base line, at least as far as capitals do.
  public var ascent: Double
  /// How far the text reaches below its base line, at least as far as descenders do.
  public var descent: Double
  /// The text in words and signs of Unicode.
  public var plain: String

  /// A text from its parts.
  public init(
    runs: [Run], shapes: [[Scene.Point]] = [], width: Double, ascent: Double, descent: Double, plain: String
  ) {
    self.runs = runs
    self.shapes = shapes
    self.width = width
    self.ascent = ascent
    self.descent = descent
    self.plain = plain
  }

  /// Words on the line in one font.
  public init(_ text: String, font: Font, width: Double) {
    self.init(
      runs: text.isEmpty ? [] : [Run(text, x: 0, y: 0, font: font, width: width)], width: width,
      ascent: Font.capHeight * font.size, descent: Font.descent * font.size, plain: text)
  }
}
