import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

private let works = #"""
  @comment{ ignored {braces} }
  @article{ma2021,
    title = {On Linear Stability of {SGD} and Input-Smoothness},
    author = {Ma, Chao and Ying, Lexing},
    journal = "Advances", year = 2021, volume = {34}, pages = {16805--16817},
  }
  @book{goedel, author = {G{\"o}del, Kurt}, title = {{\'E}tudes & <b>}, year = "1931", publisher = {X}, url={javascript:x}}
  """#

@Suite("Bibliography")
struct BibliographyTests {
  @Test("BibTeX is read: names, accents, braces")
  func reading() {
    let entries = BibTeX(works).entries
    #expect(entries.keys.sorted() == ["goedel", "ma2021"])
    #expect(entries["ma2021"]?.fields["title"] == "On Linear Stability of SGD and Input-Smoothness")
    #expect(entries["ma2021"]?.fields["pages"] == "16805–16817")
    #expect(entries["goedel"]?.fields["author"] == "Go\u{308}del, Kurt")
    #expect(
      entries["ma2021"]?.reference.text
        == "Chao Ma and Lexing Ying (2021). <cite>On Linear Stability of SGD and Input-Smoothness</cite>. Advances, 34, 16805–16817."
    )
    #expect(entries["goedel"]?.reference.text.contains("<b>") == false)
    #expect(entries["goedel"]?.reference.text.contains("href") == false)
  }

  @Test("An entry that does not close is told with its line")
  func broken() {
    #expect(BibTeX("@article{a, title = {x}}\n@book{b, title = {y}").errors.map(\.line) == [2])
  }

  @Test("Any prefix of a file can be read")
  func prefixes() {
    for count in 0...works.count { _ = BibTeX(String(works.prefix(count))) }
  }

  @Test("Citations are numbered in their order, and only cited works are listed")
  func citing() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bibliography-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try works.write(to: folder.appendingPathComponent("works.bib"), atomically: true, encoding: .utf8)
    let source = "//| bibliography: works.bib\n\n//: As [@ma2021, p. 3; @goedel] and [@ma2021] and [@ma2012].\n"
    let notebook = NotebookParser().parse(source: source, path: folder.path + "/a.swift").notebook
    let page = HTMLReport(notebook, Recording()).page()
    #expect(page.html.contains("[<a href=\"#nb-ref-1\" role=\"doc-biblioref\">1</a>, p. 3; <a href=\"#nb-ref-2\""))
    #expect(page.html.contains("<li id=\"nb-ref-1\">Chao Ma"))
    #expect(page.diagnostics.map(\.code) == ["NB024"])
    #expect(page.diagnostics.first?.fix == "did you mean 'ma2021'?")
    #expect(page.diagnostics.first?.line == 3)
  }

  @Test("A bibliography that is missing is an error")
  func missing() {
    let page = page("//| bibliography: none.bib\n\n//: [@a]")
    #expect(page.diagnostics.map(\.code) == ["NB025"])
    #expect(page.diagnostics.first?.line == 1)
  }
}
