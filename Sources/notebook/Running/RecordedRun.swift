import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

/// A recorded run, and how near a new one has to come to it.
struct RecordedRun: Sendable {
  var record: RunRecord
  /// The file that it was read from.
  var path: String
  var tolerances: Tolerances

  /// What a new run came to beside it.
  func report(on found: RunRecord) -> DriftReport {
    RunComparison.report(recorded: record, found: found, tolerances: tolerances)
  }

  /// The files that tell what drifted: a page and the same as JSON.
  static func files(_ report: DriftReport, title: String) throws -> [(name: String, bytes: [UInt8])] {
    [
      ("drift.html", Array(DriftPage(report, title: title).html.utf8)),
      ("drift.json", Array(try RunRecord.encoder().encode(report))),
    ]
  }
}
