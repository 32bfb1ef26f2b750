import CCairo
import Plotting

extension Drawing {
  /// The drawing as an `<svg>` element for a page. Colours of the theme are variables that a page may set, with this
  /// theme's as fall-backs.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if there is no memory for a picture in it.
  public func svg(theme: Theme = .light) throws(SurfaceError) -> String {
    var writer = SVGWriter(fallback: theme)
    return try writer.write(self)
  }

  /// The drawing as a PNG picture with `scale` pixels for a point.
  ///
  /// - Throws: ``SurfaceError/unusableSize(width:height:)`` for a scale that gives no picture, and
  ///   ``SurfaceError/fontMissing(family:)``.
  public func png(scale: Double = 2, theme: Theme = .light) throws(SurfaceError) -> [UInt8] {
    let (width, height) = (scene.size.width * scale, scene.size.height * scale)
    guard width.isFinite, height.isFinite, width >= 1, height >= 1, width <= 32767, height <= 32767 else {
      throw .unusableSize(width: width, height: height)
    }
    let image = try ImageSurface(width: Int(width.rounded(.up)), height: Int(height.rounded(.up)), .colors)
    cairo_scale(image.cairo, scale, scale)
    let setter = try TextSetter(family: PangoTextMeasurer.defaultFamily)
    try CairoRenderer(
      cairo: image.cairo, target: .pixels(image, scale: scale), theme: theme, setter: setter
    ).draw(scene)
    let encoder = PNGEncoder(kind: scene.hasPictures ? .illustration : .drawing, scale: scale)
    return try image.withOpaquePixels { (pixels) throws(SurfaceError) in try encoder.encode(pixels) }
  }

  /// The drawing as a PDF file of one page as large as the figure, with its letters as text of an embedded font.
  ///
  /// - Throws: ``SurfaceError/fontMissing(family:)``.
  public func pdf(theme: Theme = .light) throws(SurfaceError) -> [UInt8] {
    let surface = try PDFSurface(scene.size, title: title, subject: alternativeText)
    let setter = try TextSetter(family: PangoTextMeasurer.defaultFamily)
    // A point has four pixels in pictures, as printers draw them.
    try CairoRenderer(
      cairo: surface.cairo, target: .paths(pictureScale: 4), theme: theme, setter: setter
    ).draw(scene)
    return try surface.finish()
  }

  /// Writes the drawing to a file, in the format that the name's ending says: `.svg`, `.png` or `.pdf`. The file is
  /// written whole, or not at all.
  ///
  /// - Parameter scale: pixels for a point; only PNG has pixels.
  /// - Throws: ``SurfaceError/unknownFormat(path:)`` for another ending, ``SurfaceError/cannotWrite(path:reason:)``, and
  ///   what drawing throws.
  public func write(to path: String, scale: Double = 2, theme: Theme = .light) throws(SurfaceError) {
    guard let format = FigureFormat(path: path) else { throw .unknownFormat(path: path) }
    let bytes =
      switch format {
      case .svg: Array(try svg(theme: theme).utf8)
      case .png: try png(scale: scale, theme: theme)
      case .pdf: try pdf(theme: theme)
      }
    try writeFile(bytes, to: path)
  }
}

extension Drawable {
  /// The figure laid out, with text as wide as Pango sets it.
  ///
  /// - Throws: ``SurfaceError/fontMissing(family:)``.
  public func drawing() throws(SurfaceError) -> Drawing {
    drawing(measuring: try PangoTextMeasurer())
  }

  /// The figure as an `<svg>` element for a page. Colours of the theme are variables that a page may set, with this
  /// theme's as fall-backs.
  ///
  /// - Throws: ``SurfaceError/fontMissing(family:)``.
  public func svg(theme: Theme = .light) throws(SurfaceError) -> String { try drawing().svg(theme: theme) }

  /// The figure as a PNG picture with `scale` pixels for a point.
  ///
  /// - Throws: ``SurfaceError/unusableSize(width:height:)`` for a scale that gives no picture, and
  ///   ``SurfaceError/fontMissing(family:)``.
  public func png(scale: Double = 2, theme: Theme = .light) throws(SurfaceError) -> [UInt8] {
    try drawing().png(scale: scale, theme: theme)
  }

  /// The figure as a PDF file of one page as large as the figure, with its letters as text of an embedded font.
  ///
  /// - Throws: ``SurfaceError/fontMissing(family:)``.
  public func pdf(theme: Theme = .light) throws(SurfaceError) -> [UInt8] { try drawing().pdf(theme: theme) }

  /// Writes the figure to a file, in the format that the name's ending says: `.svg`, `.png` or `.pdf`. The file is
  /// written whole, or not at all.
  ///
  /// - Parameter scale: pixels for a point; only PNG has pixels.
  /// - Throws: ``SurfaceError/unknownFormat(path:)`` for another ending, ``SurfaceError/cannotWrite(path:reason:)``, and
  ///   what drawing throws.
  public func write(to path: String, scale: Double = 2, theme: Theme = .light) throws(SurfaceError) {
    guard FigureFormat(path: path) != nil else { throw .unknownFormat(path: path) }
    try drawing().write(to: path, scale: scale, theme: theme)
  }
}

extension Scene {
  /// Whether data points are drawn as a picture, or a raster fills more than a tenth of the area, as bars of colours
  /// do not.
  fileprivate var hasPictures: Bool {
    elements.contains { element in
      switch element {
      case .raster(let raster): raster.frame.width * raster.frame.height > size.width * size.height / 10
      case .symbols(let symbols): symbols.form == .picture
      case .lines, .polygons, .rectangle, .text: false
      }
    }
  }
}
