import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

/// Writes the index of a sweep beside its reports.
struct SweepIndex {
  let sweep: Sweep
  let output: OutputFolder
  let format: ReportFormat

  /// What `sweep.json` holds.
  private struct Record: Encodable {
    struct Run: Encodable {
      var values: [String: String]
      var status: String
      var exitCode: Int32?
      /// The folder of the report, beside that of the index.
      var report: String
    }
    var format = 1
    var notebook: String
    var runs: [Run]
  }

  /// Writes `NAME_sweep/`; gives the file to look at.
  func write(_ name: String, _ notebook: Notebook, _ runs: [(request: RunRequest, outcome: RunOutcome)]) throws
    -> String
  {
    let combinations = sweep.combinations
    let rows = zip(combinations, runs).map { values, run -> SweepPage.Run in
      let record = run.outcome.record
      let claims = record?.cells.flatMap(\.expectations) ?? []
      let quoted = record?.values.map { ($0.expression, $0.text) } ?? []
      return SweepPage.Run(
        values: values, status: run.outcome.code?.words ?? run.outcome.words, isGood: run.outcome.code == .ok,
        link: run.outcome.report.map { "../\(run.request.name)/\(($0 as NSString).lastPathComponent)" },
        quoted: Dictionary(quoted) { first, _ in first }, claims: (claims.count { $0.held }, claims.count),
        thumbnail: thumbnail(run.request, record))
    }
    let record = Record(
      notebook: (notebook.path as NSString).lastPathComponent,
      runs: zip(combinations, runs).map { values, run in
        Record.Run(
          values: Dictionary(zip(sweep.names, values)) { first, _ in first },
          status: run.outcome.code?.words ?? run.outcome.words, exitCode: run.outcome.code?.rawValue,
          report: run.request.name)
      })
    var files: [(name: String, bytes: [UInt8])] = [
      (OutputFolder.sweepName, Array(try RunRecord.encoder().encode(record)))
    ]
    if format == .html {
      var expressions: [String] = []
      for value in notebook.inlineValues where !expressions.contains(value.expression) {
        expressions.append(value.expression)
      }
      let page = SweepPage(
        title: notebook.options.title ?? name, names: sweep.names, expressions: expressions, runs: rows)
      files.append(("index.html", Array(page.html.utf8)))
    }
    let folder = try output.publish(name + "_sweep", files: files)
    return folder + "/" + (format == .html ? "index.html" : OutputFolder.sweepName)
  }

  /// The run's first figure, from the file that was written of it.
  private func thumbnail(_ request: RunRequest, _ record: RunRecord?) -> String? {
    let files = record?.cells.flatMap(\.outputs).flatMap(\.files) ?? []
    guard let file = files.first(where: { $0.hasSuffix(".svg") }) else { return nil }
    return try? String(contentsOfFile: "\(output.path)/\(request.name)/\(file)", encoding: .utf8)
  }
}
