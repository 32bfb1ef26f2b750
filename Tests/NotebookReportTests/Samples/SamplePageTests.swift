import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("Sample pages")
struct SamplePageTests {
  @Test("The sample notebook has no mistakes")
  func sound() {
    #expect(NotebookParser().parse(source: SampleNotebook.source, path: "a.swift").diagnostics.isEmpty)
    let page = HTMLReport(SampleNotebook.notebook, SampleNotebook.recording).page()
    #expect(page.diagnostics.allSatisfy { $0.code == DiagnosticCode.mathUnavailable.code }, "\(page.diagnostics)")
  }

  /// `Scripts/browser-tests` opens them in a browser.
  @Test(
    "A page of every kind is written where FLATBOOK_PAGES says, to be looked at",
    .enabled(if: ProcessInfo.processInfo.environment["FLATBOOK_PAGES"] != nil))
  func write() throws {
    let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["FLATBOOK_PAGES"]))
    for (name, html) in try SamplePages.all() {
      try write(html, folder.appendingPathComponent("kinds"), name)
    }
    let attacks = folder.appendingPathComponent("injection")
    let katex = KaTeXAssets.find()
    var reports: [HTMLReport.Page] = []
    for (index, attack) in InjectionCorpus.strings.enumerated() {
      try write(InjectionPages.bibliography(attack), attacks, "references.bib")
      reports.append(InjectionPages.report(attack, folder: attacks))
      try write(reports[index].html, attacks, "report-\(index).html")
    }
    try write(InjectionPages.sweep(InjectionCorpus.strings), attacks, "sweep.html")
    try write(InjectionPages.drift(InjectionCorpus.strings), attacks, "drift.html")
    for file in try InjectionPages.site(InjectionCorpus.strings, reports) {
      try write(file.html, attacks, "site-" + file.name)
    }
    if let katex, let formulas = try InjectionPages.formulas(InjectionCorpus.strings, katex) {
      try write(formulas, attacks, "formulas.html")
    }
    // What the text of a page must be, for those who read it back.
    let strings = try JSONEncoder().encode(InjectionCorpus.strings.map { HTML.unescape(HTML.escape($0)) })
    try write(String(decoding: strings, as: UTF8.self), attacks, "strings.json")
    // As they are, for a notebook that shows them.
    let corpus = try JSONEncoder().encode(InjectionCorpus.strings)
    try write(String(decoding: corpus, as: UTF8.self), folder.appendingPathComponent("labels"), "corpus.json")
  }

  private func write(_ text: String, _ folder: URL, _ name: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try text.write(to: folder.appendingPathComponent(name), atomically: true, encoding: .utf8)
  }
}
