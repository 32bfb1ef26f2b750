/// Finds out which files were saved, by looking at their stamps again and again.
///
/// Looking costs about a microsecond a file, works on every file system, and does not care whether an editor writes a
/// file in place, renames a new one over it, or removes it first. A change counts once the file has been left alone for
/// a moment, so that saves in a burst are one change and half a file is none.
public struct FileWatch: Sendable {
  /// How long a file must be left alone.
  public static let rest = Duration.milliseconds(30)
  /// How long a file may be missing or empty before that is the change.
  public static let patience = Duration.milliseconds(500)
  /// How long a file may go on changing before it is looked at all the same.
  public static let limit = Duration.seconds(2)

  private struct Entry: Sendable {
    var known: FileStamp?
    /// What was seen since, when first, and when the first change came.
    var seen: (stamp: FileStamp?, since: ContinuousClock.Instant, first: ContinuousClock.Instant)?
  }

  private var entries: [String: Entry] = [:]
  private let stamp: @Sendable (String) -> FileStamp?

  /// A watch on nothing yet.
  public init() { self.init(stamp: { FileStamp($0) }) }

  init(stamp: @escaping @Sendable (String) -> FileStamp?) { self.stamp = stamp }

  /// The files that are watched.
  public var paths: Set<String> { Set(entries.keys) }

  /// Watches these files from now on, whether they are there or not; of those watched already nothing is forgotten.
  public mutating func watch(_ paths: Set<String>) {
    entries = entries.filter { paths.contains($0.key) }
    for path in paths where entries[path] == nil { entries[path] = Entry(known: stamp(path)) }
  }

  /// Takes the files as they are now for known.
  public mutating func forgetChanges(of paths: Set<String>) {
    for path in paths where entries[path] != nil { entries[path] = Entry(known: stamp(path)) }
  }

  /// The files that were saved since the last look and have come to rest.
  public mutating func changes(now: ContinuousClock.Instant = .now) -> Set<String> {
    var changes: Set<String> = []
    for (path, entry) in entries {
      let current = stamp(path)
      guard current != entry.known else {
        if entry.seen != nil { entries[path]?.seen = nil }
        continue
      }
      guard let seen = entry.seen, seen.stamp == current || now - seen.first >= Self.limit else {
        entries[path]?.seen = (current, now, entry.seen?.first ?? now)
        continue
      }
      let needed = current?.isEmpty ?? true ? Self.patience : Self.rest
      guard now - seen.since >= needed || now - seen.first >= Self.limit else { continue }
      entries[path] = Entry(known: current)
      changes.insert(path)
    }
    return changes
  }

  /// Whether some file has changed and not come to rest yet.
  public var isUnsettled: Bool { entries.contains { $0.value.seen != nil } }
}
