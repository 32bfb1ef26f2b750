import CCairo

/// A PNG file as Cairo, through libpng, reads it; and its chunks.
struct DecodedPNG {
  /// Channels multiplied by opacity: opacity, red, green, blue from the highest byte down.
  var words: [UInt32] = []
  var width = 0
  var height = 0
  /// Every chunk's name and content.
  var chunks: [(name: String, content: [UInt8])] = []

  init(_ bytes: [UInt8]) {
    var source = bytes[...]
    let surface = withUnsafeMutablePointer(to: &source) { source in
      cairo_image_surface_create_from_png_stream(
        { source, target, count in
          guard let source = source?.assumingMemoryBound(to: ArraySlice<UInt8>.self), let target,
            source.pointee.count >= count
          else { return CAIRO_STATUS_READ_ERROR }
          for (index, byte) in source.pointee.prefix(Int(count)).enumerated() { target[index] = byte }
          source.pointee = source.pointee.dropFirst(Int(count))
          return CAIRO_STATUS_SUCCESS
        }, source)
    }
    defer { cairo_surface_destroy(surface) }
    guard let surface, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
      let data = cairo_image_surface_get_data(surface)
    else { return }
    width = Int(cairo_image_surface_get_width(surface))
    height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface))
    let isOpaque = cairo_image_surface_get_format(surface) == CAIRO_FORMAT_RGB24
    for row in 0..<height {
      for column in 0..<width {
        let pixel = UnsafeRawPointer(data).load(fromByteOffset: row * stride + column * 4, as: UInt32.self)
        words.append(isOpaque ? pixel | 0xff00_0000 : pixel)
      }
    }
    var place = 8
    while place + 12 <= bytes.count {
      let count = bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      chunks.append(
        (String(decoding: bytes[place + 4..<place + 8], as: UTF8.self), Array(bytes[place + 8..<place + 8 + count])))
      place += 12 + count
    }
  }
}
