import NotebookRunner

/// Ends the tool with a code, after saying why.
struct Stop: Error {
  var status: ExitStatus
  var message: String?

  init(_ status: ExitStatus, _ message: String? = nil) {
    self.status = status
    self.message = message
  }
}
