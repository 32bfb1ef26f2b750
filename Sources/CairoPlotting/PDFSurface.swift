import CCairo
import Plotting

/// A page of paths and text that Cairo writes as PDF.
final class PDFSurface {
  let cairo: OpaquePointer
  private let surface: OpaquePointer
  private let content: ByteSink

  /// An empty page of a size in points.
  ///
  /// The file has no date, so that the same figure gives the same bytes.
  init(_ size: Scene.Size, title: String, subject: String) throws(SurfaceError) {
    let content = ByteSink()
    guard
      let surface = cairo_pdf_surface_create_for_stream(
        { sink, data, length in
          guard let sink, let data else { return CAIRO_STATUS_WRITE_ERROR }
          Unmanaged<ByteSink>.fromOpaque(sink).takeUnretainedValue()
            .bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
          return CAIRO_STATUS_SUCCESS
        }, Unmanaged.passUnretained(content).toOpaque(), size.width, size.height),
      let cairo = cairo_create(surface)
    else { throw .drawing(reason: "out of memory") }
    (self.content, self.surface, self.cairo) = (content, surface, cairo)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, subject)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, nil)
  }

  deinit {
    cairo_destroy(cairo)
    cairo_surface_destroy(surface)
  }

  /// Ends the page and gives the file.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if Cairo has met an error.
  func finish() throws(SurfaceError) -> [UInt8] {
    cairo_show_page(cairo)
    cairo_surface_finish(surface)
    for status in [cairo_status(cairo), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
      throw .drawing(status)
    }
    return content.bytes
  }
}

/// Where Cairo puts a file's bytes.
private final class ByteSink {
  var bytes: [UInt8] = []
}
