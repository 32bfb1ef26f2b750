/// What a value of a mark says: its place or its colour.
public enum Channel: Hashable, Sendable {
  /// The place from left to right.
  case x
  /// The place from bottom to top.
  case y
  /// The place on the colour bar.
  case color
}

/// What the channels of a plot are called, for tables and descriptions.
public struct ChannelNames: Hashable, Sendable {
  /// Title of the horizontal axis.
  public var x: String
  /// Title of the vertical axis.
  public var y: String
  /// Title of the colour bar.
  public var color: String

  /// Whether both axes are logarithmic, so that a power law is a straight line.
  var areBothLogarithmic = false

  /// Names for the three channels.
  public init(x: String = "x", y: String = "y", color: String = "color") {
    self.x = x
    self.y = y
    self.color = color
  }

  /// The name of a channel.
  public subscript(channel: Channel) -> String {
    switch channel {
    case .x: x
    case .y: y
    case .color: color
    }
  }
}
