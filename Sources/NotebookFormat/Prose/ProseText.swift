/// A block of prose with its comment marks taken off, and where each of its lines came from.
struct ProseText {
  struct Line {
    var text: String
    var line: Int
    /// The column, from 1, of the text's first byte in the file.
    var column: Int
  }

  var lines: [Line]

  /// The text of adjacent `//:` comments.
  init(lineComments: [Range<Int>], in source: SourceText) {
    lines = lineComments.map { range in
      let (line, column) = source.place(range.lowerBound)
      return Line(text: source.text(range.lowerBound + 3..<range.upperBound), line: line, column: column + 3)
    }
    removeIndentation(from: 0)
  }

  /// The text of a `/*: … */` comment.
  init(blockComment range: Range<Int>, isClosed: Bool, in source: SourceText) {
    let end = range.upperBound - (isClosed ? 2 : 0)
    var start = range.lowerBound + 3
    lines = []
    while start <= end {
      let (line, column) = source.place(start)
      let lineEnd = min(source.range(ofLine: line).upperBound, end)
      lines.append(Line(text: source.text(start..<max(lineEnd, start)), line: line, column: column))
      start = lineEnd + 1
    }
    if let first = lines.first {
      let blanks = first.text.prefix { $0 == " " || $0 == "\t" }.count
      lines[0].text.removeFirst(blanks)
      lines[0].column += blanks
    }
    removeIndentation(from: 1)
    while let first = lines.first, first.text.isEmpty { lines.removeFirst() }
    while let last = lines.last, last.text.isEmpty { lines.removeLast() }
  }

  /// The text of an option.
  init(optionLine text: String, at place: (line: Int, column: Int)) {
    lines = [Line(text: text, line: place.line, column: place.column)]
  }

  var markdown: String { lines.map(\.text).joined(separator: "\n") }

  /// Takes white space that all lines share off their fronts, and all of it off their ends.
  private mutating func removeIndentation(from firstLine: Int) {
    var common: Substring?
    for index in lines.indices {
      while let last = lines[index].text.utf8.last, Ascii.isSpace(last) { lines[index].text.removeLast() }
      guard index >= firstLine, !lines[index].text.isEmpty else { continue }
      let blanks = lines[index].text.prefix { $0 == " " || $0 == "\t" }
      common = common.map { commonPrefix($0, blanks) } ?? blanks
    }
    guard let count = common?.utf8.count, count > 0 else { return }
    for index in lines.indices.dropFirst(firstLine) where !lines[index].text.isEmpty {
      lines[index].text.removeFirst(count)
      lines[index].column += count
    }
  }

  private func commonPrefix(_ a: Substring, _ b: Substring) -> Substring {
    a.prefix(zip(a, b).prefix { $0 == $1 }.count)
  }

  /// Replaces characters that prose may not hold; says where they stood.
  mutating func replaceControlCharacters() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    for index in lines.indices {
      guard lines[index].text.unicodeScalars.contains(where: Self.isRefused) else { continue }
      var column = lines[index].column
      var clean = String.UnicodeScalarView()
      for scalar in lines[index].text.unicodeScalars {
        if Self.isRefused(scalar) {
          let hex = String(scalar.value, radix: 16, uppercase: true)
          diagnostics.append(
            DiagnosticCode.controlCharacter.diagnostic(
              "the character U+\(String(repeating: "0", count: max(0, 4 - hex.count)))\(hex) cannot stand in prose",
              at: (lines[index].line, column)))
          clean.append("\u{FFFD}")
        } else {
          clean.append(scalar)
        }
        column += UTF8.width(scalar)
      }
      lines[index].text = String(clean)
    }
    return diagnostics
  }

  private static func isRefused(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\t" || 0x7F...0x9F ~= scalar.value || 0xE000...0xE0FF ~= scalar.value
  }
}
