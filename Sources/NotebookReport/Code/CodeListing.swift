import NotebookFormat

/// The code of a notebook as HTML: lines with the file's numbers, words with their kinds.
struct CodeListing {
  let source: String
  private let bytes: [UInt8]
  private let lineStarts: [Int]
  private let tokens: [SyntaxHighlighter.Token]

  init(source text: String, tokens: [SyntaxHighlighter.Token]) {
    source = text
    bytes = Array(text.utf8)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
    lineStarts = starts
    self.tokens = tokens
  }

  /// The text of a line, from 1.
  func text(ofLine line: Int) -> String {
    guard let range = range(ofLine: line) else { return "" }
    return String(decoding: bytes[range], as: UTF8.self)
  }

  /// The shown lines of a cell.
  func html(_ cell: Cell) -> HTML {
    cell.lines.filter { !cell.hiddenLines.contains($0) }.map { line in
      "<span class=\"l\" data-n=\"\(line)\">\(html(ofLine: line))\n</span>"
    }.joined()
  }

  func html(ofLine line: Int) -> HTML {
    guard let range = range(ofLine: line) else { return .empty }
    var html = HTML.empty
    var position = range.lowerBound
    for token in tokens[firstToken(endingAfter: range.lowerBound)...] {
      guard token.range.lowerBound < range.upperBound else { break }
      let start = max(token.range.lowerBound, position)
      let end = min(token.range.upperBound, range.upperBound)
      guard start < end else { continue }
      html += "\(text(position..<start))<span class=\"\(token.kind.rawValue)\">\(text(start..<end))</span>"
      position = end
    }
    return html + HTML.escaped(text(position..<range.upperBound))
  }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func range(ofLine line: Int) -> Range<Int>? {
    guard lineStarts.indices.contains(line - 1) else { return nil }
    let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    return lineStarts[line - 1]..<end
  }

  private func firstToken(endingAfter offset: Int) -> Int {
    var low = 0
    var high = tokens.count
    while low < high {
      let middle = (low + high) / 2
      if tokens[middle].range.upperBound > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
