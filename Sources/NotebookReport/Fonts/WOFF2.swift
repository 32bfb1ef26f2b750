import CBrotli

/// Fonts as pages carry them: the tables of a TrueType font, compressed together by Brotli (W3C, WOFF File Format 2.0).
enum WOFF2 {
  private struct Table {
    var tag: [UInt8]
    var content: ArraySlice<UInt8>
  }

  /// Tags that the format has a number for, as far as fonts of formulas have such tables.
  private static let numbers: [String: UInt8] = [
    "cmap": 0, "head": 1, "hhea": 2, "hmtx": 3, "maxp": 4, "name": 5, "OS/2": 6, "post": 7, "cvt ": 8, "fpgm": 9,
    "glyf": 10, "loca": 11, "prep": 12, "gasp": 16, "kern": 19, "GDEF": 26, "GPOS": 27, "GSUB": 28,
  ]

  /// The font in the format WOFF2, its tables as they are; nil where the bytes are no TrueType font.
  ///
  /// The tables of glyphs are not transformed: in a font of a few dozen glyphs that would save a few bytes in a hundred.
  static func encode(_ font: [UInt8]) -> [UInt8]? {
    guard let tables = tables(of: font), !tables.isEmpty else { return nil }
    var directory: [UInt8] = []
    var content: [UInt8] = []
    for table in tables {
      let tag = String(decoding: table.tag, as: UTF8.self)
      // Version 3 of a transformation says that there is none, for these two; for all others version 0 does.
      let version: UInt8 = tag == "glyf" || tag == "loca" ? 3 << 6 : 0
      if let number = numbers[tag] {
        directory.append(version | number)
      } else {
        directory += [version | 63] + table.tag
      }
      directory += base128(table.content.count)
      content += table.content
    }
    guard let compressed = compressed(content) else { return nil }
    let headerSize = 48
    let length = (headerSize + directory.count + compressed.count + 3) & ~3
    let size = 12 + tables.reduce(0) { $0 + 16 + ($1.content.count + 3) & ~3 }
    var file = Array("wOF2".utf8) + font[0..<4]
    file += big(length, bytes: 4) + big(tables.count, bytes: 2) + big(0, bytes: 2) + big(size, bytes: 4)
    file += big(compressed.count, bytes: 4) + big(1, bytes: 2) + big(0, bytes: 2)
    // No metadata and no private data.
    file += [UInt8](repeating: 0, count: headerSize - file.count)
    file += directory + compressed
    file += [UInt8](repeating: 0, count: length - file.count)
    return file
  }

  private static func tables(of font: [UInt8]) -> [Table]? {
    func number(_ offset: Int, bytes: Int) -> Int {
      font[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
    }
    guard font.count >= 12, number(0, bytes: 4) == 0x10000 else { return nil }
    let count = number(4, bytes: 2)
    guard font.count >= 12 + 16 * count else { return nil }
    var tables: [Table] = []
    for index in 0..<count {
      let entry = 12 + 16 * index
      let (offset, length) = (number(entry + 8, bytes: 4), number(entry + 12, bytes: 4))
      guard offset + length <= font.count else { return nil }
      tables.append(Table(tag: Array(font[entry..<entry + 4]), content: font[offset..<offset + length]))
    }
    return tables
  }

  private static func compressed(_ bytes: [UInt8]) -> [UInt8]? {
    var count = BrotliEncoderMaxCompressedSize(bytes.count)
    var isDone = false
    let result = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      let code = BrotliEncoderCompress(
        BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_MODE_FONT, bytes.count, bytes, &count, buffer.baseAddress)
      isDone = code != 0
      initialized = isDone ? count : 0
    }
    return isDone ? result : nil
  }

  private static func big(_ number: Int, bytes: Int) -> [UInt8] {
    (0..<bytes).reversed().map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  /// Seven bits a byte, the highest first; a set bit says that more follow.
  private static func base128(_ number: Int) -> [UInt8] {
    var bytes = [UInt8(number & 127)]
    var rest = number >> 7
    while rest > 0 {
      bytes.insert(UInt8(rest & 127) | 128, at: 0)
      rest >>= 7
    }
    return bytes
  }
}
