import NotebookFormat
import NotebookRunner
import Testing

@Suite("The instrumented copy")
struct InstrumentedSourceTests {
  static let notebook = Notebook(
    path: "notebooks/X.swift", source: "", options: NotebookOptions(),
    blocks: [
      .prose(
        Prose(
          lines: 1...3, markdown: "", sourceLines: [],
          inlineValues: [InlineValue(id: 0, expression: "a + b", format: "%.3g", line: 2, column: 24)])),
      .cell(Cell(index: 0, lines: 5...6, code: "let a = 1\n  let b = 2")),
      .cell(Cell(index: 1, lines: 10...10, code: "print(a)")),
    ])

  /// Where the compiler sees each line: the file and the number that the directives give it.
  static func places(_ text: String) -> [(text: String, file: String?, line: Int)] {
    var file: String?
    var line = 0
    var places: [(text: String, file: String?, line: Int)] = []
    for (index, content) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if content == "#sourceLocation()" {
        file = nil
      } else if let match = content.wholeMatch(of: /#sourceLocation\(file: "(.*)", line: (\d+)\)/) {
        file = String(match.1)
        line = Int(match.2) ?? 0
      } else {
        places.append((String(content), file, file == nil ? index + 1 : line))
        line += 1
      }
    }
    return places
  }

  @Test("every line of code keeps its line and its column")
  func lines() {
    let places = Self.places(InstrumentedSource(Self.notebook, path: "/p/X.swift").text)
    func line(of text: String) -> Int? { places.first { $0.text == text && $0.file == "/p/X.swift" }?.line }
    #expect(line(of: "let a = 1") == 5)
    #expect(line(of: "  let b = 2") == 6)
    #expect(line(of: "print(a)") == 10)
  }

  @Test("a value in prose stands on its own line and column")
  func inlineValue() {
    let places = Self.places(InstrumentedSource(Self.notebook, path: "/p/X.swift").text)
    let place = places.first { $0.text.hasSuffix("a + b") }
    #expect(place?.line == 2)
    #expect(place?.text == String(repeating: " ", count: 23) + "a + b")
    #expect(place?.file == "/p/X.swift")
  }

  @Test("calls of the tool are in no line of the notebook")
  func generatedCalls() {
    let places = Self.places(InstrumentedSource(Self.notebook, path: "/p/X.swift").text)
    for place in places where place.text.contains("_NotebookSession") { #expect(place.file == nil) }
    #expect(
      places.filter { $0.text.contains("beginCell") }.map(\.text) == [
        "_NotebookSession.beginCell(0)", "_NotebookSession.beginCell(1)", "_NotebookSession.beginCell(-1)",
      ])
  }

  @Test("a path with quotes and backslashes stays a literal")
  func oddPath() {
    let text = InstrumentedSource(Self.notebook, path: #"/a "b"\c.swift"#).text
    #expect(text.contains(#"file: "/a \"b\"\\c.swift""#))
  }

  @Test(
    "a cell that is meant to fail keeps its lines, inside a scope of its own",
    arguments: CellOptions.Failure.allCases)
  func expectedFailures(_ failure: CellOptions.Failure) {
    var notebook = Self.notebook
    guard case .cell(var cell) = notebook.blocks[1] else { return }
    cell.options.expect = failure
    notebook.blocks[1] = .cell(cell)
    let text = InstrumentedSource(notebook, path: "/p/X.swift").text
    let places = Self.places(text)
    #expect(places.first { $0.text == "let a = 1" }.map { ($0.file ?? "") + ":\($0.line)" } == "/p/X.swift:5")
    #expect(places.first { $0.text == "  let b = 2" }.map { ($0.file ?? "") + ":\($0.line)" } == "/p/X.swift:6")
    #expect(places.first { $0.text == "print(a)" }.map { ($0.file ?? "") + ":\($0.line)" } == "/p/X.swift:10")
    #expect(text.filter { $0 == "{" }.count == text.filter { $0 == "}" }.count)
    let generated = places.filter { $0.file == nil }.map(\.text)
    #expect(generated.contains("do {"))
    #expect(
      generated.contains(
        failure == .trap ? "if _NotebookSession.isCopy(forCell: 0) {" : "_NotebookSession.requireFailure(ofCell: 0)"))
  }
}
