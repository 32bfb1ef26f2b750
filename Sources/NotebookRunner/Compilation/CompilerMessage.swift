import NotebookFormat

/// A message of the compiler at its place.
public struct CompilerMessage: Equatable, Sendable {
  public enum Severity: String, Sendable { case error, warning, note }
  public var severity: Severity
  public var path: String
  public var line: Int
  public var column: Int
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
