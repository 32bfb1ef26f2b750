/// A file's text with line ends `\n`, its bytes, and where its lines begin.
struct SourceText {
  let string: String
  let bytes: [UInt8]
  /// The offset of each line's first byte; line 1 is at index 0.
  let lineStarts: [Int]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ original: [UInt8]) {
    var content = original[...]
    if content.starts(with: [0xEF, 0xBB, 0xBF]) {
      content = content.dropFirst(3)
      diagnostics.append(DiagnosticCode.byteOrderMark.diagnostic("the file starts with a byte-order mark", at: (1, 1)))
    }
    var normalised: [UInt8] = []
    normalised.reserveCapacity(content.count)
    var previousWasReturn = false
    for byte in content {
      if byte == Ascii.newline && previousWasReturn {
        previousWasReturn = false
        continue
      }
      previousWasReturn = byte == Ascii.carriageReturn
      normalised.append(previousWasReturn ? Ascii.newline : byte)
    }
    if let bad = Self.firstInvalidOffset(normalised) {
      let line = normalised[..<bad].count { $0 == Ascii.newline } + 1
      let start = normalised[..<bad].lastIndex(of: Ascii.newline).map { $0 + 1 } ?? 0
      let hex = String(normalised[bad], radix: 16, uppercase: true)
      diagnostics.append(
        DiagnosticCode.invalidUTF8.diagnostic(
          "the byte 0x\(hex) is not valid UTF-8", at: (line, bad - start + 1)))
      string = String(decoding: normalised, as: UTF8.self)
      bytes = Array(string.utf8)
    } else {
      string = String(decoding: normalised, as: UTF8.self)
      bytes = normalised
    }
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == Ascii.newline { starts.append(offset + 1) }
    lineStarts = starts
  }

  var lineCount: Int { lineStarts.count }

  /// The bytes of a line, from 1, without its line end.
  func range(ofLine line: Int) -> Range<Int> {
    let start = lineStarts[line - 1]
    let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    return start..<end
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The line, from 1, that holds the byte at `offset`.
  func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// Line and column, from 1, of the byte at `offset`.
  func place(_ offset: Int) -> (line: Int, column: Int) {
    let line = line(at: offset)
    return (line, offset - lineStarts[line - 1] + 1)
  }

  private static func firstInvalidOffset(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while index < bytes.count {
      let first = bytes[index]
      if first < 0x80 {
        index += 1
        continue
      }
      let (length, secondRange): (Int, ClosedRange<UInt8>)
      switch first {
      case 0xC2...0xDF: (length, secondRange) = (2, 0x80...0xBF)
      case 0xE0: (length, secondRange) = (3, 0xA0...0xBF)
      case 0xED: (length, secondRange) = (3, 0x80...0x9F)
      case 0xE1...0xEF: (length, secondRange) = (3, 0x80...0xBF)
      case 0xF0: (length, secondRange) = (4, 0x90...0xBF)
      case 0xF1...0xF3: (length, secondRange) = (4, 0x80...0xBF)
      case 0xF4: (length, secondRange) = (4, 0x80...0x8F)
      default: return index
      }
      guard index + length <= bytes.count, secondRange ~= bytes[index + 1] else { return index }
      for offset in 2..<max(length, 2) where !(0x80...0xBF ~= bytes[index + offset]) { return index }
      index += length
    }
    return nil
  }
}
