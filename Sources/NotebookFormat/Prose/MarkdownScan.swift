/// What a pass over Markdown finds that Markdown itself does not know: math, inline values, labels, references and
/// citations, none of them inside code. Offsets count the bytes of the text.
public struct MarkdownScan: Sendable {
  /// What a span of the text is.
  public enum Kind: Equatable, Sendable {
    /// `` `code` ``
    case codeSpan
    /// A block between fences.
    case fence
    /// `$…$`
    case inlineMath
    /// `$$…$$`, perhaps with a label.
    case displayMath(label: String?)
    /// `\(expression)`, not inside math.
    case inlineValue
    /// `{#label}`
    case label(String)
    /// `](#target)`: the target without `#`. `isBare` when nothing stands between the brackets.
    case reference(String, isBare: Bool)
    /// `[@key]`, `[@one; @two, p. 3]`
    case citation
  }

  /// A place of the text that Markdown leaves to Flatbook.
  public struct Span: Equatable, Sendable {
    /// What the span is.
    public var kind: Kind
    /// The whole span, its marks included.
    public var range: Range<Int>
    /// What stands between the marks.
    public var content: Range<Int>
  }

  struct Value {
    var range: Range<Int>
    var expression: Range<Int>
    var format: String?
  }

  struct Issue {
    var code: DiagnosticCode
    var message: String
    var fix: String?
    var offset: Int
  }

  /// What was found, in the order of the text.
  public private(set) var spans: [Span] = []
  /// Inline values, those inside math included.
  private(set) var values: [Value] = []
  private(set) var issues: [Issue] = []

  /// An inline value, a label or a citation longer than this is none.
  private static let reach = 1_000

  private let bytes: [UInt8]
  private let lineEnds: [Int]
  private var index = 0
  /// In the paragraph that ends here no further `$` closes anything.
  private var barrenUntil = -1

  /// Scans a text. The cost is linear in its length.
  public init(_ markdown: String) {
    bytes = Array(markdown.utf8)
    lineEnds = bytes.enumerated().filter { $0.element == Ascii.newline }.map(\.offset) + [bytes.count]
    scan()
  }

  // MARK: The pass

  private mutating func scan() {
    var atLineStart = true
    while index < bytes.count {
      if atLineStart, let fence = openingFence(at: index) {
        skipFence(fence)
        continue
      }
      atLineStart = false
      switch bytes[index] {
      case Ascii.newline:
        atLineStart = true
        index += 1
      case Ascii.backslash:
        if index + 1 < bytes.count, bytes[index + 1] == Ascii.openParen {
          scanValue(addsSpan: true)
        } else {
          index += index + 1 < bytes.count && bytes[index + 1] != Ascii.newline ? 2 : 1
        }
      case Ascii.backtick: scanCodeSpan()
      case Ascii.dollar: scanMath()
      case Ascii.openBrace: scanLabel()
      case Ascii.openBracket: scanCitation()
      case Ascii.closeBracket: scanReference()
      default: index += 1
      }
    }
  }

  // MARK: Code

  private func openingFence(at start: Int) -> (mark: UInt8, length: Int, start: Int)? {
    var position = start
    while position < bytes.count, Ascii.isBlank(bytes[position]) || bytes[position] == Ascii.greater { position += 1 }
    // A fence may open a list's item.
    if position + 1 < bytes.count, "-*+".utf8.contains(bytes[position]), Ascii.isBlank(bytes[position + 1]) {
      position += 2
      while position < bytes.count, Ascii.isBlank(bytes[position]) { position += 1 }
    }
    guard position < bytes.count, bytes[position] == Ascii.backtick || bytes[position] == Ascii.tilde else {
      return nil
    }
    let mark = bytes[position]
    let length = SwiftLiterals.runLength(of: mark, in: bytes, at: position, end: bytes.count)
    guard length >= 3 else { return nil }
    let end = lineEnd(position)
    // An info string of a backtick fence holds no backtick: such a line is a code span.
    if mark == Ascii.backtick, bytes[(position + length)..<end].contains(Ascii.backtick) { return nil }
    return (mark, length, position)
  }

  private mutating func skipFence(_ fence: (mark: UInt8, length: Int, start: Int)) {
    let content = min(lineEnd(fence.start) + 1, bytes.count)
    var line = content
    while line < bytes.count {
      let end = lineEnd(line)
      var position = line
      while position < end, Ascii.isBlank(bytes[position]) || bytes[position] == Ascii.greater { position += 1 }
      let length = SwiftLiterals.runLength(of: fence.mark, in: bytes, at: position, end: end)
      if length >= fence.length, bytes[(position + length)..<end].allSatisfy(Ascii.isBlank) {
        spans.append(Span(kind: .fence, range: fence.start..<end, content: content..<line))
        index = end
        return
      }
      line = end + 1
    }
    issues.append(
      Issue(code: .unclosedFence, message: "this code block is not closed", fix: nil, offset: fence.start))
    index = bytes.count
  }

  private mutating func scanCodeSpan() {
    let length = SwiftLiterals.runLength(of: Ascii.backtick, in: bytes, at: index, end: bytes.count)
    let end = paragraphEnd(index)
    var position = index + length
    while position < end {
      let run = SwiftLiterals.runLength(of: Ascii.backtick, in: bytes, at: position, end: end)
      if run == length {
        spans.append(Span(kind: .codeSpan, range: index..<position + run, content: index + length..<position))
        index = position + run
        return
      }
      position += max(run, 1)
    }
    index += length
  }

  // MARK: Inline values

  /// Reads `\(…)` at `index`; adds its span unless math around it is a span already.
  private mutating func scanValue(addsSpan: Bool) {
    let start = index
    let open = start + 1
    guard let close = SwiftLiterals.endOfParenthesised(bytes, at: open, limit: min(lineEnd(open), open + Self.reach))
    else {
      issues.append(
        Issue(code: .unclosedInlineValue, message: "this inline value is not closed on its line", offset: start))
      index = open + 1
      return
    }
    index = close
    var expression = trimmed(open + 1..<close - 1)
    var format: String?
    if let comma = lastComma(in: open + 1..<close - 1) {
      let argument = trimmed(comma + 1..<close - 1)
      let text = String(decoding: bytes[argument], as: UTF8.self)
      if text.count >= 2, text.hasPrefix("\""), text.hasSuffix("\"") {
        let inner = String(text.dropFirst().dropLast())
        if InlineFormat(inner) == nil {
          issues.append(
            Issue(
              code: .badFormat, message: "\(text) is not a format for an inline value", offset: argument.lowerBound))
        } else {
          format = inner
        }
      } else {
        issues.append(
          Issue(
            code: .badFormat, message: "after the comma stands a format in quotes, not “\(text)”",
            fix: "write a format such as \"%.3g\", or put a tuple into parentheses of its own",
            offset: argument.lowerBound))
      }
      expression = trimmed(open + 1..<comma)
    }
    if expression.isEmpty {
      issues.append(Issue(code: .emptyInlineValue, message: "this inline value holds no expression", offset: start))
      return
    }
    values.append(Value(range: start..<close, expression: expression, format: format))
    if addsSpan { spans.append(Span(kind: .inlineValue, range: start..<close, content: expression)) }
  }

  /// The last comma that stands inside no bracket and no string.
  private func lastComma(in range: Range<Int>) -> Int? {
    var position = range.lowerBound
    var found: Int?
    while position < range.upperBound {
      switch bytes[position] {
      case Ascii.comma:
        found = position
        position += 1
      case Ascii.openParen, Ascii.openBracket, Ascii.openBrace:
        position =
          SwiftLiterals.endOfParenthesised(bytes, at: position, limit: range.upperBound) ?? range.upperBound
      case Ascii.hash:
        let hashes = SwiftLiterals.runLength(of: Ascii.hash, in: bytes, at: position, end: range.upperBound)
        position += hashes
        if position < range.upperBound, bytes[position] == Ascii.quote {
          position = SwiftLiterals.endOfString(bytes, at: position, hashes: hashes, limit: range.upperBound)
        }
      case Ascii.quote:
        position = SwiftLiterals.endOfString(bytes, at: position, hashes: 0, limit: range.upperBound)
      default: position += 1
      }
    }
    return found
  }

  // MARK: Math

  private mutating func scanMath() {
    if index + 1 < bytes.count, bytes[index + 1] == Ascii.dollar { return scanDisplayMath() }
    let start = index
    let end = paragraphEnd(start)
    guard start + 1 < end, !Ascii.isSpace(bytes[start + 1]), end != barrenUntil else {
      index += 1
      return
    }
    guard let close = closingDollar(from: start + 1, end: end) else {
      barrenUntil = end
      index += 1
      return
    }
    spans.append(Span(kind: .inlineMath, range: start..<close + 1, content: start + 1..<close))
    scanValues(in: start + 1..<close)
    index = close + 1
  }

  private func closingDollar(from start: Int, end: Int) -> Int? {
    var position = start
    while position < end {
      switch bytes[position] {
      case Ascii.backslash:
        if position + 1 < end, bytes[position + 1] == Ascii.openParen,
          let close = SwiftLiterals.endOfParenthesised(
            bytes, at: position + 1, limit: min(lineEnd(position), position + Self.reach))
        {
          position = close
        } else {
          position += 2
        }
      case Ascii.dollar:
        let isFollowedByDigit = position + 1 < end && Ascii.isDigit(bytes[position + 1])
        if position > start, !Ascii.isSpace(bytes[position - 1]), !isFollowedByDigit { return position }
        position += 1
      default: position += 1
      }
    }
    return nil
  }

  private mutating func scanDisplayMath() {
    let start = index
    let end = paragraphEnd(start)
    var position = start + 2
    while position + 1 < end {
      if bytes[position] == Ascii.backslash {
        position += 2
      } else if bytes[position] == Ascii.dollar, bytes[position + 1] == Ascii.dollar {
        var close = position + 2
        var label: String?
        var labelStart = close
        while labelStart < end, Ascii.isBlank(bytes[labelStart]) { labelStart += 1 }
        if let found = labelRange(at: labelStart) {
          label = String(decoding: bytes[(found.lowerBound + 2)..<(found.upperBound - 1)], as: UTF8.self)
          close = found.upperBound
        }
        spans.append(
          Span(kind: .displayMath(label: label), range: start..<close, content: start + 2..<position))
        scanValues(in: start + 2..<position)
        index = close
        return
      } else {
        position += 1
      }
    }
    issues.append(Issue(code: .unclosedMath, message: "this formula is not closed in its paragraph", offset: start))
    index = start + 2
  }

  private mutating func scanValues(in range: Range<Int>) {
    index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == Ascii.backslash {
        if index + 1 < range.upperBound, bytes[index + 1] == Ascii.openParen {
          scanValue(addsSpan: false)
        } else {
          index += 2
        }
      } else {
        index += 1
      }
    }
  }

  // MARK: Labels, references, citations

  /// The range of `{#…}` at `start`.
  private func labelRange(at start: Int) -> Range<Int>? {
    guard start + 2 < bytes.count, bytes[start] == Ascii.openBrace, bytes[start + 1] == Ascii.hash else { return nil }
    let end = min(lineEnd(start), start + Self.reach)
    guard let close = bytes[start..<end].firstIndex(of: Ascii.closeBrace) else { return nil }
    return start..<close + 1
  }

  private mutating func scanLabel() {
    guard let range = labelRange(at: index) else {
      index += 1
      return
    }
    let content = range.lowerBound + 2..<range.upperBound - 1
    let text = String(decoding: bytes[content], as: UTF8.self)
    spans.append(Span(kind: .label(text), range: range, content: content))
    index = range.upperBound
  }

  private mutating func scanReference() {
    guard index + 2 < bytes.count, bytes[index + 1] == Ascii.openParen, bytes[index + 2] == Ascii.hash,
      let close = bytes[index..<min(lineEnd(index), index + Self.reach)].firstIndex(of: Ascii.closeParen)
    else {
      index += 1
      return
    }
    let content = index + 3..<close
    let isBare = index > 0 && bytes[index - 1] == Ascii.openBracket
    let start = isBare ? index - 1 : index
    spans.append(
      Span(
        kind: .reference(String(decoding: bytes[content], as: UTF8.self), isBare: isBare), range: start..<close + 1,
        content: content))
    index = close + 1
  }

  private mutating func scanCitation() {
    guard index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "@"), Ascii.isWord(bytes[index + 2]),
      let close = bytes[index..<min(lineEnd(index), index + Self.reach)].firstIndex(of: Ascii.closeBracket),
      close + 1 >= bytes.count || bytes[close + 1] != Ascii.openParen
    else {
      index += 1
      return
    }
    spans.append(Span(kind: .citation, range: index..<close + 1, content: index + 1..<close))
    index = close + 1
  }

  // MARK: Places

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, Ascii.isSpace(bytes[low]) { low += 1 }
    while low < high, Ascii.isSpace(bytes[high - 1]) { high -= 1 }
    return low..<high
  }

  /// Where the line that holds `start` ends.
  private func lineEnd(_ start: Int) -> Int {
    var low = 0
    var high = lineEnds.count - 1
    while low < high {
      let middle = (low + high) / 2
      if lineEnds[middle] < start { low = middle + 1 } else { high = middle }
    }
    return max(lineEnds[low], start)
  }

  private var paragraph: Range<Int> = 0..<0

  /// Where the paragraph that holds `start` ends: at a blank line or at the end of the text.
  private mutating func paragraphEnd(_ start: Int) -> Int {
    if paragraph.contains(start) { return paragraph.upperBound }
    var position = start
    while position < bytes.count {
      let end = lineEnd(position)
      let next = end + 1
      if next >= bytes.count {
        position = bytes.count
        break
      }
      if bytes[next..<lineEnd(next)].allSatisfy(Ascii.isBlank) {
        position = end
        break
      }
      position = next
    }
    paragraph = start..<position
    return position
  }
}
