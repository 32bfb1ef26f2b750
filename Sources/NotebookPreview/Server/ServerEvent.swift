/// One message of a stream of server-sent events.
public struct ServerEvent: Equatable, Sendable {
  /// What listeners listen for, such as `page`.
  public var name: String
  /// The message; JSON, by agreement with the page.
  public var data: String

  /// A message from its parts.
  public init(name: String, data: String) {
    self.name = name
    self.data = data
  }

  /// The message as it is sent: a data line for each line of the message.
  public var bytes: [UInt8] {
    let lines = data.split(separator: "\n", omittingEmptySubsequences: false).map { "data: \($0)\n" }
    return Array(("event: \(name)\n" + lines.joined() + "\n").utf8)
  }
}
