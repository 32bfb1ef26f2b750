import Testing

@testable import NotebookFormat

@Suite("Values that options quote")
struct QuotedValueTests {
  @Test("are taken from subtitle, description, caption and alt, each at its own line and column")
  func places() {
    let parsed = NotebookParser().parse(
      source: """
        //| title: Sharpness
        //| subtitle: Up to \\(sharpness, "%.1f")
        //|  description: "Of $\\(count)$ \\"runs\\" it is \\(best)"

        //: It is \\(last).
        let best = 1

        //| caption: All \\(count) runs.
        //| alt: They end at \\(best).
        show(best)
        """, path: "a.swift")
    #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
    let values = parsed.notebook.inlineValues
    #expect(values.map(\.expression) == ["sharpness", "count", "best", "last", "count", "best"])
    #expect(values.map(\.id) == Array(0..<6))
    #expect(values.map(\.line) == [2, 3, 3, 5, 8, 9])
    #expect(values.map(\.column) == [23, 26, 51, 13, 20, 24])
    #expect(values[0].format == "%.1f")
    #expect(parsed.notebook.options.subtitle == "Up to \(InlineValue.placeholder(0))")
    #expect(parsed.notebook.cells[1].options.alt == "They end at \(InlineValue.placeholder(5)).")
    let lines = parsed.notebook.source.split(separator: "\n", omittingEmptySubsequences: false)
    for value in values {
      #expect(lines[value.line - 1].utf8.dropFirst(value.column - 1).starts(with: value.expression.utf8))
    }
  }

  @Test(
    "wrong ones are told at their place",
    arguments: [
      ("//| description: It is \\(best", "NB040", 24), ("//| subtitle: \\()", "NB042", 15),
      ("//| description: \\(best, \"%n\")", "NB041", 26), ("//| title: Of \\(best)", "NB012", 15),
      ("//| description: $$ x", "NB044", 18), ("//| description: a\u{E000}0", "NB003", 19),
    ])
  func mistakes(_ source: String, _ code: String, _ column: Int) {
    let diagnostics = NotebookParser().parse(source: source, path: "a.swift").diagnostics
    #expect(diagnostics.map(\.code) == [code])
    #expect(diagnostics.first?.line == 1 && diagnostics.first?.column == column, "\(diagnostics)")
  }

  @Test("a list, a name or a number never quotes")
  func others() {
    let parsed = NotebookParser().parse(
      source: "//| authors: [\\(a)]\n//| date: \\(b)\n\nlet x = 1", path: "a.swift")
    #expect(parsed.notebook.inlineValues.isEmpty)
    #expect(parsed.notebook.options.date == "\\(b)")
  }

  @Test("memory alone at the top is the notebook's; with a label it is the cell's")
  func memory() {
    func options(_ source: String) -> (Int?, Int?) {
      let notebook = NotebookParser().parse(source: source, path: "a.swift").notebook
      return (notebook.options.memory, notebook.cells.first?.options.memory)
    }
    #expect(options("//| memory: 2 GB\nlet x = 1") == (2_000_000_000, nil))
    #expect(options("//| label: fig-a\n//| memory: 1.5GiB\nlet x = 1") == (nil, 1_610_612_736))
    #expect(options("//| title: T\n//| memory: 5e3\nlet x = 1") == (nil, nil))
  }

  @Test(
    "sizes read and write",
    arguments: [("500000", 500_000), ("500 KB", 500_000), ("20MB", 20_000_000), ("1 kib", 1024)])
  func sizes(_ text: String, _ bytes: Int) {
    #expect(ByteSize(text)?.bytes == bytes)
  }

  @Test("what is no size is none", arguments: ["", "MB", "-1 MB", "0", "1 TB", "1e5 MB", "nan", "9999 GB", "1.2.3 MB"])
  func noSizes(_ text: String) {
    #expect(ByteSize(text) == nil)
  }

  @Test("sizes in words")
  func words() {
    #expect([999, 1_500, 20_000_000, 1_610_612_736].map(ByteSize.words) == ["999 bytes", "1.5 kB", "20 MB", "1.6 GB"])
  }
}
