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
    /// The largest page that is allowed.
    var limit: Int
  }

  func page(_ notebook: Notebook, _ recording: Recording) -> Page {
    let page = HTMLReport(notebook, recording, options: reportOptions).page()
    let limit = options.maxSize?.bytes ?? notebook.options.maximumSize ?? 10_000_000
    return Page(bytes: Array(page.html.utf8), diagnostics: page.diagnostics, limit: limit)
  }

  /// What is wrong in the prose: formulas, citations, references. Runs nothing.
  func check(_ notebook: Notebook) -> [Diagnostic] {
    HTMLReport.check(notebook, options: reportOptions)
  }

  private var reportOptions: HTMLReport.Options {
    var report = HTMLReport.Options()
    report.theme = options.theme
    report.code = options.code
    report.figures = options.figures
    report.folder = URL(fileURLWithPath: folder)
    return report
  }
}
