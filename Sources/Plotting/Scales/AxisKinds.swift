/// How the axes of a plot measure, as far as its author says.
public struct AxisKinds: Hashable, Sendable {
  /// From left to right.
  public var x: Scale.Kind
  /// From bottom to top.
  public var y: Scale.Kind

  /// The kinds of the two axes.
  public init(x: Scale.Kind, y: Scale.Kind) {
    self.x = x
    self.y = y
  }
}
