import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Outputs on the page")
struct OutputTests {
  @Test("CSV quotes what needs it and disarms formulas")
  func csv() {
    let table = TableOutput(
      columns: ["a,b", "c"],
      rows: [[.text("x\"y\nz"), .number(0.1)], [.text("=1+1"), .integer(-3)], [.text("-5"), .missing]])
    #expect(CSV([table]).text == "\"a,b\",c\r\n\"x\"\"y\nz\",0.1\r\n'=1+1,-3\r\n-5,\r\n")
    #expect(CSV([table]).link.hasPrefix("data:text/csv;charset=utf-8,%22a,b%22,c%0D%0A"))
  }

  @Test("CSV stops at its limit and says so")
  func csvLimit() {
    let rows = Array(repeating: [TableOutput.Value.number(0.123456789)], count: 100_000)
    let csv = CSV([TableOutput(columns: ["x"], rows: rows)])
    #expect(csv.droppedRows > 0 && csv.text.utf8.count < CSV.limit + 100)
  }

  @Test("A long table shows 50 rows and says how many there are")
  func longTable() {
    let rows = (0..<80).map { [TableOutput.Value.integer($0)] }
    let html = TableView(table: TableOutput(columns: ["x"], rows: rows)).html.text
    #expect(html.matches(of: /<tr><td/).count == 50)
    #expect(html.contains("The first 50 of 80 rows."))
  }

  @Test("Rows that are too long or too short do no harm")
  func raggedTable() {
    let table = TableOutput(columns: ["a", "b"], rows: [[.integer(1)], [.integer(1), .integer(2), .integer(3)], []])
    #expect(!TableView(table: table).html.text.contains("3"))
  }

  @Test("A parameter that was set shows its default, also one that has none", arguments: ["", "0.1"])
  func defaultOfParameter(_ usual: String) {
    var recording = Recording(cells: [CellRecord(index: 0, seconds: 0)])
    recording.parameters = [
      Parameter(
        name: "file", type: "String", value: "a.json", defaultValue: usual, range: nil, help: nil, isOverridden: true,
        line: 2)
    ]
    let html = page("//| cell: parameters\nlet file = param(\"file\", default: \"\")", recording).html
    #expect(html.contains("a.json <span class=\"lines\">(default \(usual.isEmpty ? "none" : usual))</span>"))
  }

  private func record(_ outputs: [Output], index: Int = 0) -> CellRecord {
    CellRecord(index: index, outputs: outputs, seconds: 1)
  }

  private let figure = FigureOutput(svg: "<svg/>", width: 10, height: 10, alt: "Falls.")

  @Test("Figures and tables are numbered, and prose refers to them by number")
  func numbering() {
    let source = """
      //: [](#fig-b), [](#tbl-c) and [](#fig-d)
      let a = 1
      //| label: fig-b
      //| caption: The **second**.
      //| alt: See.
      let b = 1
      //| label: tbl-c
      //| caption: A table.
      let c = 1
      //| label: fig-d
      let d = 1
      """
    let table = TableOutput(columns: ["x"], rows: [])
    let html = main(
      source,
      Recording(cells: [
        record([.figure(figure)]), record([.text("x"), .figure(figure)], index: 1), record([.table(table)], index: 2),
        record([], index: 3),
      ]))
    let nbsp = "\u{A0}"
    #expect(html.contains("<a href=\"#fig-b\">Figure\(nbsp)2</a>"))
    #expect(html.contains("<a href=\"#tbl-c\">Table\(nbsp)1</a>"))
    #expect(html.contains("<a href=\"#nb-cell-4\">Figure\(nbsp)3</a>"))
    #expect(html.contains("<figure id=\"fig-b\">"))
    #expect(html.contains("<figcaption><b>Figure 2.</b> The <strong>second</strong>.</figcaption>"))
    #expect(html.contains("role=\"img\" aria-label=\"See. Falls.\""))
    #expect(html.contains("<b>Table 1.</b> A table."))
  }

  @Test("The title of a table, which a run makes, stays text where a caption would be Markdown")
  func tableTitle() {
    let title = "- *a* [b](https://example.org) <!-- c --> $x$ ![d](e.png)"
    let table = TableOutput(title: title, columns: ["x"], rows: [])
    let result = page("let a = 1", Recording(cells: [record([.table(table)])]))
    #expect(result.html.contains("<b>Table 1.</b> \(HTML.escape(title))</caption>"))
    #expect(result.diagnostics.isEmpty)
  }

  @Test("Options of a cell choose what is shown")
  func display() {
    let source = """
      //| code: hide
      let a = 1
      //| code: fold
      let b = 2
      //| output: hide
      let c = 3
      //#-hidden-code
      let d = 4
      //#-end-hidden-code
      """
    let html = main(source, Recording(cells: (0..<4).map { record([.text("out \($0)")], index: $0) }))
    #expect(!html.contains("let a") && html.contains("out 0"))
    #expect(html.contains("<details class=\"code\"><summary>") && html.contains("let b"))
    #expect(html.contains("let c") && !html.contains("out 2"))
    #expect(!html.contains("let d") && html.contains("out 3"))
  }

  @Test("A failed run says so at its top, at its cell with a caret, and in the cells after it")
  func failure() {
    let source = "//: Value \\(x)\nlet a = 1\n// %%\n  let é = try f()\n// %%\nlet c = 1"
    let failure = Failure(kind: .thrown, message: "no such file", line: 4, column: 12, details: "frame 1")
    let recording = Recording(
      cells: [record([.text("kept")]), CellRecord(index: 1)], failure: failure, failedCell: 1)
    let html = page(source, recording).html
    #expect(html.contains("✗ This notebook did not run to its end: an error was thrown on line 4"))
    #expect(html.contains("kept"))
    #expect(
      html.contains("<pre tabindex=\"0\">4 |   let é = try f()\n  |           <span class=\"caret\">^</span>\n</pre>"))
    #expect(html.contains("<span class=\"missing\">not computed</span>"))
    #expect(html.matches(of: /Not run: the notebook stopped before/).count == 1)
  }

  @Test("A notebook that does not compile shows the place at the top, and no cell as run")
  func compilation() {
    let failure = Failure(kind: .compilation, message: "cannot find 'y' in scope", line: 1, column: 9)
    let html = page("let x = y", Recording(failure: failure)).html
    #expect(html.contains("it does not compile on line 1"))
    #expect(html.contains("1 | let x = y"))
    #expect(html.contains("Not run"))
  }

  @Test("Long printed text is folded; what was dropped is told")
  func streams() {
    let text = CapturedText(String(repeating: "x\n", count: 21), droppedBytes: 7)
    let html = main("let a = 1", Recording(cells: [CellRecord(index: 0, standardOutput: text, seconds: 1)]))
    #expect(html.contains("<summary>Printed (21 lines)</summary>"))
    #expect(html.contains("7 more bytes were written and left out."))
  }

  @Test("Figures with colours of one name and different values keep their own")
  func palettes() {
    func colored(_ light: String) -> Output {
      var figure = figure
      figure.palette = [ThemeColor(name: "plot-a", light: light, dark: "#ffffff")]
      return .figure(figure)
    }
    let html = page("let a = 1", Recording(cells: [record([colored("#111111"), colored("#222222")])])).html
    #expect(html.contains(":root{--plot-a:#111111}"))
    #expect(html.contains("#nb-plot-2{--plot-a:#222222}"))
  }
}
