/// Size and weight of a text; the family is the backend's.
public struct Font: Hashable, Sendable {
  /// How heavy the letters are.
  public enum Weight: Hashable, Sendable {
    /// For labels and axes.
    case regular
    /// For titles.
    case bold
  }

  /// In points.
  public var size: Double
  /// How heavy the letters are.
  public var weight: Weight

  /// A font of a size and a weight.
  public init(size: Double, weight: Weight = .regular) {
    self.size = size
    self.weight = weight
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
