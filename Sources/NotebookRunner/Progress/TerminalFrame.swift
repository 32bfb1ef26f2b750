/// Lines at the bottom of a terminal that are written over in place.
///
/// Every change is one write: nothing is cleared before it is written again, so nothing flickers.
public struct TerminalFrame: Sendable {
  /// What stands there now, and how wide the terminal was.
  private var shown: [String] = []
  private var width = 0

  /// Nothing is shown yet.
  public init() {}

  /// What to write so that `lines` stand there, below `above`, which stays for good.
  ///
  /// - Parameters:
  ///   - above: Whole lines that stay.
  ///   - lines: What stands at the bottom, each line narrower than the terminal.
  ///   - width: The terminal's columns.
  public mutating func show(_ lines: [String], above: String = "", width: Int) -> String {
    if lines == shown, width == self.width, above.isEmpty { return "" }
    var text = up(width: width)
    if !above.isEmpty {
      for line in above.split(separator: "\n", omittingEmptySubsequences: false) { text += line + "\u{1B}[K\r\n" }
    }
    for line in lines { text += line + "\u{1B}[K\r\n" }
    // What stood below and stands there no more.
    text += "\u{1B}[J"
    shown = lines
    self.width = width
    return text
  }

  /// To the first of the lines; a terminal that became narrower has broken them.
  private func up(width: Int) -> String {
    guard !shown.isEmpty else { return "\r" }
    let rows = shown.reduce(0) { $0 + max(1, (TerminalText.width($1) + width - 1) / max(1, width)) }
    return "\u{1B}[\(rows)A\r"
  }
}
