import NotebookFormat
import NotebookReport
import Testing

@Suite("The page of what drifted")
struct DriftPageTests {
  static let report = DriftReport(
    notebook: "X.swift",
    drifts: [
      Drift(
        kind: .value, line: 4, name: #"\(a < b)"#, recorded: "20", found: "<script>", relativeDifference: 0.05),
      Drift(kind: .cell, cell: "fig-x", line: 9, name: "", recorded: "a cell", found: nil, unlisted: 3),
    ], comparedCount: 50,
    curves: [
      DriftReport.Curves(
        title: "fig-x", xName: "η", yName: "loss & more", recorded: [.init(x: 0, y: 1), .init(x: 1, y: 2)],
        found: [.init(x: 0, y: 1), .init(x: 1, y: 3)])
    ], circumstances: ["the notebook's file has changed since"], recordedRun: "2026-11-23")

  @Test("both values, the place, the causes and the curves stand there, and text stays text")
  func content() {
    let html = DriftPage(Self.report, title: "A & B").html
    #expect(html.contains("Drift: A &amp; B"))
    #expect(html.contains("5 of 50 values drifted"))
    #expect(html.contains("<td>20</td>") && html.contains("&lt;script&gt;") && !html.contains("<script>"))
    #expect(html.contains(#"\(a &lt; b)"#))
    #expect(html.contains("and 3 more there"))
    #expect(html.contains("<span class=\"missing\">missing</span>"))
    #expect(html.contains("the notebook&#39;s file has changed since"))
    #expect(html.contains("class=\"recorded\" d=\"M70 254L624 134\"") && html.contains("loss &amp; more"))
    #expect(html.contains("default-src 'none'"))
  }

  @Test("curves without a span, or without points, are drawn without a number that is none")
  func degenerate() {
    var report = Self.report
    report.curves[0].recorded = []
    report.curves[0].found = [.init(x: 2, y: 5)]
    #expect(!DriftPage(report, title: "").html.lowercased().contains("nan"))
    report.curves[0].found = []
    #expect(!DriftPage(report, title: "").html.contains("<svg"))
  }

  @Test("a comparison without drift says so")
  func nothing() {
    let html = DriftPage(DriftReport(notebook: "X.swift", drifts: [], comparedCount: 12), title: "X").html
    #expect(html.contains("12 values compared, none drifted"))
    #expect(!html.contains("<table>"))
  }
}
