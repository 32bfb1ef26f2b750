import Foundation

/// What would tell a reader whose machine a report was made on: folders, the user's name and the host's.
public struct MachineNames: Sendable {
  /// A folder, and what stands for it in a report.
  struct Place: Sendable {
    var path: String
    var replacement: String
  }

  private let places: [Place]
  private let words: [String]

  /// Names that say nothing about anybody.
  private static let common: Set<String> = [
    "root", "user", "users", "admin", "runner", "runneradmin", "ubuntu", "debian", "vscode", "builder", "build", "ci",
    "localhost", "nobody", "guest", "home", "test", "swift", "notebook", "notebooks",
  ]

  /// The names of a machine; those that anybody's machine may have are not taken for names.
  ///
  /// - Parameters:
  ///   - package: The root of the package; paths in it are shortened to start there.
  ///   - folder: The folder in which the tool was started.
  ///   - home: The user's folder.
  ///   - user: The name under which the user is known to the system.
  ///   - host: The machine's name, with or without its domain.
  public init(package: String, folder: String, home: String, user: String, host: String) {
    var places = [Place(path: package, replacement: "."), Place(path: home, replacement: "~")]
    // `/tmp` or `/app` is on any machine.
    if folder.split(separator: "/").count > 1 { places.append(Place(path: folder, replacement: ".")) }
    for place in places {
      let real = URL(fileURLWithPath: place.path).resolvingSymlinksInPath().path
      if real != place.path { places.append(Place(path: real, replacement: place.replacement)) }
    }
    self.places = places.filter { $0.path.hasPrefix("/") && $0.path.count > 1 }.sorted { $0.path.count > $1.path.count }
    let short = host.split(separator: ".").first.map(String.init) ?? host
    var words: [String] = []
    for word in [user, host, short] where word.count > 2 && !Self.common.contains(word.lowercased()) {
      if !words.contains(word) { words.append(word) }
    }
    self.words = words
  }

  /// Those of this machine.
  public static func current(package: String) -> MachineNames {
    let process = ProcessInfo.processInfo
    return MachineNames(
      package: package, folder: FileManager.default.currentDirectoryPath, home: NSHomeDirectory(), user: NSUserName(),
      host: process.hostName)
  }

  /// The text with folders shortened: those of the package start at its root, those of the user at `~`.
  public func removed(from text: String) -> String {
    var text = text
    for place in places where text.contains(place.path) {
      var result = ""
      var rest = text[...]
      while let range = rest.range(of: place.path) {
        let isWhole = Self.isBoundary(before: range.lowerBound, in: text) && Self.isPathEnd(range.upperBound, in: text)
        result += rest[..<range.lowerBound]
        rest = rest[range.upperBound...]
        guard isWhole else {
          result += place.path
          continue
        }
        // `/package/notebooks/A.swift` is `notebooks/A.swift`, but `/package` alone is `.`.
        if place.replacement == ".", rest.hasPrefix("/") {
          rest = rest.dropFirst()
        } else {
          result += place.replacement
        }
      }
      text = result + rest
    }
    return text
  }

  /// The names that a text gives away, each once.
  ///
  /// - Parameter authors: What a page may say of its authors; their names are no secret.
  public func found(in text: String, authors: [String] = []) -> [String] {
    var found: [String] = []
    for place in places
    where Self.ranges(of: place.path, in: text).contains(where: {
      Self.isBoundary(before: $0.lowerBound, in: text) && Self.isPathEnd($0.upperBound, in: text)
    }) {
      found.append(place.path)
    }
    for word in words where !authors.contains(where: { $0.lowercased().contains(word.lowercased()) }) {
      let isThere = Self.ranges(of: word, in: text).contains { range in
        Self.isBoundary(before: range.lowerBound, in: text, orPath: true)
          && Self.isWordEnd(range.upperBound, in: text)
      }
      if isThere { found.append(word) }
    }
    return found
  }

  /// The names that a page gives away in its words; pictures, fonts and what else is encoded in Base64 are no words.
  public func found(inPage html: String, authors: [String] = []) -> [String] {
    let parts = html.components(separatedBy: ";base64,")
    let words = parts.dropFirst().map { part in
      part.unicodeScalars.firstIndex { !Self.base64.contains($0) }.map { String(part[$0...]) } ?? ""
    }
    return found(in: (parts.prefix(1) + words).joined(separator: " "), authors: authors)
  }

  private static let base64 = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=")

  private static func ranges(of word: String, in text: String) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var start = text.startIndex
    while let range = text.range(of: word, range: start..<text.endIndex) {
      ranges.append(range)
      start = range.upperBound
    }
    return ranges
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_" || character == "-"
  }

  /// Whether a path may begin here: `/x` in `see /x` and in `file:///x`, but not in `a/x`.
  private static func isBoundary(before index: String.Index, in text: String, orPath: Bool = false) -> Bool {
    guard index > text.startIndex else { return true }
    let before = text[text.index(before: index)]
    return !isWord(before) && before != "." && before != "~" && (orPath || before != "+")
  }

  private static func isPathEnd(_ index: String.Index, in text: String) -> Bool {
    guard index < text.endIndex else { return true }
    return text[index] == "/" || isWordEnd(index, in: text)
  }

  private static func isWordEnd(_ index: String.Index, in text: String) -> Bool {
    guard index < text.endIndex else { return true }
    return !isWord(text[index])
  }
}
