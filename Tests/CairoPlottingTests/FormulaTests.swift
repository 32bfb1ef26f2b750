import CairoPlotting
import Foundation
import Plotting
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Formulas in pictures")
struct FormulaTests {
  /// The lines of an SVG that draw one label.
  private func svg(_ label: LabelText, _ anchor: Scene.Text.Anchor = .start, hasHalo: Bool = false) throws -> String {
    let font = Font(size: 12)
    let text = try PangoTextMeasurer().typeset(label, font: font)
    let scene = Scene(
      size: .init(width: 200, height: 50),
      elements: [
        .text(
          Scene.Text(
            text, font: font, at: .init(x: 100, y: 20), anchor: anchor, paint: .init(.ink), hasHalo: hasHalo))
      ])
    let whole = try Drawing(scene: scene, title: "t", alternativeText: "a", notes: [], tables: []).svg()
    return whole.split(separator: "\n").dropFirst(3).dropLast().joined(separator: "\n")
  }

  private let ink = "fill=\"var(--plot-ink, #1f2328)\""

  @Test("Words are written as they were, and powers of ten flow from their anchor")
  func words() throws {
    #expect(try svg("loss") == "<text x=\"100\" y=\"20\" font-size=\"12\" \(ink)>loss</text>")
    #expect(
      try svg("$10^3$", .end) == "<text x=\"100\" y=\"20\" font-size=\"12\" text-anchor=\"end\" \(ink)>10"
        + "<tspan dy=\"-4.32\" font-size=\"8.64\">3</tspan></text>")
  }

  @Test("A formula is one text whose letters stand where they were measured")
  func formula() throws {
    #expect(
      try svg(#"sharpness $\lambda_{\max}(H)$"#) == "<text x=\"100\" y=\"20\" font-size=\"12\" \(ink)>sharpness "
        + "<tspan x=\"165.43\" font-style=\"italic\">λ</tspan><tspan x=\"171.89\" dy=\"2.4\" font-size=\"8.64\">max</tspan>"
        + "<tspan x=\"191.44\" dy=\"-2.4\">(</tspan><tspan font-style=\"italic\">H</tspan>)</text>")
    #expect(
      try svg("$W_1$", .middle) == "<text x=\"91.92\" y=\"20\" font-size=\"12\" \(ink)>"
        + "<tspan font-style=\"italic\">W</tspan><tspan x=\"102.58\" dy=\"2.4\" font-size=\"8.64\">1</tspan></text>")
  }

  @Test("Bars stand in a group beside the text, and share its paint and its rim")
  func bars() throws {
    #expect(
      try svg(#"$\frac{2}{n}$"#, .middle) == """
        <g \(ink)>
        <text x="97.25" y="20" font-size="12"><tspan dy="-5.82" font-size="8.64">2</tspan>\
        <tspan x="97.26" dy="8.81" font-size="8.64" font-style="italic">n</tspan></text>
        <path d="M96.89 15.87h6.22v.72h-6.22z"/>
        </g>
        """)
    let halo = try svg(#"$\frac{2}{n}$"#, hasHalo: true)
    #expect(
      halo.hasPrefix("<g \(ink) paint-order=\"stroke\" stroke=\"var(--plot-paper, #ffffff)\" stroke-width=\"3\">"))
    #expect(halo.components(separatedBy: "<text").count == 2 && halo.hasSuffix("</g>"))
  }

  @Test("A label of any anchor covers the box that the layout gave it")
  func anchors() throws {
    let font = Font(size: 12)
    let text = try PangoTextMeasurer().typeset(#"$W_1^*\frac{1}{2}$"#, font: font)
    let first = try #require(text.runs.first)
    for (anchor, left) in [(Scene.Text.Anchor.start, 100), (.middle, 100 - text.width / 2), (.end, 100 - text.width)] {
      let place = ((left + first.x) * 100).rounded() / 100
      let svg = try svg(#"$W_1^*\frac{1}{2}$"#, anchor)
      let written = try #require(svg.firstMatch(of: /<text x="([^"]*)"/).flatMap { Double($0.1) })
      #expect(abs(written - place) < 1e-9)
      #expect(!svg.contains("text-anchor"))
    }
  }

  @Test("A figure full of formulas is well-formed, without styles, small, and drawn the same twice")
  func figure() throws {
    let x = [1.0, 2, 3]
    let plot = Plot(#"$\sqrt{\frac{2}{\eta}}\,\lVert W_1\rVert_F < a \& b$"#) {
      Line(x: x, y: x, label: #"$\left(\frac1n\sum_i \|\nabla_W f(x_i)\|^p\right)^{1/p}$"#)
      Rule(x: 2.0, label: #"$\eta^*_2 = \frac{2}{\lambda_{\max}}$"#)
    }
    .x(#"$\hat\eta$"#).y(#"$|f|_{1,p}$"#)
    let svg = try plot.svg()
    let parser = XMLParser(data: Data(svg.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError))")
    #expect(svg.contains("<title>√(2/η) ‖W₁‖_F &lt; a&amp;b</title>"))
    for forbidden in [" style=", "<style", " id=", "class=", "$", "\\"] { #expect(!svg.contains(forbidden)) }
    #expect(svg.utf8.count < 8000)
    #expect(try plot.png() == plot.png())
  }

  @Test("Slanted letters are measured as they are drawn, and spaces at the end count")
  func measuring() throws {
    let measurer = try PangoTextMeasurer()
    let (upright, slanted) = (Font(size: 20), Font(size: 20, slant: .italic))
    #expect(measurer.width(of: "f", font: slanted) > 0)
    #expect(measurer.width(of: "a ", font: upright) > measurer.width(of: "a", font: upright) + 5)
    // The picture changes with the slant.
    #expect(try Plot("$f$") {}.png() != Plot(#"$\mathrm{f}$"#) {}.png())
  }
}
