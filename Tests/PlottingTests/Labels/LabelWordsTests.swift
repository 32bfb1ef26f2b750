import Testing

@testable import Plotting

@Suite("Formulas in words and notes")
struct LabelWordsTests {
  private let measurer = ApproximateTextMeasurer()
  private let x = [1.0, 2, 3]

  @Test("Titles, descriptions, tables and notes carry formulas as plain text")
  func words() {
    let drawing = Plot(#"Flat where $\eta \ge \frac{1}{2}$"#) {
      Line(x: x, y: [1, 2, 0.0], label: #"$\lVert W_1\rVert_2$"#)
      Points(x, x: \.self, y: \.self, category: { $0 < 2 ? #"$\eta$"# : "other" })
      Rule(y: 2.0, label: #"$\eta^*_2$"#)
      Band(x: x, lower: x, upper: x, label: #"$\pm\sigma$"#)
    }
    .x(#"$g_{W,2}$"#).y(#"sharpness $\lambda_{\max}(H)$"#, .log).color(#"$\eta$"#)
    .drawing(measuring: measurer)
    #expect(drawing.title == "Flat where η ≥ 1/2")
    #expect(drawing.tables[0].title == "‖W₁‖₂")
    #expect(drawing.tables[0].columns.map(\.name) == ["g_(W,2)", "sharpness λ_max(H)"])
    #expect(drawing.tables[1].columns[2].values == .texts(["η", "other", "other"]))
    for words in drawing.notes + [drawing.alternativeText] + drawing.tables.compactMap(\.title) {
      #expect(!words.contains("$") && !words.contains("\\"), "\(words)")
    }
    for part in ["‖W₁‖₂ (3 points)", "η₂*: a line at sharpness λ_max(H) = 2", "against g_(W,2)"] {
      #expect(drawing.alternativeText.contains(part), "\(drawing.alternativeText)")
    }
    #expect(drawing.notes == ["1 point with sharpness λ_max(H) ≤ 0 is not on this log axis."])
  }

  @Test("A formula that cannot be read is shown as it was written, with a note that says where and what")
  func notes() {
    let drawing = Plot(#"title $\a$"#) {
      Line(x: x, y: x, label: #"legend $\b$"#)
      Rule(x: 2.0, label: #"rule ${$"#)
    }
    .x(#"$\foo$"#).y("$x^$").color("unused $}$").drawing(measuring: measurer)
    #expect(drawing.notes.count == 5, "\(drawing.notes)")
    #expect(
      drawing.notes.contains(
        #"The label “$\foo$”: \foo is not known at character 2; Documentation/Plots.md lists what labels can show, and "#
          + #"\operatorname{…} sets a name."#))
    let texts = drawing.scene.texts.map(\.text.plain)
    for shown in [#"title $\a$"#, #"legend $\b$"#, #"rule ${$"#, #"$\foo$"#, "$x^$"] { #expect(texts.contains(shown)) }
  }

  @Test("Rows make room for fractions in titles, legends and axes")
  func room() {
    let plain = Plot("title") { Line(x: x, y: x, label: "line") }.x("x").y("y").drawing(measuring: measurer).scene
    let fraction = #"$\frac{\frac{1}{2}}{\sqrt{\eta}}$"#
    let tall = Plot(fraction) { Line(x: x, y: x, label: fraction) }.x(fraction).y(fraction)
      .drawing(measuring: measurer).scene
    func panelTop(_ scene: Scene) -> Double {
      scene.elements.compactMap { element -> Double? in
        if case .lines(let lines, let stroke) = element, stroke.paint.color == .grid { return lines[0][0].y }
        return nil
      }[0]
    }
    #expect(panelTop(tall) > panelTop(plain) + 10)
    #expect(tall.texts.filter { !$0.text.shapes.isEmpty }.count == 4)
  }
}
