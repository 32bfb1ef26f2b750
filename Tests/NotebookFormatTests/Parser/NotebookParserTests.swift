import Testing

@testable import NotebookFormat

private func parse(_ source: String) -> Notebook {
  let parsed = NotebookParser().parse(source: source, path: "a.swift")
  #expect(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
  return parsed.notebook
}

@Suite("Parsing a notebook")
struct NotebookParserTests {
  @Test("An empty file is an empty notebook", arguments: ["", "\n", "\n\n  \n", "// a comment\n", "/* a */"])
  func empty(_ source: String) {
    #expect(parse(source).blocks.isEmpty)
  }

  @Test("A whole notebook is read")
  func whole() {
    let notebook = parse(
      """
      //| title: Flat minima are smooth
      //| authors: [A. Author, "B, C"]
      //| seed: 2026_1123
      //| toc: false
      //| max-size: 20 MB

      /*:
       # Flat minima

       Sharpness is \\(sharpness, "%.3g"); see [](#fig-scatter).
       */
      import Flatbook

      //| cell: parameters
      let rate = 0.1

      //: ## Training
      //:
      //: More.
      let data = [
        1,

        2,
      ]

      // %% Drawing
      //| label: fig-scatter
      //| caption: Larger rates: smoother functions.
      //| code: fold
      show(data)
      """)
    #expect(notebook.options.title == "Flat minima are smooth")
    #expect(notebook.options.authors == ["A. Author", "B, C"])
    #expect(notebook.options.seed == 20_261_123)
    #expect(!notebook.options.toc)
    #expect(notebook.options.maximumSize == 20_000_000)
    #expect(notebook.cells.map(\.lines) == [12...12, 15...15, 20...24, 30...30])
    #expect(notebook.cells.map(\.index) == [0, 1, 2, 3])
    #expect(notebook.cells[1].options.role == .parameters)
    #expect(notebook.cells[3].title == "Drawing")
    #expect(notebook.cells[3].options.caption == "Larger rates: smoother functions.")
    #expect(notebook.cells[3].options.code == .fold)
    #expect(notebook.blocks.count == 6)
    guard case .prose(let prose) = notebook.blocks[0] else { return #expect(Bool(false)) }
    #expect(prose.lines == 7...11)
    #expect(prose.markdown == "# Flat minima\n\nSharpness is \(InlineValue.placeholder(0)); see [](#fig-scatter).")
    #expect(prose.sourceLines == [8, 9, 10])
    #expect(notebook.inlineValues.map(\.expression) == ["sharpness"])
    #expect(notebook.inlineValues.map(\.format) == ["%.3g"])
    #expect(notebook.inlineValues.map(\.line) == [10])
    #expect(notebook.inlineValues.map(\.column) == [17])
  }

  @Test("Blank lines and comments never split a cell")
  func blankLines() {
    let notebook = parse("let a = 1\n\n\n// why\n\n/* how\n\n*/\nlet b = 2\n\n")
    #expect(notebook.cells.map(\.lines) == [1...9])
  }

  @Test("A cell ends at prose, at a break, at an option after code and at a region's edge")
  func boundaries() {
    let notebook = parse(
      """
      let a = 1
      //: prose
      let b = 1
      // %%
      let c = 1
      //| code: hide
      let d = 1
      //#-hidden-code
      let e = 1
      //#-end-hidden-code
      let f = 1
      """)
    #expect(notebook.cells.map(\.lines.lowerBound) == [1, 3, 5, 7, 9, 11])
    #expect(notebook.cells.map(\.hiddenLines) == [[], [], [], [], [9], []])
  }

  @Test("A region inside braces hides lines of its cell")
  func hiddenInside() {
    let notebook = parse("func f() {\n  //#-hidden-code\n  g()\n  //#-end-hidden-code\n}")
    #expect(notebook.cells.map(\.hiddenLines) == [[2, 3, 4]])
  }

  @Test("Options of a first cell are not taken for the notebook's")
  func firstCell() {
    let notebook = parse("//| label: fig-a\n//| caption: A\nshow(p)")
    #expect(notebook.cells.first?.options.label == "fig-a")
    #expect(notebook.cells.first?.lines == 3...3)
  }

  @Test("Options may stand before a comment, and blank lines between them and the code")
  func optionsAndComments() {
    let notebook = parse("let z = 0\n//| code: fold\n\n// why\nlet a = 1\n")
    #expect(notebook.cells.map(\.options.code) == [nil, .fold])
    #expect(notebook.cells.map(\.lines) == [1...1, 4...5])
  }

  @Test(
    "Nothing inside a string or a comment is markup",
    arguments: [
      "let s = \"\"\"\n//: no\n// %%\n//| no: no\n\"\"\"",
      "let s = #\"\"\"\n\"\"\"\n//: no\n\"\"\"#",
      "/* a /* b\n//: no\n*/\n// %%\n*/\nlet s = 1",
      "let s = \"\\(f(\"}\"))\" + \"{\" // \"{\n",
      "let s = \"\"\"\n\\(f(\"\"\"\n//: no\n\"\"\"))\n//: no\n\"\"\"",
      "let r = #/[\"{(]/#\n",
      "let c = \"\\\"{\" + #\"\\\"# + \"}\"",
    ])
  func literals(_ source: String) {
    let notebook = parse(source + "\n//: yes\n")
    #expect(notebook.blocks.count == 2)
  }

  @Test("Line ends of every kind read the same", arguments: ["\r\n", "\r"])
  func lineEnds(_ end: String) {
    let source = "//| title: A\n\n/*:\n # A\n\n B\n */\nlet x = \"\"\"\n  a\n  \"\"\"\n"
    #expect(parse(source.replacing("\n", with: end)) == parse(source))
  }

  @Test("Tabs indent prose as spaces do, and columns count bytes")
  func tabs() {
    let notebook = parse("/*:\n\t# A\n\n\té \\(x)\n*/")
    guard case .prose(let prose) = notebook.blocks.first else { return #expect(Bool(false)) }
    #expect(prose.markdown == "# A\n\né \(InlineValue.placeholder(0))")
    #expect(prose.inlineValues.map(\.column) == [7])
  }

  @Test("Adjacent prose lines are one block; indentation inside them is kept")
  func adjacentLines() {
    let notebook = parse("//: - a\n//:   - b\n//:\n//: c\n\n//: d")
    let markdown = notebook.blocks.compactMap { if case .prose(let prose) = $0 { prose.markdown } else { nil } }
    #expect(markdown == ["- a\n  - b\n\nc", "d"])
  }

  @Test("A strict notebook fails on a warning")
  func strict() {
    let source = "func f() {\n//: no\n}"
    #expect(!NotebookParser().parse(source: source, path: "a").hasErrors)
    #expect(NotebookParser().parse(source: "//| strict: true\n" + source, path: "a").hasErrors)
  }

  @Test("Code of the cells stands in the file at the lines that they name")
  func codeAndLines() {
    let source = "#!/usr/bin/env swift\nimport A\n\n//: p\n  let x = 1\n  // %%\nlet y = [\n]\n"
    let notebook = parse(source)
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false)
    for cell in notebook.cells {
      #expect(cell.code == lines[(cell.lines.lowerBound - 1)...(cell.lines.upperBound - 1)].joined(separator: "\n"))
    }
    #expect(notebook.cells.count == 3)
  }

  @Test("Parsing any prefix of a notebook ends, and never loses the source")
  func prefixes() {
    let source = """
      //| title: "A"
      /*: $x \\(f("a", [1]), "%d")$ `c` [](#fig-a) {#sec-b} $$ y $$ {#eq-c}
       ```
       a
       ```
       */
      let s = "\\(a)" + #"\\#(b)"# + \"\"\"
        //: no
        \"\"\"
      //#-hidden-code
      #if A
      f { /* c */ }
      #endif
      //#-end-hidden-code
      """
    for count in 0...source.count {
      let prefix = String(source.prefix(count))
      #expect(NotebookParser().parse(source: prefix, path: "a").notebook.source == prefix)
    }
  }

  @Test(
    "Text that is made to be slow or deep is read in a moment", .timeLimit(.minutes(1)),
    arguments: [
      "\\(", "//: \\(", "\"\\(", "\"\"\"\\(", "(", "([{", "(]", "/*", "//: $a ", "//: `a ", "//: [](#", "//: {#",
      "//: [@a", "//: $$",
      "#\"\\#(", "//| a: [", "//: ```\n", "//#-hidden-code\n", "#if a\n", "//: **a ", "\"a\n", "//| label: fig-a\nx\n",
    ])
  func slow(_ piece: String) {
    for text in [String(repeating: piece, count: 600), String(repeating: piece + "\n", count: 150)] {
      let source = text + String(repeating: ")", count: 100)
      #expect(NotebookParser().parse(source: source, path: "a").notebook.source == source)
    }
    // On one line of prose.
    let prose = "//: " + String(repeating: piece.replacing("//: ", with: "").replacing("\n", with: ""), count: 600)
    _ = NotebookParser().parse(source: prose, path: "a")
  }

  @Test("Ten thousand cells take a moment", .timeLimit(.minutes(1)))
  func tenThousandCells() {
    let source = (0..<10_000).map { "//: Cell \($0): $x_{\($0)}$ \\(x\($0))\nlet x\($0) = [\"\\($0)\"]\n" }.joined()
    let notebook = parse(source)
    #expect(notebook.cells.count == 10_000)
    #expect(notebook.inlineValues.last?.id == 9_999)
  }
}
