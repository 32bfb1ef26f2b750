import Plotting

/// Writes a scene as SVG for a page: text as text, colours as presentation attributes that follow the page's theme,
/// numbers to a hundredth of a point, no identifiers and no style sheets.
struct SVGWriter {
  private var bytes: [UInt8] = []
  /// Gives the value of colour roles where the page sets none.
  private let fallback: Theme
  private var size = Scene.Size(width: 0, height: 0)

  init(fallback: Theme = .light) { self.fallback = fallback }

  /// The font families to set text in: the one measured, one as wide, and those that have script letters.
  private static let families = "DejaVu Sans,Verdana,sans-serif,DejaVu Math TeX Gyre,STIX Two Math,Cambria Math"

  mutating func write(_ drawing: Drawing) throws(SurfaceError) -> String {
    let scene = drawing.scene
    size = scene.size
    bytes.reserveCapacity(8192)
    put("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
    put(scene.size.width)
    put(" ")
    put(scene.size.height)
    put("\" width=\"")
    put(scene.size.width)
    put("\" height=\"")
    put(scene.size.height)
    put("\" role=\"img\" font-family=\"\(Self.families)\" fill=\"none\" stroke-linejoin=\"round\">\n<title>")
    putEscaped(drawing.title)
    put("</title>\n<desc>")
    putEscaped(drawing.alternativeText)
    put("</desc>\n")
    for element in scene.elements { try write(element) }
    put("</svg>\n")
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Primitives

  private mutating func write(_ element: Scene.Element) throws(SurfaceError) {
    switch element {
    case .lines(let lines, let stroke):
      put("<path d=\"")
      for line in lines { putPath(line) }
      put("\"")
      putStroke(stroke)
      put("/>\n")
    case .polygons(let polygons, let paint):
      put("<path d=\"")
      for polygon in polygons {
        putPath(polygon)
        put("z")
      }
      put("\"")
      putPaint("fill", paint)
      put("/>\n")
    case .rectangle(let rectangle, let paint):
      put("<rect")
      putFrame(rectangle)
      putPaint("fill", paint)
      put("/>\n")
    case .symbols(let symbols):
      switch symbols.form {
      case .shapes: write(symbols)
      case .picture: try writePicture(of: symbols)
      }
    case .text(let text): write(text)
    case .raster(let raster):
      guard raster.columns > 0, raster.rows > 0 else { return }
      putImage(try PNGEncoder(kind: .data, scale: nil).encode(Pixels(raster)), raster.frame)
    }
  }

  private mutating func putImage(_ png: [UInt8], _ frame: Scene.Rectangle) {
    put("<image")
    putFrame(frame)
    put(" preserveAspectRatio=\"none\" image-rendering=\"pixelated\" href=\"data:image/png;base64,")
    bytes += base64(png)
    put("\"/>\n")
  }

  /// Pixels for a point in pictures of data points, as on a screen of today.
  private static let pictureScale = 2.0

  /// Data points as a picture; where they have one color, as a mask, through which the theme's color shows.
  private mutating func writePicture(of symbols: Scene.Symbols) throws(SurfaceError) {
    let scale = Self.pictureScale
    guard let picture = SymbolPicture(symbols, in: size, scale: scale, theme: fallback) else { return }
    let frame = Scene.Rectangle(
      x: Double(picture.column) / scale, y: Double(picture.row) / scale, width: Double(picture.width) / scale,
      height: Double(picture.height) / scale)
    let encoder = PNGEncoder(kind: .data, scale: nil)
    switch picture.content {
    case .colors(let words):
      putImage(try encoder.encode(Pixels(width: picture.width, height: picture.height, words: words)), frame)
    case .opacities(let opacities, let paint):
      let png = try encoder.encode(gray: opacities, width: picture.width, height: picture.height)
      // The name says what the mask holds, so that two of one name on a page are the same.
      let name = "plot-mask-\(String(fingerprint(png), radix: 36))"
      put("<mask id=\"\(name)\">\n")
      putImage(png, frame)
      put("</mask>\n<rect mask=\"url(#\(name))\"")
      putFrame(frame)
      putPaint("fill", Scene.Paint(paint.color))
      put("/>\n")
    }
  }

  private mutating func write(_ symbols: Scene.Symbols) {
    var start = 0
    while start < symbols.centers.count {
      let paint = symbols.paint(at: start)
      var end = start + 1
      while end < symbols.centers.count, symbols.paint(at: end) == paint { end += 1 }
      write(symbols, start..<end, paint)
      start = end
    }
  }

  /// Data points of one paint.
  private mutating func write(_ symbols: Scene.Symbols, _ range: Range<Int>, _ paint: Scene.Paint) {
    let symbol = symbols.symbol
    if !symbol.strokes.isEmpty {
      put("<path d=\"")
      for center in symbols.centers[range] {
        for line in symbol.strokes { putPath(line.map { place($0, center, symbols.radius) }) }
      }
      put("\"")
      putStroke(Scene.Stroke(paint, width: Scene.Symbols.strokeWidth))
    } else if symbol == .circle, symbols.outline == nil {
      // A line of no length with round ends is a dot.
      put("<path stroke-linecap=\"round\" d=\"")
      for center in symbols.centers[range] {
        putPath([center])
        put("h0")
      }
      put("\"")
      putStroke(Scene.Stroke(paint, width: 2 * symbols.radius))
    } else if symbol == .circle {
      let isGroup = range.count > 1
      put(isGroup ? "<g" : "<circle")
      putPaint("fill", paint)
      if let outline = symbols.outline { putStroke(outline) }
      if isGroup { put(">\n") }
      for center in symbols.centers[range] {
        put(isGroup ? "<circle cx=\"" : " cx=\"")
        put(center.x)
        put("\" cy=\"")
        put(center.y)
        put("\" r=\"")
        put(symbols.radius)
        put("\"/>\n")
      }
      if isGroup { put("</g>\n") }
      return
    } else {
      // One path each, so that rims overlap as the points do.
      let isGroup = range.count > 1
      put(isGroup ? "<g" : "<path")
      putPaint("fill", paint)
      if let outline = symbols.outline { putStroke(outline) }
      if isGroup { put(">\n") }
      for center in symbols.centers[range] {
        put(isGroup ? "<path d=\"" : " d=\"")
        putPath(symbol.corners.map { place($0, center, symbols.radius) })
        put("z\"/>\n")
      }
      if isGroup { put("</g>\n") }
      return
    }
    put("/>\n")
  }

  private func place(_ corner: Scene.Point, _ center: Scene.Point, _ radius: Double) -> Scene.Point {
    Scene.Point(x: center.x + corner.x * radius, y: center.y + corner.y * radius)
  }

  /// A line of text as one element, with its bars and drawn signs in a group beside it.
  private mutating func write(_ text: Scene.Text) {
    let runs = text.text.runs
    let isGroup = !text.text.shapes.isEmpty
    // Where every run begins at the end of the one before, the letters flow as words do; else each is put at its place.
    let flows = !isGroup && zip(runs, runs.dropFirst()).allSatisfy { abs($0.x + $0.width - $1.x) < 0.005 }
    let anchor = flows ? text.anchor : .start
    let left = text.box.minX
    if isGroup {
      put("<g")
      putPaint(text)
      put(">\n")
    }
    if !runs.isEmpty {
      put("<text x=\"")
      put(anchor == .start ? left + (runs.first?.x ?? 0) : text.position.x)
      put("\" y=\"")
      put(text.position.y)
      put("\" font-size=\"")
      put(text.font.size)
      put("\"")
      if text.font.weight == .bold { put(" font-weight=\"bold\"") }
      if anchor != .start { put(" text-anchor=\"\(anchor.rawValue)\"") }
      if !isGroup { putPaint(text) }
      put(">")
      var lowered = 0.0
      var end = runs.first?.x ?? 0
      for run in runs {
        write(run, of: text, left: left, end: end, lowered: lowered)
        (lowered, end) = (run.y, run.x + run.width)
      }
      put("</text>\n")
    }
    guard isGroup else { return }
    put("<path d=\"")
    for shape in text.text.shapes {
      putPath(shape.map { Scene.Point(x: left + $0.x, y: text.position.y + $0.y) })
      put("z")
    }
    put("\"/>\n</g>\n")
  }

  /// Letters that follow others, which ended at a place of the line, lowered by some points.
  private mutating func write(
    _ run: TypesetText.Run, of text: Scene.Text, left: Double, end: Double, lowered: Double
  ) {
    let moves = abs(run.x - end) >= 0.005
    let isPlain = run.font == text.font
    let shift = run.y - lowered
    if isPlain && !moves && abs(shift) < 0.005 { return putEscaped(run.text) }
    put("<tspan")
    if moves {
      put(" x=\"")
      put(left + run.x)
      put("\"")
    }
    if abs(shift) >= 0.005 {
      put(" dy=\"")
      put(shift)
      put("\"")
    }
    if run.font.size != text.font.size {
      put(" font-size=\"")
      put(run.font.size)
      put("\"")
    }
    if run.font.slant == .italic { put(" font-style=\"italic\"") }
    if run.font.weight != text.font.weight {
      put(" font-weight=\"\(run.font.weight == .bold ? "bold" : "normal")\"")
    }
    put(">")
    putEscaped(run.text)
    put("</tspan>")
  }

  private mutating func putPaint(_ text: Scene.Text) {
    putPaint("fill", text.paint)
    guard text.hasHalo else { return }
    put(" paint-order=\"stroke\"")
    putStroke(Scene.Stroke(Scene.Paint(.paper), width: 3))
  }

  // MARK: Attributes

  private mutating func putFrame(_ rectangle: Scene.Rectangle) {
    put(" x=\"")
    put(rectangle.minX)
    put("\" y=\"")
    put(rectangle.minY)
    put("\" width=\"")
    put(rectangle.width)
    put("\" height=\"")
    put(rectangle.height)
    put("\"")
  }

  private mutating func putStroke(_ stroke: Scene.Stroke) {
    putPaint("stroke", stroke.paint)
    if stroke.width != 1 {
      put(" stroke-width=\"")
      put(stroke.width)
      put("\"")
    }
    guard !stroke.dash.isEmpty else { return }
    put(" stroke-dasharray=\"")
    for (index, length) in stroke.dash.enumerated() {
      if index > 0 { put(" ") }
      put(length)
    }
    put("\"")
  }

  private mutating func putPaint(_ attribute: String, _ paint: Scene.Paint) {
    put(" \(attribute)=\"")
    let rgb = fallback.rgb(paint.color).hexadecimal
    if let name = fallback.variableName(paint.color) { put("var(--\(name), \(rgb))") } else { put(rgb) }
    put("\"")
    if paint.opacity != 1 {
      put(" \(attribute)-opacity=\"")
      put(paint.opacity)
      put("\"")
    }
  }

  /// A path through points, each relative to the one before; rounding does not add up along it.
  private mutating func putPath(_ points: [Scene.Point]) {
    guard let first = points.first else { return }
    var (x, y) = (hundredths(first.x), hundredths(first.y))
    bytes.append(UInt8(ascii: "M"))
    putHundredths(x)
    putHundredths(y, separated: true)
    var command = UInt8(ascii: "M")
    for point in points.dropFirst() {
      let (nextX, nextY) = (hundredths(point.x), hundredths(point.y))
      let (dx, dy) = (nextX - x, nextY - y)
      (x, y) = (nextX, nextY)
      if dx == 0 && dy == 0 { continue }
      let next = UInt8(ascii: dy == 0 ? "h" : dx == 0 ? "v" : "l")
      let repeats = next == command && next == UInt8(ascii: "l")
      if !repeats { bytes.append(next) }
      command = next
      if dx != 0 { putHundredths(dx, separated: repeats) }
      if dy != 0 { putHundredths(dy, separated: dx != 0) }
    }
  }

  // MARK: Characters

  private mutating func put(_ text: String) { bytes += text.utf8 }

  private mutating func put(_ value: Double) { putHundredths(hundredths(value)) }

  private func hundredths(_ value: Double) -> Int {
    value.isFinite ? Int((min(max(value, -1e9), 1e9) * 100).rounded()) : 0
  }

  /// A number of hundredths, as short as can be.
  private mutating func putHundredths(_ number: Int, separated: Bool = false) {
    if number < 0 {
      bytes.append(UInt8(ascii: "-"))
    } else if separated {
      bytes.append(UInt8(ascii: " "))
    }
    let (whole, fraction) = number.magnitude.quotientAndRemainder(dividingBy: 100)
    if whole > 0 || fraction == 0 { putDigits(whole) }
    guard fraction > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    bytes.append(UInt8(ascii: "0") + UInt8(fraction / 10))
    if fraction % 10 > 0 { bytes.append(UInt8(ascii: "0") + UInt8(fraction % 10)) }
  }

  private mutating func putDigits(_ number: UInt) {
    if number >= 10 { putDigits(number / 10) }
    bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Text as XML wants it; characters that XML forbids become a replacement character.
  private mutating func putEscaped(_ text: String) {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": put("&amp;")
      case "<": put("&lt;")
      case ">": put("&gt;")
      case "\"": put("&quot;")
      case "\t", "\n", "\r": put(" ")
      case "\u{0}"..."\u{1f}", "\u{fffe}", "\u{ffff}": put("\u{fffd}")
      default: bytes += UTF8.encode(scalar).map { Array($0) } ?? []
      }
    }
  }
}

/// Bytes in the letters of base 64.
private func base64(_ bytes: [UInt8]) -> [UInt8] {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let count = min(3, bytes.count - start)
    var group = UInt32(bytes[start]) << 16
    if count > 1 { group |= UInt32(bytes[start + 1]) << 8 }
    if count > 2 { group |= UInt32(bytes[start + 2]) }
    for place in 0..<4 {
      result.append(place <= count ? letters[Int(group >> UInt32(18 - 6 * place) & 63)] : UInt8(ascii: "="))
    }
  }
  return result
}

/// 64 bits that tell bytes from others: FNV-1a (Fowler, Noll and Vo).
private func fingerprint(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
}
