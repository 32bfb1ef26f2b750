import Foundation
import NotebookFormat
import NotebookReport

/// Makes the page of a report.
struct PageWriter {
  let options: PageOptions
  /// The folder that the notebook's images and bibliography are relative to.
  let folder: String

  init(options: PageOptions, notebookPath: String) {
    self.options = options
    folder = URL(fileURLWithPath: notebookPath).standardizedFileURL.deletingLastPathComponent().path
  }

  struct Page {
    var bytes: [UInt8]
    var diagnostics: [Diagnostic]
    var card: ReportCard
    /// The largest page that is allowed.
    var limit: Int
  }

  /// - Parameter source: The notebook's file.
  func page(_ notebook: Notebook, _ recording: Recording, source: [UInt8]) -> Page {
    var reportOptions = reportOptions
    switch options.source ?? .embed {
    case .omit: reportOptions.source = .leftOut
    case .embed:
      // A file that was saved again meanwhile is not what ran.
      let isSame = NotebookParser().parse(bytes: source, path: notebook.path).notebook.source == notebook.source
      reportOptions.source = isSame ? .bytes(source) : .parsed
    }
    let page = HTMLReport(notebook, recording, options: reportOptions).page()
    let limit = options.maxSize?.bytes ?? notebook.options.maximumSize ?? 10_000_000
    return Page(bytes: Array(page.html.utf8), diagnostics: page.diagnostics, card: page.card, limit: limit)
  }

  /// Does ahead of the page what does not depend on the run.
  static func prepare(_ notebook: Notebook) { HTMLReport.prepare(notebook) }

  /// What is wrong in the prose: formulas, citations, references. Runs nothing.
  func check(_ notebook: Notebook) -> [Diagnostic] {
    HTMLReport.check(notebook, options: reportOptions)
  }

  var reportOptions: HTMLReport.Options {
    var report = HTMLReport.Options()
    report.theme = options.theme
    report.code = options.code
    report.figures = options.figures
    report.folder = URL(fileURLWithPath: folder)
    return report
  }
}

extension PageWriter {
  /// What an index says of a notebook that was not run.
  func card(_ notebook: Notebook) -> ReportCard {
    var options = reportOptions
    options.highlightsCode = false
    return HTMLReport(notebook, Recording(), options: options).page().card
  }
}
