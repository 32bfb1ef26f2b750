import CCairo
import Plotting

/// A picture in memory that Cairo draws on.
final class ImageSurface {
  let surface: OpaquePointer
  let cairo: OpaquePointer

  /// An empty picture of a number of pixels.
  init(width: Int, height: Int, hasAlpha: Bool) throws(SurfaceError) {
    guard width > 0, height > 0, width <= 32767, height <= 32767 else {
      throw .unusableSize(width: Double(width), height: Double(height))
    }
    let format = hasAlpha ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24
    guard let surface = cairo_image_surface_create(format, Int32(width), Int32(height)),
      let cairo = cairo_create(surface)
    else { throw .drawing(reason: "out of memory") }
    self.surface = surface
    self.cairo = cairo
    try check()
  }

  /// A picture of a scene's raster, a pixel for every cell.
  convenience init(_ raster: Scene.Raster) throws(SurfaceError) {
    try self.init(
      width: raster.columns, height: raster.rows, hasAlpha: raster.pixels.contains { $0 & 255 != 255 })
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface), raster.pixels.count >= raster.columns * raster.rows else {
      throw .drawing(reason: "a raster has too few pixels")
    }
    let stride = Int(cairo_image_surface_get_stride(surface))
    for row in 0..<raster.rows {
      data.advanced(by: row * stride).withMemoryRebound(to: UInt32.self, capacity: raster.columns) { line in
        for column in 0..<raster.columns {
          let pixel = raster.pixels[row * raster.columns + column]
          let opacity = pixel & 255
          // Cairo wants the channels multiplied by the opacity.
          func channel(_ shift: UInt32) -> UInt32 { ((pixel >> shift & 255) * opacity + 127) / 255 }
          line[column] = opacity << 24 | channel(24) << 16 | channel(16) << 8 | channel(8)
        }
      }
    }
    cairo_surface_mark_dirty(surface)
  }

  deinit {
    cairo_destroy(cairo)
    cairo_surface_destroy(surface)
  }

  /// Throws if Cairo has met an error.
  func check() throws(SurfaceError) {
    for status in [cairo_surface_status(surface), cairo_status(cairo)] where status != CAIRO_STATUS_SUCCESS {
      throw .drawing(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown reason")
    }
  }

  /// The picture as the bytes of a PNG file.
  func png() throws(SurfaceError) -> [UInt8] {
    try check()
    cairo_surface_flush(surface)
    var bytes: [UInt8] = []
    let status = withUnsafeMutablePointer(to: &bytes) { target in
      cairo_surface_write_to_png_stream(
        surface,
        { closure, data, length in
          guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
          closure.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
          return CAIRO_STATUS_SUCCESS
        }, target)
    }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw .drawing(reason: cairo_status_to_string(status).map { String(cString: $0) } ?? "unknown reason")
    }
    return bytes
  }
}
