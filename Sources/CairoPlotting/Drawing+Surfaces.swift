import CCairo
import Plotting

extension Drawing {
  /// The drawing as an `<svg>` element for a page, in both of the page's themes.
  public func svg() throws(SurfaceError) -> String {
    var writer = SVGWriter()
    return try writer.write(self)
  }

  /// The drawing as a PNG picture with `scale` pixels for a point.
  public func png(scale: Double = 2, theme: Theme = .light) throws(SurfaceError) -> [UInt8] {
    let (width, height) = (scene.size.width * scale, scene.size.height * scale)
    guard width.isFinite, height.isFinite, width >= 1, height >= 1, width <= 32767, height <= 32767 else {
      throw .unusableSize(width: width, height: height)
    }
    let image = try ImageSurface(
      width: Int(width.rounded(.up)), height: Int(height.rounded(.up)), hasAlpha: false)
    cairo_scale(image.cairo, scale, scale)
    let setter = try TextSetter(family: PangoTextMeasurer.defaultFamily)
    try CairoRenderer(cairo: image.cairo, theme: theme, setter: setter).draw(scene)
    return try image.png()
  }
}

extension Drawable {
  /// The figure laid out, with text as wide as Pango sets it.
  public func drawing() throws(SurfaceError) -> Drawing {
    drawing(measuring: try PangoTextMeasurer())
  }

  /// The figure as an `<svg>` element for a page, in both of the page's themes.
  public func svg() throws(SurfaceError) -> String { try drawing().svg() }

  /// The figure as a PNG picture with `scale` pixels for a point.
  public func png(scale: Double = 2, theme: Theme = .light) throws(SurfaceError) -> [UInt8] {
    try drawing().png(scale: scale, theme: theme)
  }

  /// Writes the figure to an SVG file: whole, or not at all.
  public func writeSVG(to path: String) throws(SurfaceError) {
    try writeFile(Array(svg().utf8), to: path)
  }

  /// Writes the figure to a PNG file with `scale` pixels for a point: whole, or not at all.
  public func writePNG(to path: String, scale: Double = 2, theme: Theme = .light) throws(SurfaceError) {
    try writeFile(png(scale: scale, theme: theme), to: path)
  }
}
