extension Pixels {
  /// The picture as bytes: red, green and blue, and opacity if there are four, every row behind some zeros.
  func channels(_ channels: Int, behind lead: Int) -> [UInt8] {
    let length = lead + width * channels
    return [UInt8](unsafeUninitializedCapacity: length * height) { target, count in
      count = length * height
      guard let target = target.baseAddress else { return }
      words.withUnsafeBufferPointer { words in
        for row in 0..<height {
          var place = target + row * length
          place.update(repeating: 0, count: lead)
          place += lead
          for word in words[row * width..<(row + 1) * width] {
            place[0] = UInt8(truncatingIfNeeded: word >> 24)
            place[1] = UInt8(truncatingIfNeeded: word >> 16)
            place[2] = UInt8(truncatingIfNeeded: word >> 8)
            if channels == 4 { place[3] = UInt8(truncatingIfNeeded: word) }
            place += channels
          }
        }
      }
    }
  }
}
