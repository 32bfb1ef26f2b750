import Testing

@testable import NotebookFormat

/// A piece of a notebook, and the one thing that is wrong with it.
struct Mistake: CustomTestStringConvertible, Sendable {
  var code: DiagnosticCode
  var line: Int
  var column: Int
  var source: String
  var fix: String?

  init(_ code: DiagnosticCode, _ line: Int, _ column: Int, _ source: String, fix: String? = nil) {
    self.code = code
    self.line = line
    self.column = column
    self.source = source
    self.fix = fix
  }

  var testDescription: String { "\(code.code) \(source.debugDescription)" }
}

let mistakes = [
  Mistake(.byteOrderMark, 1, 1, "\u{FEFF}import Flatbook"),
  Mistake(.controlCharacter, 1, 6, "//: a\u{7}b"),
  Mistake(.controlCharacter, 2, 6, "let x = 1\n//: a\u{E000}0"),
  Mistake(.unknownOption, 2, 5, "//| label: fig-a\n//| capton: Loss\nshow(p)", fix: "did you mean 'caption'?"),
  Mistake(.unknownOption, 1, 5, "//| titel: Loss\n", fix: "did you mean 'title'?"),
  Mistake(.misplacedOption, 2, 5, "let x = 1\n//| title: Mine\nlet y = 2"),
  Mistake(.misplacedOption, 2, 5, "//| title: Mine\n//| caption: Mine\n\nlet y = 2"),
  Mistake(.badValue, 1, 11, "//| seed: many"),
  Mistake(.badValue, 1, 13, "//| code  : fould\nlet x = 1", fix: "did you mean 'fold'?"),
  Mistake(.badValue, 1, 14, "//| authors: [A, B"),
  Mistake(.badValue, 1, 15, "//| caption:  \nshow(1)"),
  Mistake(.badValue, 1, 12, "//| title: \"abc"),
  Mistake(.badValue, 1, 12, "//| x: [a, , b]\n"),
  Mistake(.badValue, 1, 15, "//| language: <script>"),
  Mistake(.repeatedOption, 2, 5, "//| alt: One\n//| alt: Two\nshow(p)"),
  Mistake(.malformedOption, 1, 12, "//| caption Loss\nshow(p)"),
  Mistake(.malformedOption, 1, 5, "//| : Loss\nshow(p)"),
  Mistake(.optionsWithoutCell, 2, 1, "let x = 1\n//| label: fig-a\n//: Prose"),
  Mistake(.badLabel, 1, 12, "//| label: loss curve\nshow(p)"),
  Mistake(.badLabel, 1, 12, "//| label: fig-../../etc\nshow(p)"),
  Mistake(.badLabel, 1, 12, "//| label: sec-a\nshow(p)"),
  Mistake(.badLabel, 1, 15, "//: # Title {#Title}"),
  Mistake(.duplicateLabel, 3, 12, "//| label: fig-a\nshow(p)\n//| label: fig-a\nshow(q)"),
  Mistake(.duplicateLabel, 2, 10, "//: # A {#sec-a}\n//: # B{#sec-a}"),
  Mistake(
    .unresolvedReference, 1, 13, "//: See [](#fig-los).\n//| label: fig-loss\nshow(p)", fix: "did you mean 'fig-loss'?"),
  Mistake(.citationWithoutBibliography, 1, 8, "//: As [@ma2021] shows."),
  Mistake(.unclosedComment, 2, 1, "let x = 1\n/*: Prose"),
  Mistake(.unclosedComment, 1, 1, "/*: see src/*.swift\n*/\nlet x = 1"),
  Mistake(.unclosedRegion, 2, 1, "let x = 1\n//#-hidden-code\nlet y = 1"),
  Mistake(.misplacedRegionEnd, 1, 1, "//#-end-hidden-code"),
  Mistake(.misplacedRegionEnd, 2, 1, "//#-hidden-code\n//#-hidden-code\n//#-end-hidden-code"),
  Mistake(.unknownRegion, 1, 1, "//#-hiden-code", fix: "did you mean 'hidden-code'?"),
  Mistake(.unsupportedRegion, 2, 3, "func f() {\n  //#-solution\n  //#-end-solution\n}"),
  Mistake(.proseInsideCode, 2, 3, "func f() {\n  //: Not prose\n}"),
  Mistake(.proseInsideCode, 2, 3, "let a = [\n  /*: Not prose */\n]"),
  Mistake(.markupInsideCode, 2, 3, "func f() {\n  // %% Break\n}"),
  Mistake(.markupInsideCode, 2, 3, "func f() {\n  //| label: fig-a\n}"),
  Mistake(.markupInsideCode, 2, 1, "#if DEBUG\n// %%\n#endif"),
  Mistake(.codeAfterProse, 2, 3, "/*: Prose\n*/ let x = 1"),
  Mistake(.unclosedBracket, 1, 10, "func f() {\n//: Prose"),
  Mistake(.splitStatement, 3, 3, "let x = values\n//: Prose\n  .map { $0 }"),
  Mistake(.splitStatement, 3, 1, "if a { b() }\n// %%\nelse { c() }"),
  Mistake(.unclosedInlineValue, 1, 9, "//: The \\(loss."),
  Mistake(.unclosedInlineValue, 2, 12, "//: Wörter\n//: éa $x \\(loss$."),
  Mistake(.badFormat, 1, 18, "//: The \\(loss , \"%n\")"),
  Mistake(.badFormat, 1, 17, "//: The \\(loss, 3)"),
  Mistake(.badFormat, 1, 17, "//: The \\(loss, \"%99999d\")"),
  Mistake(.emptyInlineValue, 1, 9, "//: The \\( )."),
  Mistake(.unclosedFence, 2, 5, "//: Text\n//: ```swift\n//: let x = \\(1\n\nlet x = 1"),
  Mistake(.unclosedMath, 1, 5, "//: $$ x^2\n//:\n//: $y$"),
]

@Suite("Diagnostics of markup")
struct DiagnosticTests {
  @Test("Each mistake is told once, by its code, at its line and column", arguments: mistakes)
  func place(_ mistake: Mistake) throws {
    let diagnostics = NotebookParser().parse(source: mistake.source, path: "a.swift").diagnostics
    let found = try #require(diagnostics.first)
    #expect(diagnostics.count == 1, "\(diagnostics)")
    #expect(found.code == mistake.code.code)
    #expect([found.line, found.column] == [mistake.line, mistake.column])
    #expect(found.severity == mistake.code.severity)
    if let fix = mistake.fix { #expect(found.fix == fix) }
    #expect(found.fix?.contains("\n") == false)
  }

  @Test("Every code that the parser can tell is provoked")
  func coverage() {
    let byReport: Set<DiagnosticCode> = [
      .unknownCitation, .malformedBibliography, .rawHTML, .refusedLink, .unavailableImage, .badTeX, .mathUnavailable,
    ]
    let provoked = Set(mistakes.map(\.code)).union([.invalidUTF8])
    #expect(Set(DiagnosticCode.allCases).subtracting(byReport) == provoked)
  }

  @Test("Invalid UTF-8 is told at its byte, and the rest is read")
  func invalidUTF8() {
    let bytes = Array("let x = 1\n//: caf".utf8) + [0xE9, 0x0A] + Array("let y = 2\n".utf8)
    let parsed = NotebookParser().parse(bytes: bytes, path: "a.swift")
    #expect(parsed.diagnostics.map(\.code) == ["NB001"])
    #expect(parsed.diagnostics.first?.line == 2)
    #expect(parsed.diagnostics.first?.column == 8)
    #expect(parsed.notebook.cells.map(\.code) == ["let x = 1", "let y = 2"])
  }

  @Test(
    "Every kind of invalid UTF-8 is found",
    arguments: [
      [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82], [0x80], [0xF0, 0x9F],
    ]
      as [[UInt8]])
  func kindsOfInvalidUTF8(_ bad: [UInt8]) {
    let parsed = NotebookParser().parse(bytes: Array("//: é€😀".utf8) + bad, path: "a.swift")
    #expect(parsed.diagnostics.map(\.code) == ["NB001"])
    #expect(parsed.diagnostics.first?.column == 14)
  }

  @Test("All mistakes are told in one pass, in the order of the file")
  func onePass() {
    let source = """
      //| titel: A
      //: \\(x and [](#fig-b)
      //| capton: B
      show(p)
      //#-hidden-code
      """
    let codes = NotebookParser().parse(source: source, path: "a.swift").diagnostics.map(\.code)
    #expect(codes == ["NB010", "NB040", "NB022", "NB010", "NB031"])
  }

  @Test("A diagnostic is printed with its place, its line, a caret and what to do")
  func printing() {
    let source = "//| label: fig-a\n//|\tcapton: Loss\nshow(p)"
    let parsed = NotebookParser().parse(source: source, path: "notebooks/a.swift")
    let printer = DiagnosticPrinter(parsed.notebook)
    #expect(
      parsed.diagnostics.map(printer.text) == [
        """
        notebooks/a.swift:2:5: error: unknown option 'capton' [NB010]
         2 | //|\tcapton: Loss
           |    \t^
        fix: did you mean 'caption'?
        """
      ])
  }

  @Test("A printed diagnostic cannot steer a terminal")
  func terminal() {
    let parsed = NotebookParser().parse(source: "//| \u{1B}[31mx: 1\nlet x = 1", path: "a.swift")
    let printer = DiagnosticPrinter(parsed.notebook)
    #expect(!parsed.diagnostics.map(printer.text).joined().contains("\u{1B}"))
  }

  @Test("Every code has a title, an explanation, an example and a one-line cure", arguments: DiagnosticCode.allCases)
  func explanations(_ code: DiagnosticCode) {
    #expect(!code.title.isEmpty && !code.explanation.isEmpty && !code.example.isEmpty && !code.cure.isEmpty)
    #expect(!code.cure.contains("\n"))
    #expect(code.help.hasPrefix(code.code))
  }

  @Test("The example of a code provokes it", arguments: Set(mistakes.map(\.code)))
  func examples(_ code: DiagnosticCode) {
    let escapes = ["\\xEF\\xBB\\xBF": "\u{FEFF}", "\\u{0}": "\u{0}"]
    let source = escapes.reduce(code.example) { $0.replacing($1.key, with: $1.value) }
    #expect(NotebookParser().parse(source: source, path: "a.swift").diagnostics.map(\.code).contains(code.code))
  }
}
