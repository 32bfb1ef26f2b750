/// A height and a width on the grid of a feature map: of a kernel, a stride or a padding.
///
/// An integer literal means the same number for both, as in `kernel: 3`.
public struct GridSize: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// Along the rows of a feature map, from top to bottom.
  public let height: Int
  /// Along the columns, from left to right.
  public let width: Int

  /// A size from its two numbers.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// The same number for both.
  public static func square(_ side: Int) -> GridSize { GridSize(height: side, width: side) }

  /// The same number for both.
  public init(integerLiteral value: Int) { self = .square(value) }

  /// How many places it covers.
  public var area: Int { height * width }

  /// "3 × 5"
  public var description: String { "\(height) × \(width)" }
}
