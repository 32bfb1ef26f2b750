import NotebookFormat

/// What all reports of one call of the tool have in common.
struct RunPlan: Sendable {
  var execution: ExecutionOptions
  var page: PageOptions
  var format: ReportFormat
  var verbosity: Verbosity
}
