/// Where Swift's string literals and comments end: enough of the language to see what is code and what is not.
enum SwiftLiterals {
  /// How many lines an interpolation of a one-line string may span before it counts as unclosed.
  /// Inside another interpolation it may span none: unclosed ones would be tried again and again.
  private static let interpolationReach = 30
  /// How deep strings in interpolations are followed; more than this no one can read.
  private static let deepest = 8

  /// The offset after the string literal whose first quote is at `start`; `hashes` stand before it.
  /// An unclosed one-line string ends at its line's end, an unclosed multi-line string at the file's end.
  static func endOfString(_ bytes: [UInt8], at start: Int, hashes: Int, limit: Int? = nil, depth: Int = 0) -> Int {
    let end = limit ?? bytes.count
    let isMultiline = hasRun(of: Ascii.quote, count: 3, in: bytes, at: start, end: end)
    var index = start + (isMultiline ? 3 : 1)
    while index < end {
      let byte = bytes[index]
      if byte == Ascii.newline && !isMultiline { return index }
      if byte == Ascii.backslash, hasRun(of: Ascii.hash, count: hashes, in: bytes, at: index + 1, end: end) {
        let escaped = index + 1 + hashes
        guard escaped < end else { return end }
        if bytes[escaped] == Ascii.openParen, depth < deepest {
          guard
            let close = endOfParenthesised(
              bytes, at: escaped, limit: end, lineReach: isMultiline ? .max : depth == 0 ? interpolationReach : 0,
              depth: depth + 1)
          else {
            if isMultiline { return end }
            return bytes[escaped..<end].firstIndex(of: Ascii.newline) ?? end
          }
          index = close
        } else if bytes[escaped] == Ascii.newline {
          index = escaped
          if !isMultiline { return index }
          index += 1
        } else {
          index = escaped + 1
        }
        continue
      }
      if byte == Ascii.quote {
        let quotes = isMultiline ? 3 : 1
        if hasRun(of: Ascii.quote, count: quotes, in: bytes, at: index, end: end),
          hasRun(of: Ascii.hash, count: hashes, in: bytes, at: index + quotes, end: end)
        {
          return index + quotes + hashes
        }
      }
      index += 1
    }
    return end
  }

  /// The offset after the bracket that closes the one at `start`, with strings and comments skipped; nil when it is
  /// not closed before `limit` or within `lineReach` line ends.
  static func endOfParenthesised(
    _ bytes: [UInt8], at start: Int, limit: Int, lineReach: Int = .max, depth: Int = 0, skipsLineComments: Bool = false
  ) -> Int? {
    var open = 0
    var index = start
    var lineEnds = 0
    while index < limit {
      switch bytes[index] {
      case Ascii.openParen, Ascii.openBracket, Ascii.openBrace:
        open += 1
        index += 1
      case Ascii.closeParen, Ascii.closeBracket, Ascii.closeBrace:
        open -= 1
        index += 1
        if open == 0 { return index }
      case Ascii.newline:
        lineEnds += 1
        if lineEnds > lineReach { return nil }
        index += 1
      case Ascii.quote:
        index = endOfString(bytes, at: index, hashes: 0, limit: limit, depth: depth)
      case Ascii.hash:
        let hashes = runLength(of: Ascii.hash, in: bytes, at: index, end: limit)
        let next = index + hashes
        if next < limit, bytes[next] == Ascii.quote {
          index = endOfString(bytes, at: next, hashes: hashes, limit: limit, depth: depth)
        } else {
          index = next
        }
      case Ascii.slash where skipsLineComments && index + 1 < limit && bytes[index + 1] == Ascii.slash:
        index = bytes[index..<limit].firstIndex(of: Ascii.newline) ?? limit
      case Ascii.slash where index + 1 < limit && bytes[index + 1] == Ascii.star:
        index = endOfBlockComment(bytes, at: index, limit: limit).end
      default:
        index += 1
      }
    }
    return nil
  }

  /// The offset after the block comment that starts at `start`, whether it is closed, and where the first comment
  /// inside it opens.
  static func endOfBlockComment(
    _ bytes: [UInt8], at start: Int, limit: Int? = nil
  ) -> (end: Int, isClosed: Bool, nested: Int?) {
    let end = limit ?? bytes.count
    var depth = 1
    var index = start + 2
    var nested: Int?
    while index + 1 < end {
      if bytes[index] == Ascii.slash && bytes[index + 1] == Ascii.star {
        depth += 1
        nested = nested ?? index
        index += 2
      } else if bytes[index] == Ascii.star && bytes[index + 1] == Ascii.slash {
        depth -= 1
        index += 2
        if depth == 0 { return (index, true, nested) }
      } else {
        index += 1
      }
    }
    return (end, false, nested)
  }

  static func runLength(of byte: UInt8, in bytes: [UInt8], at start: Int, end: Int) -> Int {
    var index = start
    while index < end && bytes[index] == byte { index += 1 }
    return index - start
  }

  private static func hasRun(of byte: UInt8, count: Int, in bytes: [UInt8], at start: Int, end: Int) -> Bool {
    guard start + count <= end else { return false }
    for index in start..<start + count where bytes[index] != byte { return false }
    return true
  }
}
