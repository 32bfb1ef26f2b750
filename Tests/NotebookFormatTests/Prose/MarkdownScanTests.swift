import Testing

@testable import NotebookFormat

@Suite("What prose holds beyond Markdown")
struct MarkdownScanTests {
  private func kinds(_ markdown: String) -> [MarkdownScan.Kind] { MarkdownScan(markdown).spans.map(\.kind) }

  private func contents(_ markdown: String) -> [String] {
    let bytes = Array(markdown.utf8)
    return MarkdownScan(markdown).spans.map { String(decoding: bytes[$0.content], as: UTF8.self) }
  }

  @Test("Dollars around text are math; prices are not")
  func dollars() {
    #expect(contents("a $x_1$ and $W^*$ b") == ["x_1", "W^*"])
    #expect(kinds("it costs $5 and $6, or \\$7").isEmpty)
    #expect(kinds("from $5 to $10").isEmpty)
    #expect(kinds("a $x\n\ny$ b").isEmpty)
    #expect(contents("$\\$5$") == ["\\$5"])
  }

  @Test("Display math may carry a label")
  func displayMath() {
    #expect(kinds("$$ x $$ {#eq-a}") == [.displayMath(label: "eq-a")])
    #expect(contents("$$\nx\n$$") == ["\nx\n"])
  }

  @Test("Code is left alone")
  func code() {
    #expect(kinds("`\\(x) $y$` ``a`b``") == [.codeSpan, .codeSpan])
    #expect(kinds("```\n\\(x)\n$y$\n```\n$z$") == [.fence, .inlineMath])
    #expect(kinds("~~~~\n~~~\n~~~~") == [.fence])
    #expect(kinds("\\`\\(x)\\`") == [.inlineValue])
  }

  @Test("An inline value holds balanced Swift")
  func values() {
    let scan = MarkdownScan("\\(f(a, \")\", [1: \"\\(b)\"]), \"%.2f\") and $\\(g)^2$ and \\\\(no)")
    #expect(scan.values.map(\.format) == ["%.2f", nil])
    #expect(scan.issues.isEmpty)
    #expect(scan.spans.map(\.kind) == [.inlineValue, .inlineMath])
  }

  @Test("References, labels and citations are found")
  func references() {
    #expect(
      kinds("[](#fig-a) [here](#sec-b) {#sec-c} [@a; @b, p. 3] [link](http://x)") == [
        .reference("fig-a", isBare: true), .reference("sec-b", isBare: false), .label("sec-c"), .citation,
      ])
  }

  @Test("Formats are checked", arguments: ["%d", "%+d", "%.3g", "%+.2e", "%s", "%f", "%.17g", "%x"])
  func goodFormats(_ format: String) { #expect(InlineFormat(format) != nil) }

  @Test(
    "Formats that are not known are refused",
    arguments: ["", "%", "%n", "%.g", "%.99f", "%10d", "%.3d", "%s%s", "d", "%%", "%.3g ", "%+s", "%*d", "%.-1f"])
  func badFormats(_ format: String) { #expect(InlineFormat(format) == nil) }
}
