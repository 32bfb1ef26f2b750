/// What a value of a mark says: its place or its colour.
public enum Channel: Hashable, Sendable {
  case x
  case y
  case color
}

/// What the channels of a plot are called, for tables and descriptions.
public struct ChannelNames: Hashable, Sendable {
  public var x: String
  public var y: String
  public var color: String

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
