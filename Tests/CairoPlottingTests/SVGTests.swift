import CairoPlotting
import Foundation
import Plotting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// A figure with every mark, and text that XML must escape.
func everything() -> Figure {
  let places = (1...12).map(Double.init)
  let grid = Grid(x: places, y: places) { x, y in x * y }
  return Figure("Every mark & its <label>", columns: 2) {
    Plot("lines") {
      Band(x: places, lower: places, upper: places.map { 2 * $0 }, label: "range")
      for slot in 0..<5 { Line(x: places, y: places.map { $0 / Double(slot + 1) }, label: "line “\(slot)”") }
      SlopeTriangle(slope: 1, at: (x: 2, y: 2))
      Rule(y: 5, label: "a \"rule\"\u{1}").dashed()
    }
    .x("n", .log).y("error", .log)
    Plot("points") {
      Points(places, x: { $0 }, y: { $0 }, color: { $0 })
      Points(places, x: \.self, y: \.self, category: { $0 < 5 ? "low" : "high" })
      Points(places, x: \.self, y: \.self, symbol: { "\(Int($0) % 6)" })
      Points(x: (0..<5000).map { Double($0 % 71) / 6 }, y: (0..<5000).map { Double($0 % 97) / 8 })
    }
    .color("η", .log)
    Plot("grid") {
      Heatmap(grid)
      Contour(grid)
      Contour(grid, at: [30], label: "boundary")
      Rule(x: 3, label: "threshold").dashed()
    }
    .color("product", map: .vik, in: 0...60)
    Plot("contours") { Contour(grid) }
  }
}

@Suite("SVG")
struct SVGTests {
  @Test("is well-formed XML with a title and a description")
  func wellFormed() throws {
    let svg = try everything().svg()
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    #expect(svg.contains("<title>Every mark &amp; its &lt;label&gt;</title>"))
    #expect(svg.contains("<desc>") && svg.contains("role=\"img\"") && svg.contains("viewBox=\"0 0 700 "))
  }

  @Test("has no style attributes, no style sheets, no identifiers and no outside references")
  func strict() throws {
    let svg = try everything().svg()
    for forbidden in [" style=", "<style", " id=", "url(", "href=\"http", "<script", "class="] {
      #expect(!svg.contains(forbidden), "\(forbidden)")
    }
  }

  @Test("names every colour role with a variable and its light value")
  func variables() throws {
    let svg = try everything().svg()
    #expect(svg.contains("fill=\"var(--plot-ink, #1f2328)\""))
    #expect(svg.contains("stroke=\"var(--plot-series-1, #006098)\""))
  }

  @Test("keeps text as text, with raised exponents")
  func text() throws {
    let svg = try Plot { Line(x: [1, 2.0], y: [1e-9, 1e-3]) }.y("loss", .log).svg()
    #expect(svg.contains(">loss</text>"))
    #expect(svg.contains(">10<tspan dy=\"-4.32\" font-size=\"8.64\">−8</tspan></text>"))
  }

  @Test("is the same bytes twice")
  func deterministic() throws {
    #expect(try everything().svg() == everything().svg())
  }

  @Test("of a thousand points is small")
  func small() throws {
    let x = (0..<1000).map { Double($0) }
    let svg = try Plot { Line(x: x, y: x.map { ($0 * 12.9898).truncatingRemainder(dividingBy: 1) }) }.svg()
    #expect(svg.utf8.count < 20_000)
  }

  @Test("holds a heatmap as one picture")
  func raster() throws {
    let places = (0..<100).map(Double.init)
    let svg = try Plot { Heatmap(Grid(x: places, y: places) { x, y in x + y }) }.svg()
    #expect(svg.components(separatedBy: "<image").count == 3)
    #expect(svg.contains("data:image/png;base64,iVBOR"))
    #expect(svg.utf8.count < 40_000)
  }
}
