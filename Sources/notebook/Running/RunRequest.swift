import NotebookFormat
import NotebookRunner

/// One report that is wanted.
struct RunRequest: Sendable {
  var notebook: Notebook
  /// The name of the report: the notebook's, and in a sweep the values.
  var name: String
  /// In place of the notebook's own seed; nil for that.
  var seed: UInt64?
  /// Values of parameters by name.
  var parameters: [String: String] = [:]
  /// What the run is compared with; nil where it is only run.
  var comparison: RecordedRun?
}
