import NotebookFormat

/// A message of the compiler at its place.
public struct CompilerMessage: Equatable, Sendable {
  /// How the compiler ranks a message.
  public enum Severity: String, Sendable {
    /// The source does not compile.
    case error
    /// The source compiles, though something in it is doubtful.
    case warning
    /// A remark on the message before it.
    case note
  }

  /// How the compiler ranks it.
  public var severity: Severity
  /// The file, as the compiler names it.
  public var path: String
  /// The line, from 1.
  public var line: Int
  /// The column in UTF-8 bytes, from 1.
  public var column: Int
  /// What the compiler says, without place and severity.
  public var text: String

  /// All messages in what the compiler printed: lines such as `path:3:14: error: text`.
  public static func all(in output: String) -> [CompilerMessage] {
    output.split(separator: "\n").compactMap { CompilerMessage(line: $0) }
  }

  init?(line text: Substring) {
    for severity in [Severity.error, .warning, .note] {
      guard let range = text.firstRange(of: ": \(severity.rawValue): ") else { continue }
      let place = text[..<range.lowerBound].split(separator: ":", omittingEmptySubsequences: false)
      guard place.count >= 3, let line = Int(place[place.count - 2]), let column = Int(place[place.count - 1]) else {
        continue
      }
      self.severity = severity
      self.path = place.dropLast(2).joined(separator: ":")
      self.line = line
      self.column = column
      self.text = String(text[range.upperBound...])
      return
    }
    return nil
  }
}
