/// What became of one `cached` value in a run.
public struct CacheUse: Codable, Equatable, Sendable {
  /// The name that the notebook gives it.
  public var name: String
  /// The line of the notebook, from 1; 0 where another module asks for the value.
  public var line: Int
  /// Whether it came from an earlier run.
  public var isReused: Bool
  /// When it was computed, ISO 8601 in UTC.
  public var computed: String
  /// How long computing it took, in seconds.
  public var seconds: Double
  /// How many bytes it takes on disk; nil when it is not kept.
  public var bytes: Int?
  /// What the reader should know besides, such as that a kept value was damaged; nil for nothing.
  public var note: String?

  /// A use from its parts.
  public init(
    name: String, line: Int, isReused: Bool, computed: String, seconds: Double, bytes: Int?, note: String? = nil
  ) {
    self.name = name
    self.line = line
    self.isReused = isReused
    self.computed = computed
    self.seconds = seconds
    self.bytes = bytes
    self.note = note
  }
}
