import Testing

@testable import NotebookFormat

@Suite("Bad input")
struct BadInputTests {
  private func parse(_ source: String) -> ParsedNotebook { NotebookParser().parse(source: source, path: "a.swift") }

  @Test("a notebook of 5 MB is read, all of it", .timeLimit(.minutes(10)))
  func large() {
    let paragraph = "//: Some prose with $x^2$, `code` and \\(value).\nlet a = [1, 2, 3].map { $0 * 2 } // why\n\n"
    let count = 5_000_000 / paragraph.utf8.count + 1
    let parsed = parse(String(repeating: paragraph, count: count))
    #expect(parsed.notebook.source.utf8.count >= 5_000_000)
    #expect(parsed.diagnostics.isEmpty)
    #expect(parsed.notebook.cells.count == count && parsed.notebook.inlineValues.count == count)
  }

  @Test("ten thousand wrong lines are told, each at its line", .timeLimit(.minutes(10)))
  func manyMistakes() {
    let parsed = parse(String(repeating: "//| capton: x\nlet a = 1\n", count: 10_000))
    #expect(parsed.diagnostics.count == 10_000)
    #expect(parsed.diagnostics.map(\.line) == (0..<10_000).map { 2 * $0 + 1 })
  }

  @Test(
    "comments nest, in prose and in code",
    arguments: [
      "/*: Prose /* inside */ goes on */\nlet x = 1", "/* a /* b /* c */ */ */\nlet x = 1",
      "let x = /* one /* two */ */ 1",
    ])
  func nested(_ source: String) {
    let parsed = parse(source)
    #expect(parsed.diagnostics.isEmpty && parsed.notebook.cells.count == 1, "\(parsed.diagnostics)")
  }

  @Test(
    "what is never ended is told where it begins, and the notebook is read to its end",
    arguments: [
      ("let x = 1\n/* never", "NB030", 2, 1), ("/*: a /* b */\nlet x = 1", "NB030", 1, 1),
      ("let x = 1\n//#-hidden-code", "NB031", 2, 1), ("//: ```\n//: code", "NB043", 1, 5),
      ("//: $$ x", "NB044", 1, 5), ("//: \\(x", "NB040", 1, 5), ("let x = 1\n//| caption: \"a", "NB012", 2, 14),
      ("//| authors: [a", "NB012", 1, 14), ("func f() {\n// %% a", "NB038", 1, 10), ("#if A\n//: a", "NB038", 1, 1),
    ])
  func unended(_ source: String, _ code: String, _ line: Int, _ column: Int) {
    let found = parse(source + "\n").diagnostics.filter { $0.code != "NB015" }
    #expect(found.map(\.code) == [code], "\(found)")
    #expect(found.first.map { [$0.line, $0.column] } == [line, column])
    #expect(found.first?.fix?.isEmpty == false)
  }

  @Test(
    "a label cannot lead out of its page or its folder",
    arguments: [
      "fig-../../etc/passwd", "fig-a/b", "fig-a\\b", "fig-..", "fig-%2e%2e", "fig-a b", "fig-<b>", "fig-", "fig-a\u{0}",
    ])
  func labels(_ label: String) {
    #expect(Label(label) == nil)
    let parsed = parse("//| label: \(label)\nlet x = 1")
    #expect(parsed.notebook.cells.first?.options.label == nil)
    #expect(parsed.diagnostics.map(\.code) == ["NB020"])
    #expect(parsed.diagnostics.first?.column == 12)
  }

  @Test("line ends, tabs and a byte-order mark change no place but their own")
  func places() {
    let source = "//| date: 1\n//|\tcapton: x\n\nlet x = 1\n//: see [](#fig-a)\n"
    let plain = parse(source).diagnostics
    #expect(plain.map { [$0.line, $0.column] } == [[2, 5], [5, 13]])
    #expect(parse(source.replacing("\n", with: "\r\n")).diagnostics == plain)
    #expect(parse(source.replacing("\n", with: "\r")).diagnostics == plain)
    #expect(parse("\u{FEFF}" + source).diagnostics.dropFirst() == plain[...])
  }
}
