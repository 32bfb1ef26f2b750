import CZlib

/// Writes pixels as a PNG file (W3C, "Portable Network Graphics", third edition): with a palette where there are at
/// most 256 colours, else with three channels, or four where something is transparent. The same pixels give the same
/// bytes.
struct PNGEncoder {
  /// What is in the picture, which says how it becomes small.
  enum Kind {
    /// Paper, lines and letters, which repeat pixels and rows as they are.
    case drawing
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
    if let indexed = IndexedPixels(pixels) {
      return try file(pixels.width, pixels.height, .palette, step: 1, indexed.indices, header: indexed.chunks)
    }
    let count = pixels.words.allSatisfy { $0 & 255 == 255 } ? 3 : 4
    let type = count == 3 ? ColorType.colors : .colorsAndOpacity
    switch kind {
    case .drawing:
      // Without differences rows are ready at once, each behind the number of no filter, 0.
      let rows = pixels.channels(count, behind: 1)
      return try file(pixels.width, pixels.height, type, rows: rows)
    case .data:
      return try file(pixels.width, pixels.height, type, step: count, pixels.channels(count, behind: 0))
    }
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
    let rows = rows(content, length: width * step, count: height, step: step)
    return try file(width, height, type, rows: rows, header: header)
  }

  /// The file of rows that have their filters.
  private func file(
    _ width: Int, _ height: Int, _ type: ColorType, rows: [UInt8], header: [(name: String, content: [UInt8])] = []
  ) throws(SurfaceError) -> [UInt8] {
    let compressed = try compress(rows)
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

  private func append(_ name: String, _ content: [UInt8], to bytes: inout [UInt8]) {
    bytes += bigEndian(content.count)
    let start = bytes.count
    bytes += name.utf8
    bytes += content
    let sum = bytes[start...].withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    bytes += bigEndian(Int(sum))
  }

  private func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  // MARK: Rows

  /// Every row behind the number of its filter.
  private func rows(_ bytes: [UInt8], length: Int, count rows: Int, step: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: (length + 1) * rows) { target, count in
      count = (length + 1) * rows
      bytes.withUnsafeBufferPointer { source in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        for row in 0..<rows {
          let line = source + row * length
          let above = row > 0 ? line - length : nil
          let filter = kind == .drawing ? RowFilter.none : .best(line, above: above, length: length, step: step)
          filter.apply(to: line, above: above, length: length, step: step, target + row * (length + 1))
        }
      }
    }
  }

  // MARK: Compression

  private func compress(_ bytes: [UInt8]) throws(SurfaceError) -> [UInt8] {
    var stream = z_stream()
    // Level 3 with a small table of hashes, which zlib must go through for every 32 KiB, is fast on runs of one colour.
    let (level, memory): (Int32, Int32) = kind == .drawing ? (3, 7) : (5, 8)
    guard
      deflateInit2_(
        &stream, level, Z_DEFLATED, 15, memory, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        == Z_OK
    else { throw .drawing(reason: "there is no memory to compress it") }
    defer { deflateEnd(&stream) }
    guard bytes.count < Int(UInt32.max) else { throw .drawing(reason: "it has too many pixels for a PNG file") }
    var status = Z_OK
    let capacity = Int(deflateBound(&stream, uLong(bytes.count)))
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      bytes.withUnsafeBufferPointer { source in
        stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(clamping: capacity)
        status = deflate(&stream, Z_FINISH)
        count = capacity - Int(stream.avail_out)
      }
    }
    guard status == Z_STREAM_END else { throw .drawing(reason: "zlib cannot compress it (\(status))") }
    return result
  }
}
