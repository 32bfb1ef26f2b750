import NotebookFormat
import NotebookRunner

/// How one notebook ended, for the summary.
struct RunOutcome: Sendable {
  var path: String
  /// Nil when it was not run.
  var code: ExitStatus?
  var words: String
  var report: String?
  /// The run by value; nil when it was not run.
  var record: RunRecord?
  /// What the prose of the written page lacks.
  var diagnostics: [Diagnostic] = []

  var line: String {
    let status = code == nil ? "skipped" : code == .ok ? "ok" : "FAILED"
    return "\(status)  \(path)  \(words)" + (report.map { "\n        \($0)" } ?? "")
  }
}
