import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Every diagnostic")
struct DiagnosticTableTests {
  private static let hasKaTeX = KaTeXAssets.find() != nil

  /// A formula can be wrong only where KaTeX is, and KaTeX can be missing only where it is not looked for.
  private func diagnostics(_ source: String, of code: DiagnosticCode) -> [Diagnostic] {
    NotebookFolder.diagnostics(source, hasKaTeX: code != .mathUnavailable)
  }

  @Test("each code stands in the table once")
  func complete() {
    #expect(ProvokedDiagnostic.table.map(\.code) == DiagnosticCode.allCases)
  }

  @Test(
    "each code is provoked alone, at its line and column, with words and a cure", arguments: ProvokedDiagnostic.table)
  func place(_ row: ProvokedDiagnostic) throws {
    if row.code == .badTeX && !Self.hasKaTeX { return }
    let found = diagnostics(row.source, of: row.code)
    let first = try #require(found.first)
    #expect(found.map(\.code) == [row.code.code], "\(found)")
    #expect([first.line, first.column] == [row.line, row.column], "\(first)")
    #expect(first.severity == row.code.severity)
    #expect(!first.message.isEmpty && !first.message.hasSuffix("."))
    #expect(first.fix.map { !$0.isEmpty && !$0.contains("\n") } == true)
  }

  @Test("the example of each help provokes that code, and the mended one nothing", arguments: DiagnosticCode.allCases)
  func help(_ code: DiagnosticCode) {
    if code == .badTeX && !Self.hasKaTeX { return }
    #expect(Set(diagnostics(code.example, of: code).map(\.code)) == [code.code])
    #expect(diagnostics(code.mended, of: code).isEmpty, "\(diagnostics(code.mended, of: code))")
    for part in [code.title, code.explanation, code.cure, code.mended] {
      #expect(code.help.contains(part.split(separator: "\n")[0]))
    }
  }

  @Test(
    "a mistake in the front matter or a caption is told at its own line and column",
    arguments: [
      ("//| title: T\n//| description: a $\\nothing$", "NB050", 2, 21),
      ("//| title: T\n//| subtitle: a $\\nothing$", "NB050", 2, 18),
      ("//| date: d\n//| title: a $\\nothing$", "NB050", 2, 15),
      ("//| title: T\n//| description: x\\(a) y $\\nothing$", "NB050", 2, 27),
      ("//| title: T\n//| description: see [](#fig-a)", "NB022", 2, 26),
      ("let x = 1\n//| caption: a $\\nothing$\n\nlet y = 1", "NB050", 2, 17),
      ("let x = 1\n//| alt: a\n//| caption: see [@who]\nlet y = 1", "NB023", 3, 18),
      ("let x = 1\n//| caption: x <b>\nlet y = 1", "NB045", 2, 16),
    ])
  func frontMatter(_ source: String, _ code: String, _ line: Int, _ column: Int) {
    if code == "NB050" && !Self.hasKaTeX { return }
    let found = NotebookFolder.diagnostics(source)
    #expect(found.map(\.code) == [code], "\(found)")
    #expect(found.first.map { [$0.line, $0.column] } == [line, column], "\(found)")
  }

  @Test(
    "pictures come from the notebook's folder alone, links followed",
    arguments: [
      ("photo.png", ""), ("./photo.png", ""), ("../outside.png", "does not lie in the notebook's folder"),
      ("link.png", "does not lie in the notebook's folder"),
      ("way/outside.png", "does not lie in the notebook's folder"),
      ("way/inside/photo.png", ""), ("text.png", "is not a PNG, JPEG, GIF or WebP picture"),
      ("none.png", "was not found"),
      ("%2e%2e/outside.png", "does not lie in the notebook's folder"),
      ("/dev/zero", "does not lie in the notebook's folder"),
    ])
  func pictures(_ path: String, _ reason: String) {
    let found = NotebookFolder.diagnostics("//: See\n//: ![A photo](\(path))")
    #expect(found.map(\.code) == (reason.isEmpty ? [] : ["NB047"]))
    if let first = found.first {
      #expect(first.message == "the image '\(path)' \(reason)")
      #expect([first.line, first.column] == [2, 16])
    }
  }
}
