import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Large pages")
struct LargePageTests {
  @Test("Three thousand cells and sections make a page in a moment", .timeLimit(.minutes(1)))
  func manyCells() {
    let source =
      (0..<3000).map { "//: ## Same heading\n//: Text $x$ [](#fig-a) \\(x)\n//| tags: [a]\nlet x\($0) = 1\n" }
      .joined() + "//| label: fig-a\nshow(1)"
    let cells = (0...3000).map {
      CellRecord(index: $0, outputs: [.text("1")], standardOutput: CapturedText("a\n"), seconds: 1)
    }
    let html = page(source, Recording(cells: cells)).html
    #expect(html.contains("id=\"same-heading-3000\""))
  }

  @Test("A long printed line and a large drawing are no trouble", .timeLimit(.minutes(1)))
  func longLine() {
    let svg = "<svg>" + String(repeating: "<circle r=\"1\"/>", count: 50_000) + "</svg>"
    let figure = FigureOutput(svg: svg, png: [1, 2, 3], width: 600, height: 400, alt: "")
    let recording = Recording(cells: [
      CellRecord(
        index: 0, outputs: [.figure(figure)],
        standardOutput: CapturedText(String(repeating: "x<", count: 500_000)), seconds: 1)
    ])
    let html = page("let a = 1", recording).html
    #expect(html.contains("src=\"data:image/png;base64,AQID\""))
    #expect(html.contains("Shown as a picture: as a drawing it would take 750 kB."))
  }
}
