/// Size, weight and slant of a text; the family is the backend's.
public struct Font: Hashable, Sendable {
  /// How heavy the letters are.
  public enum Weight: Hashable, Sendable {
    /// For labels and axes.
    case regular
    /// For titles.
    case bold
  }

  /// Whether the letters lean.
  public enum Slant: Hashable, Sendable {
    /// For words, numbers and signs.
    case upright
    /// For the letters of formulas.
    case italic
  }

  /// In points.
  public var size: Double
  /// How heavy the letters are.
  public var weight: Weight
  /// Whether the letters lean.
  public var slant: Slant

  /// A font of a size, a weight and a slant.
  public init(size: Double, weight: Weight = .regular, slant: Slant = .upright) {
    self.size = size
    self.weight = weight
    self.slant = slant
  }

  /// Height of capitals and digits, relative to the size.
  public static let capHeight = 0.76
  /// Depth of descenders, relative to the size.
  public static let descent = 0.23

  static let title = Font(size: 14.5, weight: .bold)
  static let panelTitle = Font(size: 12.5, weight: .bold)
  static let axisTitle = Font(size: 12.5)
  static let tick = Font(size: 12)
  static let legend = Font(size: 12.5)
  static let annotation = Font(size: 12)
}
