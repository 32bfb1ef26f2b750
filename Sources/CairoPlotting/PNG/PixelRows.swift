/// The pixels of a picture where they lie, row by row from the upper left.
struct PixelRows {
  /// What the four bytes of a pixel are, from the highest down.
  enum Layout {
    /// Red, green, blue and opacity.
    case colorsAndOpacity
    /// Nothing, red, green and blue, as in the opaque surfaces of Cairo.
    case opaque
  }

  let words: UnsafePointer<UInt32>
  /// Pixels from a row to the next.
  let stride: Int
  let width: Int
  let height: Int
  let layout: Layout

  /// A pixel as red, green, blue and opacity from the highest byte down.
  @inline(__always)
  func color(_ word: UInt32) -> UInt32 {
    switch layout {
    case .colorsAndOpacity: word
    case .opaque: word << 8 | 255
    }
  }

  /// Whether no pixel lets anything through.
  var isOpaque: Bool {
    if layout == .opaque { return true }
    for row in 0..<height {
      let line = words + row * stride
      for column in 0..<width where line[column] & 255 != 255 { return false }
    }
    return true
  }

  /// Writes a row as bytes: red, green and blue, and opacity if there are four.
  func write(row: Int, channels: Int, to target: UnsafeMutablePointer<UInt8>) {
    let line = words + row * stride
    let bytes = UnsafeMutableRawPointer(target)
    if channels == 4 {
      for column in 0..<width {
        bytes.storeBytes(of: color(line[column]).bigEndian, toByteOffset: column * 4, as: UInt32.self)
      }
      return
    }
    // Four pixels are three words.
    let whole = width & ~3
    var (column, place) = (0, 0)
    while column < whole {
      let (a, b) = (color(line[column]).byteSwapped, color(line[column + 1]).byteSwapped)
      let (c, d) = (color(line[column + 2]).byteSwapped, color(line[column + 3]).byteSwapped)
      bytes.storeBytes(of: (a & 0xff_ffff | b << 24).littleEndian, toByteOffset: place, as: UInt32.self)
      bytes.storeBytes(of: (b >> 8 & 0xffff | c << 16).littleEndian, toByteOffset: place + 4, as: UInt32.self)
      bytes.storeBytes(of: (c >> 16 & 0xff | d << 8).littleEndian, toByteOffset: place + 8, as: UInt32.self)
      column += 4
      place += 12
    }
    for column in whole..<width {
      let word = color(line[column])
      target[column * 3] = UInt8(truncatingIfNeeded: word >> 24)
      target[column * 3 + 1] = UInt8(truncatingIfNeeded: word >> 16)
      target[column * 3 + 2] = UInt8(truncatingIfNeeded: word >> 8)
    }
  }
}
