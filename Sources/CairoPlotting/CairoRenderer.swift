import CCairo
import Plotting

/// Draws a scene's primitives with Cairo in the colours of a theme.
struct CairoRenderer {
  /// What is drawn on.
  enum Target {
    /// A picture with some pixels for a point.
    case pixels(ImageSurface, scale: Double)
    /// Paths and text, in points; pictures in it get some pixels for a point.
    case paths(pictureScale: Double)
  }

  let cairo: OpaquePointer
  let target: Target
  let theme: Theme
  let setter: TextSetter

  /// From how many data points on stamps are faster than paths.
  private static let fewestStamps = 16

  func draw(_ scene: Scene) throws(SurfaceError) {
    set(Scene.Paint(.paper))
    cairo_paint(cairo)
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
    for element in scene.elements { try draw(element, in: scene.size) }
  }

  private func draw(_ element: Scene.Element, in size: Scene.Size) throws(SurfaceError) {
    switch element {
    case .lines(let lines, let stroke): try draw(lines, stroke)
    case .polygons(let polygons, let paint):
      for polygon in polygons {
        trace(polygon)
        cairo_close_path(cairo)
      }
      set(paint)
      cairo_fill(cairo)
    case .rectangle(let rectangle, let paint):
      cairo_rectangle(cairo, rectangle.minX, rectangle.minY, rectangle.width, rectangle.height)
      set(paint)
      cairo_fill(cairo)
    case .symbols(let symbols):
      switch (symbols.form, target) {
      case (.picture, .pixels(_, let scale)): try drawPicture(of: symbols, in: size, scale: scale)
      case (.picture, .paths(let scale)): try drawPicture(of: symbols, in: size, scale: scale)
      case (.shapes, .pixels(let image, let scale)) where symbols.centers.count >= Self.fewestStamps:
        image.stamp(symbols, scale: scale, theme: theme)
      case (.shapes, _): draw(symbols)
      }
    case .text(let text): draw(text)
    case .raster(let raster): try draw(raster)
    }
  }

  private func draw(_ lines: [[Scene.Point]], _ stroke: Scene.Stroke) throws(SurfaceError) {
    if case .pixels(let image, let scale) = target,
      let picture = LinePicture(lines, stroke, scale: scale, columns: image.width, rows: image.height)
    {
      let mask = try ImageSurface(picture)
      cairo_save(cairo)
      cairo_identity_matrix(cairo)
      set(stroke.paint)
      cairo_mask_surface(cairo, mask.surface, Double(picture.column), Double(picture.row))
      cairo_restore(cairo)
      return
    }
    for line in lines { trace(line) }
    self.stroke(stroke)
  }

  private func trace(_ line: [Scene.Point]) {
    guard let first = line.first else { return }
    cairo_move_to(cairo, first.x, first.y)
    for point in line.dropFirst() { cairo_line_to(cairo, point.x, point.y) }
  }

  private func set(_ paint: Scene.Paint) {
    let rgb = theme.rgb(paint.color)
    cairo_set_source_rgba(
      cairo, Double(rgb.red) / 255, Double(rgb.green) / 255, Double(rgb.blue) / 255, paint.opacity)
  }

  private func stroke(_ stroke: Scene.Stroke) {
    set(stroke.paint)
    cairo_set_line_width(cairo, stroke.width)
    cairo_set_dash(cairo, stroke.dash, Int32(stroke.dash.count), 0)
    cairo_stroke(cairo)
  }

  private func draw(_ symbols: Scene.Symbols) {
    let corners = symbols.symbol.corners
    for (index, center) in symbols.centers.enumerated() {
      let paint = symbols.paint(at: index)
      if !symbols.symbol.strokes.isEmpty {
        for line in symbols.symbol.strokes { trace(line.map { place($0, center, symbols.radius) }) }
        stroke(Scene.Stroke(paint, width: Scene.Symbols.strokeWidth))
        continue
      }
      if corners.isEmpty {
        cairo_new_sub_path(cairo)
        cairo_arc(cairo, center.x, center.y, symbols.radius, 0, 2 * .pi)
      } else {
        trace(corners.map { place($0, center, symbols.radius) })
      }
      cairo_close_path(cairo)
      set(paint)
      guard let outline = symbols.outline else {
        cairo_fill(cairo)
        continue
      }
      cairo_fill_preserve(cairo)
      stroke(outline)
    }
  }

  private func drawPicture(of symbols: Scene.Symbols, in size: Scene.Size, scale: Double) throws(SurfaceError) {
    guard let picture = SymbolPicture(symbols, in: size, scale: scale, theme: theme) else { return }
    let image = try ImageSurface(picture)
    cairo_save(cairo)
    cairo_scale(cairo, 1 / scale, 1 / scale)
    let (x, y) = (Double(picture.column), Double(picture.row))
    switch picture.content {
    case .opacities(_, let paint):
      set(Scene.Paint(paint.color))
      cairo_mask_surface(cairo, image.surface, x, y)
    case .colors:
      cairo_set_source_surface(cairo, image.surface, x, y)
      cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST)
      cairo_paint(cairo)
    }
    cairo_restore(cairo)
  }

  private func place(_ corner: Scene.Point, _ center: Scene.Point, _ radius: Double) -> Scene.Point {
    Scene.Point(x: center.x + corner.x * radius, y: center.y + corner.y * radius)
  }

  private func draw(_ text: Scene.Text) {
    if text.hasHalo {
      write(text, asPath: true)
      stroke(Scene.Stroke(Scene.Paint(.paper), width: 3))
    }
    set(text.paint)
    write(text, asPath: false)
  }

  private func write(_ text: Scene.Text, asPath: Bool) {
    let start = Scene.Point(x: text.box.minX, y: text.position.y)
    for run in text.text.runs {
      let place = Scene.Point(x: start.x + run.x, y: start.y + run.y)
      setter.draw(run.text, font: run.font, at: place, asPath: asPath, on: cairo)
    }
    guard !text.text.shapes.isEmpty else { return }
    if !asPath { cairo_new_path(cairo) }
    for shape in text.text.shapes {
      trace(shape.map { Scene.Point(x: start.x + $0.x, y: start.y + $0.y) })
      cairo_close_path(cairo)
    }
    if !asPath { cairo_fill(cairo) }
  }

  private func draw(_ raster: Scene.Raster) throws(SurfaceError) {
    guard raster.columns > 0, raster.rows > 0 else { return }
    let image = try ImageSurface(Pixels(raster))
    cairo_save(cairo)
    cairo_translate(cairo, raster.frame.minX, raster.frame.minY)
    cairo_scale(cairo, raster.frame.width / Double(raster.columns), raster.frame.height / Double(raster.rows))
    cairo_set_source_surface(cairo, image.surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(cairo), CAIRO_FILTER_NEAREST)
    cairo_paint(cairo)
    cairo_restore(cairo)
  }
}
