import Testing

@testable import CairoPlotting

@Suite("PNG files")
struct PNGEncoderTests {
  /// What Cairo reads for a pixel.
  private func premultiplied(_ pixel: UInt32) -> UInt32 {
    let opacity = pixel & 255
    func channel(_ shift: UInt32) -> UInt32 {
      let product = (pixel >> shift & 255) * opacity + 128
      return (product + product >> 8) >> 8
    }
    return opacity << 24 | channel(24) << 16 | channel(16) << 8 | channel(8)
  }

  private func pixels(colors: Int, isOpaque: Bool, _ generator: inout SystemlessGenerator) -> Pixels {
    let palette = (0..<colors).map { _ in UInt32.random(in: 0 ... .max, using: &generator) | (isOpaque ? 255 : 0) }
    let (width, height) = (Int.random(in: 1...40, using: &generator), Int.random(in: 1...40, using: &generator))
    return Pixels(
      width: width, height: height,
      words: (0..<width * height).map { _ in palette.randomElement(using: &generator) ?? 0 })
  }

  @Test("Every picture comes back as it was, with few and with many colours, opaque or not")
  func roundTrip() throws {
    var generator = SystemlessGenerator(state: 7)
    for colors in [1, 2, 200, 256, 1500] {
      for isOpaque in [true, false] {
        for kind in [PNGEncoder.Kind.drawing, .illustration, .data] {
          let pixels = pixels(colors: colors, isOpaque: isOpaque, &generator)
          let bytes = try PNGEncoder(kind: kind, scale: nil).encode(pixels)
          let decoded = DecodedPNG(bytes)
          #expect(decoded.width == pixels.width && decoded.height == pixels.height)
          #expect(decoded.words == pixels.words.map(premultiplied))
          #expect(try PNGEncoder(kind: kind, scale: nil).encode(pixels) == bytes)
        }
      }
    }
  }

  @Test("Large pictures come back: of noise, which no compression makes smaller, of one row, of paper with few marks")
  func large() throws {
    var generator = SystemlessGenerator(state: 11)
    let noise = (0..<700 * 300).map { _ in UInt32.random(in: 0 ... .max, using: &generator) }
    let paper = (0..<700 * 300).map { $0 % 977 == 0 ? noise[$0] | 255 : .max }
    for (width, height) in [(700, 300), (70_000 / 3, 9), (300, 700)] {
      for words in [noise, noise.map { $0 | 255 }, paper] {
        for kind in [PNGEncoder.Kind.drawing, .illustration] {
          let pixels = Pixels(width: width, height: height, words: Array(words[..<(width * height)]))
          let decoded = DecodedPNG(try PNGEncoder(kind: kind, scale: nil).encode(pixels))
          #expect(decoded.width == width && decoded.height == height)
          #expect(decoded.words == pixels.words.map(premultiplied))
        }
      }
    }
  }

  @Test("The memory of a surface is read row by row, without what lies behind a row")
  func surfaces() throws {
    var generator = SystemlessGenerator(state: 5)
    let noise = (0..<40 * 7).map { _ in UInt32.random(in: 0 ... .max, using: &generator) }
    for width in 1...37 {
      try noise.withUnsafeBufferPointer { noise in
        let words = try #require(noise.baseAddress)
        let rows = PixelRows(words: words, stride: 40, width: width, height: 7, layout: .opaque)
        let expected = (0..<7).flatMap { row in (0..<width).map { noise[row * 40 + $0] | 0xff00_0000 } }
        for kind in [PNGEncoder.Kind.drawing, .illustration, .data] {
          #expect(DecodedPNG(try PNGEncoder(kind: kind, scale: nil).encode(rows)).words == expected)
        }
      }
    }
  }

  @Test("At most 256 colours make a palette; one more does not")
  func palette() throws {
    for (count, type) in [(256, 3), (257, 2)] as [(UInt32, UInt8)] {
      let words = (0..<count).map { $0 << 16 | 255 }
      let file = try PNGEncoder(kind: .data, scale: nil).encode(Pixels(width: Int(count), height: 1, words: words))
      let header = try #require(DecodedPNG(file).chunks.first)
      #expect(header.name == "IHDR" && header.content[9] == type)
    }
  }

  @Test("Neighbours of a palette are like colours, whatever the order in the picture")
  func order() throws {
    let words = (0..<200).map { UInt32($0 * 73 % 200) << 24 | 255 }
    let indexed = try #require(try Pixels(width: 200, height: 1, words: words).withRows { IndexedPixels($0) })
    #expect(indexed.colors == (0..<200).map { UInt32($0) << 24 | 255 })
    #expect(indexed.indices.map { indexed.colors[Int($0)] } == words)
  }

  @Test("A picture of one channel is gray")
  func gray() throws {
    let bytes = (0..<100).map { UInt8($0 * 2) }
    let decoded = DecodedPNG(try PNGEncoder(kind: .data, scale: nil).encode(gray: bytes, width: 20, height: 5))
    #expect(decoded.words == bytes.map { 0xff00_0000 | UInt32($0) * 0x10101 })
  }

  @Test("The scale is kept as pixels for a meter")
  func density() throws {
    let pixels = Pixels(width: 1, height: 1, words: [255])
    for (scale, perMeter) in [(1.0, 2835), (2, 5669), (0.5, 1417)] {
      let file = DecodedPNG(try PNGEncoder(kind: .drawing, scale: scale).encode(pixels))
      let chunk = try #require(file.chunks.first { $0.name == "pHYs" })
      #expect(chunk.content[0..<4].reduce(0) { $0 << 8 | Int($1) } == perMeter)
      #expect(chunk.content[4..<8].elementsEqual(chunk.content[0..<4]) && chunk.content[8] == 1)
    }
    #expect(
      !DecodedPNG(try PNGEncoder(kind: .drawing, scale: nil).encode(pixels)).chunks.contains { $0.name == "pHYs" })
  }
}

/// Numbers that are the same on every run (splitmix64).
struct SystemlessGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
