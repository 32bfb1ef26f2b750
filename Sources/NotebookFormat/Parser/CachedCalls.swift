extension Notebook {
  /// The text of each `cached(…) { … }` in the cells, by the line where it begins: what `cached` takes for a part of
  /// the key, so that a changed computation is computed anew. Calls on one line are taken together.
  public var cachedCalls: [Int: String] {
    var calls: [Int: String] = [:]
    for cell in cells where cell.code.contains("cached") {
      for call in CachedCalls.find(in: Array(cell.code.utf8)) {
        calls[cell.lines.lowerBound + call.line, default: ""] += call.text
      }
    }
    return calls
  }
}

/// Finds calls of `cached` in Swift source, outside strings and comments.
enum CachedCalls {
  private static let name = Array("cached".utf8)

  /// The calls, each with its text and how many line ends stand before it.
  static func find(in bytes: [UInt8]) -> [(line: Int, text: String)] {
    var calls: [(line: Int, text: String)] = []
    var line = 0
    var index = 0
    while index < bytes.count {
      var next = index + 1
      switch bytes[index] {
      case Ascii.quote: next = SwiftLiterals.endOfString(bytes, at: index, hashes: 0)
      case Ascii.hash:
        let hashes = SwiftLiterals.runLength(of: Ascii.hash, in: bytes, at: index, end: bytes.count)
        next = index + hashes
        if next < bytes.count, bytes[next] == Ascii.quote {
          next = SwiftLiterals.endOfString(bytes, at: next, hashes: hashes)
        }
      case Ascii.slash where next < bytes.count && bytes[next] == Ascii.slash:
        next = bytes[index...].firstIndex(of: Ascii.newline) ?? bytes.count
      case Ascii.slash where next < bytes.count && bytes[next] == Ascii.star:
        next = SwiftLiterals.endOfBlockComment(bytes, at: index).end
      case let byte where Ascii.isWord(byte):
        while next < bytes.count, Ascii.isWord(bytes[next]) { next += 1 }
        if bytes[index..<next].elementsEqual(name), let end = end(ofCallAt: next, bytes) {
          calls.append((line, String(decoding: bytes[index..<end], as: UTF8.self)))
        }
      default: break
      }
      line += bytes[index..<min(next, bytes.count)].count { $0 == Ascii.newline }
      index = next
    }
    return calls
  }

  /// Where a call whose parenthesis is at `start` ends, its trailing closure included; nil for what is no call.
  private static func end(ofCallAt start: Int, _ bytes: [UInt8]) -> Int? {
    guard start < bytes.count, bytes[start] == Ascii.openParen,
      let close = SwiftLiterals.endOfParenthesised(bytes, at: start, limit: bytes.count, skipsLineComments: true)
    else { return nil }
    var brace = close
    while brace < bytes.count, Ascii.isSpace(bytes[brace]) { brace += 1 }
    guard brace < bytes.count, bytes[brace] == Ascii.openBrace else { return close }
    return SwiftLiterals.endOfParenthesised(bytes, at: brace, limit: bytes.count, skipsLineComments: true)
      ?? bytes.count
  }
}
