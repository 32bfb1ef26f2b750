/// Random damage to files. `benchmarks malformed` does the same by a link to this file, which therefore imports nothing.
enum Damage {
  /// Damages one to five places: bytes cut off, added, replaced, copied elsewhere or turned into a huge number; most of
  /// them in the first `head` bytes.
  static func damaged(
    _ original: [UInt8], head: Int, using generator: inout some RandomNumberGenerator
  ) -> [UInt8] {
    var content = original
    for _ in 0...Int.random(in: 0..<5, using: &generator) {
      guard !content.isEmpty else { return content }
      let anywhere = Int.random(in: content.indices, using: &generator)
      let place = Int.random(in: 0..<3, using: &generator) == 0 ? anywhere : anywhere % min(content.count, head)
      let byte = UInt8.random(in: 0...255, using: &generator)
      switch Int.random(in: 0..<8, using: &generator) {
      case 0: content.removeLast(min(content.count, Int.random(in: 0..<40, using: &generator)))
      case 1: content.append(byte)
      case 2: content.remove(at: place)
      case 3: content[place] ^= 1 << (byte & 7)
      case 4: content[place] = content[anywhere]
      case 5: content.insert(contentsOf: Array("9999999999".utf8).prefix(1 + Int(byte % 10)), at: place)
      case 6: for offset in 0..<min(4, content.count - place) { content[place + offset] = 0xFF }
      default: content[place] = byte
      }
    }
    return content
  }
}
