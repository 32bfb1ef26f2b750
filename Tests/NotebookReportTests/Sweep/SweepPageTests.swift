import NotebookFormat
import NotebookReport
import Testing

@Suite("The index of a sweep")
struct SweepPageTests {
  static let page = SweepPage(
    title: "A <b>", names: ["learning-rate", "seed"], expressions: ["sharpness"],
    runs: [
      SweepPage.Run(
        values: ["0.1", "1"], status: "ok", isGood: true, link: "../A_seed=1/A_seed=1.html",
        quoted: ["sharpness": "20 & more"], claims: (2, 2), thumbnail: "<svg/>"),
      SweepPage.Run(values: ["0.2", "1"], status: "a cell failed", isGood: false, link: nil, claims: (0, 1)),
    ])

  @Test("each run has its values, its end, what it quotes and claims, and a link")
  func rows() {
    let html = Self.page.html
    #expect(html.contains("A &lt;b&gt;") && html.contains("1 of 2 failed"))
    #expect(html.contains("<th scope=\"row\">0.1</th><th scope=\"row\">1</th>"))
    #expect(html.contains("href=\"../A_seed=1/A_seed=1.html\""))
    #expect(html.contains("20 &amp; more") && html.contains("2 of 2") && html.contains("0 of 1"))
    #expect(html.contains("✗ a cell failed") && html.contains("data:image/svg+xml;base64,PHN2Zy8+"))
    #expect(html.contains("<td class=\"n\">–</td>"))
  }

  @Test("pictures that are too large together are left out, and so is their column")
  func large() {
    var page = Self.page
    page.runs[0].thumbnail = "<svg>" + String(repeating: " ", count: SweepPage.thumbnailLimit) + "</svg>"
    #expect(!page.html.contains("<img"))
    #expect(!page.html.contains(">figure</th>"))
  }
}
