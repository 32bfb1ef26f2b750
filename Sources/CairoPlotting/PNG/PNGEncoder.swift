import CDeflate

/// Writes pixels as a PNG file (W3C, "Portable Network Graphics", third edition): with a palette where there are at
/// most 256 colours, else with three channels, or four where something is transparent. The same pixels give the same
/// bytes on the same kind of processor.
struct PNGEncoder {
  /// What is in the picture, which says how it becomes small.
  enum Kind {
    /// Paper, lines and letters, which repeat pixels and rows as they are.
    case drawing
    /// A drawing much of which is a raster.
    case illustration
    /// Values that change from pixel to pixel, whose differences repeat.
    case data
  }

  let kind: Kind
  /// Pixels for a point of 1/72 inch; nil for pictures whose size is said elsewhere.
  let scale: Double?

  /// The file.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if memory runs out.
  func encode(_ pixels: Pixels) throws(SurfaceError) -> [UInt8] {
    try pixels.withRows { (rows) throws(SurfaceError) in try encode(rows) }
  }

  /// The file of pixels where they lie.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if memory runs out.
  func encode(_ pixels: PixelRows) throws(SurfaceError) -> [UInt8] {
    if let indexed = IndexedPixels(pixels) {
      return try file(pixels.width, pixels.height, .palette, step: 1, indexed.indices, header: indexed.chunks)
    }
    let type = pixels.isOpaque ? ColorType.colors : .colorsAndOpacity
    let count = type == .colors ? 3 : 4
    let length = pixels.width * count
    guard kind == .data else {
      // Without differences rows are ready at once, each behind the number of no filter.
      return try file(pixels.width, pixels.height, type, length: length + 1) { row, target in
        target[0] = RowFilter.none.rawValue
        pixels.write(row: row, channels: count, to: target + 1)
      }
    }
    let content = [UInt8](unsafeUninitializedCapacity: length * pixels.height) { target, size in
      size = length * pixels.height
      guard let target = target.baseAddress else { return }
      for row in 0..<pixels.height { pixels.write(row: row, channels: count, to: target + row * length) }
    }
    return try file(pixels.width, pixels.height, type, step: count, content)
  }

  /// A picture of one channel, from black to white.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if memory runs out.
  func encode(gray bytes: [UInt8], width: Int, height: Int) throws(SurfaceError) -> [UInt8] {
    try file(width, height, .gray, step: 1, bytes)
  }

  // MARK: The file

  private enum ColorType: UInt8 {
    case gray = 0
    case colors = 2
    case palette = 3
    case colorsAndOpacity = 6
  }

  /// The file of a picture with `step` bytes for a pixel.
  private func file(
    _ width: Int, _ height: Int, _ type: ColorType, step: Int, _ content: [UInt8],
    header: [(name: String, content: [UInt8])] = []
  ) throws(SurfaceError) -> [UInt8] {
    let length = width * step
    guard length > 0, content.count >= length * height else {
      throw .unusableSize(width: Double(width), height: Double(height))
    }
    return try content.withUnsafeBufferPointer { (source) throws(SurfaceError) in
      guard let source = source.baseAddress else { throw .drawing(reason: "it has no pixels") }
      return try file(width, height, type, length: length + 1, header: header) { row, target in
        let line = source + row * length
        let above = row > 0 ? line - length : nil
        let filter = kind == .data ? RowFilter.best(line, above: above, length: length, step: step) : .none
        filter.apply(to: line, above: above, length: length, step: step, target)
      }
    }
  }

  /// The file of rows of a length, each behind the number of its filter.
  private func file(
    _ width: Int, _ height: Int, _ type: ColorType, length: Int, header: [(name: String, content: [UInt8])] = [],
    _ write: (_ row: Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(SurfaceError) -> [UInt8] {
    let compressed = try compression.compress(rowCount: height, length: length, write)
    var bytes: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    bytes.reserveCapacity(compressed.count + 1100)
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, type.rawValue, 0, 0, 0], to: &bytes)
    if let scale {
      // Pixels for a meter, of which an inch is 0.0254.
      let density = bigEndian(Int((min(scale, 1e5) * 72 / 0.0254).rounded()))
      append("pHYs", density + density + [1], to: &bytes)
    }
    for (name, content) in header { append(name, content, to: &bytes) }
    append("IDAT", compressed, to: &bytes)
    append("IEND", [], to: &bytes)
    return bytes
  }

  /// Chosen by what it took and left on the figures of `benchmarks plots`.
  private var compression: Compression {
    switch kind {
    case .drawing: .runs
    case .illustration: .values(level: 3)
    case .data: .values(level: 6)
    }
  }

  private func append(_ name: String, _ content: [UInt8], to bytes: inout [UInt8]) {
    bytes += bigEndian(content.count)
    let start = bytes.count
    bytes += name.utf8
    bytes += content
    let sum = bytes[start...].withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    bytes += bigEndian(Int(sum))
  }

  private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
