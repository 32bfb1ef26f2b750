/// A picture of at most 256 colours: its colours, and a number for every pixel.
///
/// Neighbouring numbers are neighbouring colours, as far as a walk from the darkest colour to the nearest next one
/// finds them, so that smooth rasters have small differences.
struct IndexedPixels {
  let colors: [UInt32]
  let indices: [UInt8]

  /// Nil for pictures of more colours.
  init?(_ pixels: PixelRows) {
    var found: [UInt32] = []
    // Open addressing; a place holds a colour and one more than its number, or 0.
    var keys = [UInt32](repeating: 0, count: 1024)
    var numbers = [UInt16](repeating: 0, count: 1024)
    var isPossible = true
    let indices = [UInt8](unsafeUninitializedCapacity: pixels.width * pixels.height) { target, count in
      keys.withUnsafeMutableBufferPointer { keys in
        numbers.withUnsafeMutableBufferPointer { numbers in
          var last = ~pixels.color(pixels.words[0])
          var index: UInt8 = 0
          for row in 0..<pixels.height {
            let line = pixels.words + row * pixels.stride
            for column in 0..<pixels.width {
              let word = pixels.color(line[column])
              if word != last {
                last = word
                var place = Int((word &* 0x9E37_79B1) >> 22)
                while numbers[place] != 0 && keys[place] != word { place = (place + 1) & 1023 }
                if numbers[place] == 0 {
                  guard found.count < 256 else {
                    isPossible = false
                    return
                  }
                  found.append(word)
                  keys[place] = word
                  numbers[place] = UInt16(found.count)
                }
                index = UInt8(numbers[place] - 1)
              }
              target[row * pixels.width + column] = index
            }
          }
        }
      }
      count = isPossible ? pixels.width * pixels.height : 0
    }
    guard isPossible, !found.isEmpty else { return nil }
    let order = Self.walk(found)
    var rank = [UInt8](repeating: 0, count: 256)
    for (place, number) in order.enumerated() { rank[number] = UInt8(place) }
    colors = order.map { found[$0] }
    self.indices = indices.map { rank[Int($0)] }
  }

  /// The palette, and the opacities where some are not full.
  var chunks: [(name: String, content: [UInt8])] {
    let palette = colors.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255)] }
    let opacities = colors.map { UInt8($0 & 255) }
    return [("PLTE", palette)] + (opacities.allSatisfy { $0 == 255 } ? [] : [("tRNS", opacities)])
  }

  /// The numbers of the colours in an order in which each is near the one before.
  private static func walk(_ colors: [UInt32]) -> [Int] {
    func channels(_ color: UInt32) -> SIMD4<Int32> {
      SIMD4(Int32(color >> 24), Int32(color >> 16 & 255), Int32(color >> 8 & 255), Int32(color & 255))
    }
    let places = colors.map(channels)
    var rest = Array(colors.indices)
    guard var next = rest.min(by: { places[$0].wrappedSum() < places[$1].wrappedSum() }) else { return [] }
    var order: [Int] = []
    order.reserveCapacity(colors.count)
    while true {
      order.append(next)
      rest.removeAll { $0 == next }
      var best: (distance: Int32, number: Int)?
      for number in rest {
        let difference = places[number] &- places[next]
        let distance = (difference &* difference).wrappedSum()
        if best.map({ distance < $0.distance }) ?? true { best = (distance, number) }
      }
      guard let best else { return order }
      next = best.number
    }
  }
}
