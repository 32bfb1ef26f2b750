/// A picture as bytes, three or four for a pixel.
struct Channels {
  /// For a pixel: red, green and blue, and opacity if there are four.
  let count: Int
  let bytes: [UInt8]

  init(_ pixels: Pixels, count channels: Int) {
    count = channels
    bytes = [UInt8](unsafeUninitializedCapacity: pixels.words.count * channels) { target, count in
      count = pixels.words.count * channels
      guard let target = target.baseAddress else { return }
      pixels.words.withUnsafeBufferPointer { words in
        for (index, word) in words.enumerated() {
          let place = target + index * channels
          place[0] = UInt8(truncatingIfNeeded: word >> 24)
          place[1] = UInt8(truncatingIfNeeded: word >> 16)
          place[2] = UInt8(truncatingIfNeeded: word >> 8)
          if channels == 4 { place[3] = UInt8(truncatingIfNeeded: word) }
        }
      }
    }
  }
}
