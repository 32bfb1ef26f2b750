import CCairo
import Plotting

extension ImageSurface {
  /// Puts a stamp down for every data point, later ones over earlier ones; much faster than a path for each.
  ///
  /// The picture must be opaque. Centres are kept to a quarter of a pixel.
  func stamp(_ symbols: Scene.Symbols, scale: Double, theme: Theme) {
    let inside = SymbolStamp(symbols.symbol, radius: symbols.radius, part: .inside, scale: scale)
    // Strokes have no edge.
    let outline = symbols.symbol.strokes.isEmpty ? symbols.outline : nil
    let edge = outline.map { outline in
      (
        stamp: SymbolStamp(symbols.symbol, radius: symbols.radius, part: .edge(width: outline.width), scale: scale),
        ink: Ink(outline.paint, theme)
      )
    }
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return }
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    let (width, height) = (self.width, self.height)
    data.withMemoryRebound(to: UInt32.self, capacity: stride * height) { pixels in
      let canvas = Canvas(pixels: pixels, stride: stride, width: width, height: height)
      var ink = Ink(symbols.paint(at: 0), theme)
      for (index, center) in symbols.centers.enumerated() {
        let (x, y) = (center.x * scale, center.y * scale)
        // Far outside nothing is seen, and whole numbers end.
        guard abs(x) < 1e6, abs(y) < 1e6 else { continue }
        if symbols.paints.count > 1 { ink = Ink(symbols.paint(at: index), theme) }
        canvas.put(inside, x, y, ink)
        if let edge { canvas.put(edge.stamp, x, y, edge.ink) }
      }
    }
    cairo_surface_mark_dirty(surface)
  }
}

/// A color as a pixel, and its opacity.
private struct Ink {
  let redBlue: UInt32
  let green: UInt32
  let opacity: Float

  init(_ paint: Scene.Paint, _ theme: Theme) {
    let rgb = theme.rgb(paint.color)
    redBlue = UInt32(rgb.red) << 16 | UInt32(rgb.blue)
    green = UInt32(rgb.green)
    opacity = Float(min(max(paint.opacity, 0), 1))
  }
}

/// The pixels of an opaque picture: red, green and blue in the lower three bytes.
private struct Canvas {
  let pixels: UnsafeMutablePointer<UInt32>
  let stride: Int
  let width: Int
  let height: Int

  /// Mixes an ink into the pixels that a stamp covers.
  func put(_ stamp: SymbolStamp, _ x: Double, _ y: Double, _ ink: Ink) {
    let place = stamp.place(x, y)
    let rows = max(place.row, 0)..<max(min(place.row + stamp.side, height), max(place.row, 0))
    let columns = max(place.column, 0)..<max(min(place.column + stamp.side, width), max(place.column, 0))
    stamp.withCoverage { coverage in
      for row in rows {
        let source = place.start + (row - place.row) * stamp.stride - place.column
        for column in columns {
          let part = UInt32(coverage[source + column] * ink.opacity * 256 + 0.5)
          guard part > 0 else { continue }
          let target = pixels + row * stride + column
          let (old, rest) = (target.pointee, 256 - part)
          let redBlue = (ink.redBlue * part + (old & 0xff00ff) * rest + 0x800080) >> 8 & 0xff00ff
          let green = (ink.green * part + (old >> 8 & 255) * rest + 0x80) >> 8 & 0xff
          target.pointee = redBlue | green << 8
        }
      }
    }
  }
}
