/// What a pass over Swift source finds: its comments, its bracket depth at each line, and which lines hold code.
struct SwiftScan {
  struct Comment {
    var range: Range<Int>
    var line: Int
    var isBlock: Bool
    var isClosed: Bool
    /// Where a comment inside this one opens.
    var nested: Int?
    /// How many brackets and `#if` are open around it.
    var depth: Int
    /// Whether only white space stands before it on its line.
    var isFirstOnLine: Bool
  }

  /// Brackets open at the start of each line.
  private(set) var depth: [Int]
  /// Whether the line begins inside a string or a comment.
  private(set) var beginsInside: [Bool]
  private(set) var hasCode: [Bool]
  private(set) var comments: [Comment] = []
  /// Where brackets open that are never closed.
  private(set) var unclosed: [Int] = []

  init(_ source: SourceText) {
    let bytes = source.bytes
    let starts = source.lineStarts
    depth = Array(repeating: 0, count: starts.count)
    beginsInside = Array(repeating: false, count: starts.count)
    hasCode = Array(repeating: false, count: starts.count)
    var open: [(kind: UInt8, offset: Int)] = []
    var line = 0
    var index = 0

    var openCounts: [UInt8: Int] = [:]

    func push(_ kind: UInt8, at offset: Int) {
      open.append((kind, offset))
      openCounts[kind, default: 0] += 1
    }

    // A bracket closes the nearest one of its kind, and with it all that opened since.
    func pop(_ kind: UInt8) {
      guard openCounts[kind, default: 0] > 0 else { return }
      while let last = open.popLast() {
        openCounts[last.kind, default: 0] -= 1
        if last.kind == kind { break }
      }
    }

    if bytes.starts(with: "#!".utf8) {
      let end = source.range(ofLine: 1).upperBound
      comments.append(
        Comment(range: 0..<end, line: 1, isBlock: false, isClosed: true, depth: 0, isFirstOnLine: true))
      index = end
    }
    while index < bytes.count {
      let byte = bytes[index]
      var next = index + 1
      switch byte {
      case Ascii.newline:
        line += 1
        depth[line] = open.count
        index = next
        continue
      case Ascii.space, Ascii.tab:
        index = next
        continue
      case Ascii.slash where next < bytes.count && (bytes[next] == Ascii.slash || bytes[next] == Ascii.star):
        let isBlock = bytes[next] == Ascii.star
        var comment = Comment(
          range: index..<index, line: line + 1, isBlock: isBlock, isClosed: true, depth: open.count,
          isFirstOnLine: !beginsInside[line] && bytes[starts[line]..<index].allSatisfy(Ascii.isBlank))
        if isBlock {
          let found = SwiftLiterals.endOfBlockComment(bytes, at: index)
          next = found.end
          comment.isClosed = found.isClosed
          comment.nested = found.nested
        } else {
          next = source.range(ofLine: line + 1).upperBound
        }
        comment.range = index..<next
        comments.append(comment)
        while line + 1 < starts.count && starts[line + 1] < next {
          line += 1
          depth[line] = open.count
          beginsInside[line] = true
        }
        index = next
        continue
      case Ascii.quote:
        next = SwiftLiterals.endOfString(bytes, at: index, hashes: 0)
      case Ascii.hash:
        let hashes = SwiftLiterals.runLength(of: Ascii.hash, in: bytes, at: index, end: bytes.count)
        next = index + hashes
        if next < bytes.count && bytes[next] == Ascii.quote {
          next = SwiftLiterals.endOfString(bytes, at: next, hashes: hashes)
        } else if next < bytes.count && bytes[next] == Ascii.slash {
          next = Self.endOfRegex(source, at: next, hashes: hashes)
        } else {
          var end = next
          while end < bytes.count && Ascii.isLetter(bytes[end]) { end += 1 }
          let word = bytes[next..<end]
          if word.elementsEqual("if".utf8) { push(Ascii.hash, at: index) }
          if word.elementsEqual("endif".utf8) { pop(Ascii.hash) }
          next = end
        }
      case Ascii.openParen, Ascii.openBracket, Ascii.openBrace:
        push(byte, at: index)
      case Ascii.closeParen, Ascii.closeBracket, Ascii.closeBrace:
        pop(Ascii.opening(of: byte))
      default:
        break
      }
      hasCode[line] = true
      while line + 1 < starts.count && starts[line + 1] < next {
        line += 1
        depth[line] = open.count
        beginsInside[line] = true
        hasCode[line] = true
      }
      index = next
    }
    unclosed = open.map(\.offset)
  }

  private static func endOfRegex(_ source: SourceText, at start: Int, hashes: Int) -> Int {
    let bytes = source.bytes
    let lineEnd = source.range(ofLine: source.line(at: start)).upperBound
    let isMultiline = bytes[min(start + 1, lineEnd)..<lineEnd].allSatisfy(Ascii.isBlank)
    let end = isMultiline ? bytes.count : lineEnd
    var index = start + 1
    while index < end {
      if bytes[index] == Ascii.backslash {
        index += 2
        continue
      }
      if bytes[index] == Ascii.slash,
        SwiftLiterals.runLength(of: Ascii.hash, in: bytes, at: index + 1, end: end) >= hashes
      {
        return index + 1 + hashes
      }
      index += 1
    }
    return isMultiline ? lineEnd : end
  }
}
