extension Scene {
  /// The scene as text, one primitive a line with coordinates to a tenth of a point, for snapshot tests.
  public var dump: String {
    var lines = ["scene \(tenths(size.width)) × \(tenths(size.height))"]
    for element in elements { lines.append(describe(element)) }
    return lines.joined(separator: "\n") + "\n"
  }

  private func describe(_ element: Element) -> String {
    switch element {
    case .lines(let lines, let stroke):
      "lines \(describe(stroke)) " + lines.map(describe).joined(separator: " | ")
    case .polygons(let polygons, let paint):
      "polygons \(describe(paint)) " + polygons.map(describe).joined(separator: " | ")
    case .rectangle(let rectangle, let paint): "rectangle \(describe(paint)) \(describe(rectangle))"
    case .symbols(let symbols):
      "symbols \(symbols.symbol)\(symbols.form == .picture ? " as picture" : "") r=\(tenths(symbols.radius)) \(symbols.paints.map(describe).joined(separator: ",")) "
        + describe(symbols.centers)
    case .text(let text):
      "text \(text.anchor.rawValue) \(describe(text.position)) \(tenths(text.font.size)) "
        + "\(text.font.weight == .bold ? "bold " : "")\(describe(text.paint)) “\(text.text.plain)”\(parts(of: text.text))"
    case .raster(let raster):
      "raster \(raster.columns) × \(raster.rows) \(describe(raster.frame))"
    }
  }

  /// The runs and areas of a text that is more than words on the line.
  private func parts(of text: TypesetText) -> String {
    guard text.runs.count > 1 || !text.shapes.isEmpty || text.runs.contains(where: { $0.font.slant == .italic })
    else { return "" }
    let runs = text.runs.map { run in
      " “\(run.text)”\(run.font.slant == .italic ? " italic" : "") \(tenths(run.font.size)) \(tenths(run.x)),\(tenths(run.y))"
    }
    return " =" + runs.joined(separator: " |") + (text.shapes.isEmpty ? "" : " + \(text.shapes.count) shapes")
  }

  private func describe(_ points: [Point]) -> String {
    points.map(describe).joined(separator: " ")
  }

  private func describe(_ point: Point) -> String { "\(tenths(point.x)),\(tenths(point.y))" }

  private func describe(_ rectangle: Rectangle) -> String {
    "\(tenths(rectangle.minX)),\(tenths(rectangle.minY)) \(tenths(rectangle.width)) × \(tenths(rectangle.height))"
  }

  private func describe(_ stroke: Stroke) -> String {
    let dash = stroke.dash.isEmpty ? "" : " dash=" + stroke.dash.map(tenths).joined(separator: ",")
    return "\(describe(stroke.paint)) w=\(stroke.width)\(dash)"
  }

  private func describe(_ paint: Paint) -> String {
    let name =
      switch paint.color {
      case .ink: "ink"
      case .muted: "muted"
      case .grid: "grid"
      case .paper: "paper"
      case .series(let number): "series-\(number + 1)"
      case .label(let number): "label-\(number + 1)"
      case .fixed(let color): color.hexadecimal
      }
    return paint.opacity == 1 ? name : "\(name)@\(paint.opacity)"
  }

  private func tenths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return "\(value)" }
    let rounded = Int((value * 10).rounded())
    let sign = rounded < 0 ? "-" : ""
    let (whole, fraction) = rounded.magnitude.quotientAndRemainder(dividingBy: 10)
    return fraction == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
  }
}
