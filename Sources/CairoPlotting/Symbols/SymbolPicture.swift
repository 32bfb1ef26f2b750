import Plotting

/// Data points drawn all together: a picture whose pixels are as opaque as the logarithm of how many points cover them.
struct SymbolPicture {
  /// What the pixels are, row by row.
  enum Content {
    /// Opacities of the one color of all points.
    case opacities([UInt8], Scene.Paint)
    /// Red, green, blue and opacity from the highest byte down.
    case colors([UInt32])
  }

  /// From the scene's upper left corner, in pixels.
  let column: Int
  /// From the scene's upper left corner, in pixels.
  let row: Int
  let width: Int
  let height: Int
  let content: Content

  /// The picture at a number of pixels for a point; nil if there is nothing to see in a scene of this size.
  init?(_ symbols: Scene.Symbols, in size: Scene.Size, scale: Double, theme: Theme) {
    let stamp = SymbolStamp(symbols.symbol, radius: symbols.radius, part: .inside, scale: scale)
    let inside = Scene.Rectangle(x: 0, y: 0, width: size.width, height: size.height)
    var (left, right, top, bottom) = (Double.infinity, -Double.infinity, Double.infinity, -Double.infinity)
    for center in symbols.centers where inside.contains(center) {
      (left, right) = (min(left, center.x), max(right, center.x))
      (top, bottom) = (min(top, center.y), max(bottom, center.y))
    }
    guard left <= right else { return nil }
    column = Int((left * scale).rounded(.down)) - stamp.reach
    row = Int((top * scale).rounded(.down)) - stamp.reach
    width = Int((right * scale).rounded(.down)) + stamp.reach + 1 - column
    height = Int((bottom * scale).rounded(.down)) + stamp.reach + 1 - row
    if symbols.paints.count == symbols.centers.count,
      Set(symbols.paints.prefix(1000)).count > 1 || symbols.paints.count > 1000
    {
      content = .colors(Self.colors(symbols, stamp, inside, scale, theme, column, row, width, height))
    } else {
      content = .opacities(
        Self.opacities(symbols, stamp, inside, scale, column, row, width, height), symbols.paint(at: 0))
    }
  }

  /// How opaque every pixel is.
  private static func opacities(
    _ symbols: Scene.Symbols, _ stamp: SymbolStamp, _ inside: Scene.Rectangle, _ scale: Double, _ column: Int,
    _ row: Int, _ width: Int, _ height: Int
  ) -> [UInt8] {
    // Rows of stamps are added eight numbers at a time; those behind a stamp's side are 0.
    var depths = [Float](repeating: 0, count: width * height + stamp.stride)
    depths.withUnsafeMutableBytes { depths in
      stamp.withCoverage { coverage in
        let coverage = UnsafeRawBufferPointer(coverage)
        for center in symbols.centers where inside.contains(center) {
          let place = stamp.place(center.x * scale, center.y * scale)
          var target = ((place.row - row) * width + place.column - column) * 4
          var source = place.start * 4
          for _ in 0..<stamp.side {
            for offset in Swift.stride(from: 0, to: stamp.stride * 4, by: 32) {
              let sum =
                depths.loadUnaligned(fromByteOffset: target + offset, as: SIMD8<Float>.self)
                + coverage.loadUnaligned(fromByteOffset: source + offset, as: SIMD8<Float>.self)
              depths.storeBytes(of: sum, toByteOffset: target + offset, as: SIMD8<Float>.self)
            }
            target += width * 4
            source += stamp.stride * 4
          }
        }
      }
    }
    depths.removeLast(stamp.stride)
    let most = depths.reduce(0, max)
    let opacity = OpacityTable(most: Double(most), times: symbols.paint(at: 0).opacity)
    return depths.map { opacity[$0] }
  }

  /// The mean color and the opacity of every pixel.
  private static func colors(
    _ symbols: Scene.Symbols, _ stamp: SymbolStamp, _ inside: Scene.Rectangle, _ scale: Double, _ theme: Theme,
    _ column: Int, _ row: Int, _ width: Int, _ height: Int
  ) -> [UInt32] {
    // Red, green, blue and how many points, each times coverage.
    var sums = [SIMD4<Float>](repeating: .zero, count: width * height)
    let side = stamp.side
    sums.withUnsafeMutableBufferPointer { sums in
      stamp.withCoverage { coverage in
        for (index, center) in symbols.centers.enumerated() where inside.contains(center) {
          let rgb = theme.rgb(symbols.paints[index].color)
          let color = SIMD4(Float(rgb.red), Float(rgb.green), Float(rgb.blue), 1)
          let place = stamp.place(center.x * scale, center.y * scale)
          var target = (place.row - row) * width + place.column - column
          var source = place.start
          for _ in 0..<side {
            for offset in 0..<side { sums[target + offset] += color * coverage[source + offset] }
            target += width
            source += stamp.stride
          }
        }
      }
    }
    let most = sums.reduce(0) { max($0, $1.w) }
    let opacity = OpacityTable(most: Double(most), times: symbols.paint(at: 0).opacity)
    return sums.map { sum in
      guard sum.w > 0 else { return 0 }
      let mean = sum / sum.w
      func channel(_ value: Float) -> UInt32 { UInt32(min(max(value.rounded(), 0), 255)) }
      return channel(mean.x) << 24 | channel(mean.y) << 16 | channel(mean.z) << 8 | UInt32(opacity[sum.w])
    }
  }
}

/// Opacities from 0 to 255 for numbers of points, worked out once.
private struct OpacityTable {
  private let values: [UInt8]
  private let least: Int
  /// Fine steps of equal ratios: the highest bits of a number, its exponent and its first seven binary places.
  private static func step(_ count: Float) -> Int { Int(count.bitPattern >> 16) }

  init(most: Double, times factor: Double) {
    least = Self.step(0x1p-10)
    let last = max(Self.step(Float(most)), least)
    values = (least...last).map { step in
      let count = Double(Float(bitPattern: UInt32(step) << 16 | 0x8000))
      let opacity = Scene.Symbols.opacity(covering: min(count, most), most: most) * factor
      return UInt8(min(max((opacity * 255).rounded(), 0), 255))
    }
  }

  subscript(count: Float) -> UInt8 {
    let step = Self.step(count)
    return step < least ? 0 : values[min(step - least, values.count - 1)]
  }
}
