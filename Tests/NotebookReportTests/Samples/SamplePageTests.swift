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

  @Test(
    "The sample pages are written where FLATBOOK_PAGES says, to be looked at",
    .enabled(if: ProcessInfo.processInfo.environment["FLATBOOK_PAGES"] != nil))
  func write() throws {
    let folder = URL(fileURLWithPath: try #require(ProcessInfo.processInfo.environment["FLATBOOK_PAGES"]))
    for (name, recording) in [("sample", SampleNotebook.recording), ("failed", SampleNotebook.failedRecording)] {
      for theme in NotebookOptions.ThemeChoice.allCases {
        var options = HTMLReport.Options()
        options.theme = theme
        let page = HTMLReport(SampleNotebook.notebook, recording, options: options).page()
        try page.html.write(
          to: folder.appendingPathComponent("\(name)-\(theme).html"), atomically: true, encoding: .utf8)
      }
    }
    let empty = NotebookParser().parse(source: "", path: "Empty.swift").notebook
    try HTMLReport(empty, Recording()).page().html.write(
      to: folder.appendingPathComponent("empty.html"), atomically: true, encoding: .utf8)
  }
}
