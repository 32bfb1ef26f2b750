/// One `//| key: value` line.
struct OptionLine {
  var key: String
  var value: OptionValue
  var line: Int
  var keyColumn: Int
  var valueColumn: Int
  /// For each byte of a text in quotes, how far it stands from ``valueColumn``.
  var quotedOffsets: [Int] = []

  /// The column of the byte at `offset` in the text that the value is.
  func column(ofOffset offset: Int) -> Int {
    guard !quotedOffsets.isEmpty else { return valueColumn + offset }
    return valueColumn
      + (quotedOffsets.indices.contains(offset) ? quotedOffsets[offset] : (quotedOffsets.last ?? 0) + 1)
  }

  /// Reads the line whose `//|` begins at `start`.
  static func read(_ source: SourceText, line: Int, start: Int) -> Result<OptionLine, Diagnostic> {
    let range = source.range(ofLine: line)
    let bytes = source.bytes
    var position = start + 3
    while position < range.upperBound, Ascii.isBlank(bytes[position]) { position += 1 }
    let keyStart = position
    while position < range.upperBound, Ascii.isWord(bytes[position]) || bytes[position] == UInt8(ascii: "-") {
      position += 1
    }
    let keyEnd = position
    while position < range.upperBound, Ascii.isBlank(bytes[position]) { position += 1 }
    guard keyEnd > keyStart, position < range.upperBound, bytes[position] == UInt8(ascii: ":") else {
      let message = keyEnd > keyStart ? "a colon is missing after the option's name" : "the option's name is missing"
      return .failure(
        DiagnosticCode.malformedOption.diagnostic(
          message, at: (line, (keyEnd > keyStart ? keyEnd : keyStart) - range.lowerBound + 1)))
    }
    position += 1
    while position < range.upperBound, Ascii.isBlank(bytes[position]) { position += 1 }
    var end = range.upperBound
    while end > position, Ascii.isBlank(bytes[end - 1]) { end -= 1 }
    let valueColumn = position - range.lowerBound + 1
    let text = source.text(position..<end)
    switch OptionValue.read(text) {
    case .success(let value):
      var option = OptionLine(
        key: source.text(keyStart..<keyEnd), value: value, line: line, keyColumn: keyStart - range.lowerBound + 1,
        valueColumn: valueColumn)
      if case .text(_, isQuoted: true) = value { option.quotedOffsets = OptionValue.offsets(ofQuoted: text) }
      return .success(option)
    case .failure(let error):
      return .failure(
        DiagnosticCode.badValue.diagnostic(error.message, fix: error.fix, at: (line, valueColumn + error.offset)))
    }
  }
}

/// What stands after the colon of an option line.
enum OptionValue: Equatable {
  /// The bare rest of the line, or a string in quotes.
  case text(String, isQuoted: Bool)
  case list([String])

  struct ReadError: Error {
    var message: String
    var fix: String
    var offset: Int
  }

  static func read(_ text: String) -> Result<OptionValue, ReadError> {
    let bytes = Array(text.utf8)
    switch bytes.first {
    case Ascii.quote:
      guard let (string, end) = quoted(bytes, at: 0) else {
        return .failure(ReadError(message: "this string is not closed", fix: "write `\"` at its end", offset: 0))
      }
      if end == bytes.count { return .success(.text(string, isQuoted: true)) }
      return .success(.text(text, isQuoted: false))
    case Ascii.openBracket:
      return list(bytes)
    default:
      return .success(.text(text, isQuoted: false))
    }
  }

  private static func list(_ bytes: [UInt8]) -> Result<OptionValue, ReadError> {
    let unclosed = ReadError(message: "this list is not closed", fix: "write `]` at its end", offset: 0)
    guard bytes.last == Ascii.closeBracket, bytes.count >= 2 else { return .failure(unclosed) }
    var items: [String] = []
    var position = 1
    let end = bytes.count - 1
    while true {
      while position < end, Ascii.isBlank(bytes[position]) { position += 1 }
      if position == end { break }
      if bytes[position] == Ascii.quote {
        guard let (string, next) = quoted(bytes, at: position), next <= end else {
          return .failure(
            ReadError(message: "this string is not closed", fix: "write `\"` at its end", offset: position))
        }
        items.append(string)
        position = next
      } else {
        let start = position
        while position < end, bytes[position] != Ascii.comma { position += 1 }
        var last = position
        while last > start, Ascii.isBlank(bytes[last - 1]) { last -= 1 }
        if last == start {
          return .failure(
            ReadError(message: "a list item is empty", fix: "remove the comma, or write the item", offset: start))
        }
        items.append(String(decoding: bytes[start..<last], as: UTF8.self))
      }
      while position < end, Ascii.isBlank(bytes[position]) { position += 1 }
      if position == end { break }
      guard bytes[position] == Ascii.comma else {
        return .failure(ReadError(message: "a comma is missing here", fix: "write `,` between items", offset: position))
      }
      position += 1
    }
    return .success(.list(items))
  }

  /// Where the bytes of a text in quotes stand.
  static func offsets(ofQuoted text: String) -> [Int] {
    readQuoted(Array(text.utf8), at: 0)?.content.map(\.offset) ?? []
  }

  private static func quoted(_ bytes: [UInt8], at start: Int) -> (String, end: Int)? {
    readQuoted(bytes, at: start).map { (String(decoding: $0.content.map(\.byte), as: UTF8.self), $0.end) }
  }

  /// A backslash stands for the character after it, but for the `\(` of a quoted value, which stays.
  private static func readQuoted(
    _ bytes: [UInt8], at start: Int
  ) -> (content: [(byte: UInt8, offset: Int)], end: Int)? {
    var content: [(byte: UInt8, offset: Int)] = []
    var position = start + 1
    while position < bytes.count {
      switch bytes[position] {
      case Ascii.quote: return (content, position + 1)
      case Ascii.backslash where position + 1 < bytes.count && bytes[position + 1] != Ascii.openParen:
        content.append((bytes[position + 1], position + 1))
        position += 2
      default:
        content.append((bytes[position], position))
        position += 1
      }
    }
    return nil
  }
}
