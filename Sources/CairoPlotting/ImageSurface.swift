import CCairo
import Plotting

/// A picture in memory that Cairo draws on.
final class ImageSurface {
  /// What a pixel holds.
  enum Format {
    /// Red, green and blue.
    case colors
    /// Red, green, blue and opacity.
    case colorsAndOpacity
    /// Opacity alone.
    case opacity
  }

  let surface: OpaquePointer
  let cairo: OpaquePointer

  /// An empty picture of a number of pixels.
  init(width: Int, height: Int, _ format: Format) throws(SurfaceError) {
    guard width > 0, height > 0, width <= 32767, height <= 32767 else {
      throw .unusableSize(width: Double(width), height: Double(height))
    }
    let format =
      switch format {
      case .colors: CAIRO_FORMAT_RGB24
      case .colorsAndOpacity: CAIRO_FORMAT_ARGB32
      case .opacity: CAIRO_FORMAT_A8
      }
    guard let surface = cairo_image_surface_create(format, Int32(width), Int32(height)),
      let cairo = cairo_create(surface)
    else { throw .drawing(reason: "out of memory") }
    self.surface = surface
    self.cairo = cairo
    try check()
  }

  /// A picture of given pixels.
  convenience init(_ pixels: Pixels) throws(SurfaceError) {
    let isOpaque = pixels.words.allSatisfy { $0 & 255 == 255 }
    try self.init(width: pixels.width, height: pixels.height, isOpaque ? .colors : .colorsAndOpacity)
    withRows { row, bytes in
      bytes.withMemoryRebound(to: UInt32.self, capacity: pixels.width) { line in
        for column in 0..<pixels.width {
          let pixel = pixels.words[row * pixels.width + column]
          let opacity = pixel & 255
          // Cairo wants the channels multiplied by the opacity.
          func channel(_ shift: UInt32) -> UInt32 { ((pixel >> shift & 255) * opacity + 127) / 255 }
          line[column] = opacity << 24 | channel(24) << 16 | channel(16) << 8 | channel(8)
        }
      }
    }
  }

  /// A picture of data points: of their opacity alone where they have one color.
  convenience init(_ picture: SymbolPicture) throws(SurfaceError) {
    switch picture.content {
    case .colors(let words):
      try self.init(Pixels(width: picture.width, height: picture.height, words: words))
    case .opacities(let opacities, _):
      try self.init(width: picture.width, height: picture.height, .opacity)
      withRows { row, line in
        for column in 0..<picture.width { line[column] = opacities[row * picture.width + column] }
      }
    }
  }

  /// A picture of the opacity of lines.
  convenience init(_ picture: LinePicture) throws(SurfaceError) {
    try self.init(width: picture.width + LinePicture.lanes, height: picture.height, .opacity)
    withMemory { picture.write(to: $0, stride: $1) }
  }

  deinit {
    cairo_destroy(cairo)
    cairo_surface_destroy(surface)
  }

  /// Pixels of a row.
  var width: Int { Int(cairo_image_surface_get_width(surface)) }
  /// Rows.
  var height: Int { Int(cairo_image_surface_get_height(surface)) }

  /// Throws if Cairo has met an error.
  func check() throws(SurfaceError) {
    for status in [cairo_surface_status(surface), cairo_status(cairo)] where status != CAIRO_STATUS_SUCCESS {
      throw .drawing(status)
    }
  }

  /// Lets the memory of every row be changed.
  private func withRows(_ change: (_ row: Int, UnsafeMutablePointer<UInt8>) -> Void) {
    let height = self.height
    withMemory { data, stride in
      for row in 0..<height { change(row, data + row * stride) }
    }
  }

  /// Lets the memory be changed, with some bytes from a row to the next.
  private func withMemory(_ change: (UnsafeMutablePointer<UInt8>, _ stride: Int) -> Void) {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return }
    change(data, Int(cairo_image_surface_get_stride(surface)))
    cairo_surface_mark_dirty(surface)
  }

  /// Lets the pixels of an opaque picture be read where they lie.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if Cairo has met an error, and what `body` throws.
  func withOpaquePixels<Result>(_ body: (PixelRows) throws(SurfaceError) -> Result) throws(SurfaceError) -> Result {
    try check()
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { throw .drawing(reason: "it has no pixels") }
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    // Cairo's memory is aligned for words.
    let words = UnsafeRawPointer(data).assumingMemoryBound(to: UInt32.self)
    defer { withExtendedLifetime(self) {} }
    return try body(PixelRows(words: words, stride: stride, width: width, height: height, layout: .opaque))
  }
}
