import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

/// A notebook's last run as its report's folder holds it.
struct RecordedReport {
  static let cardName = "card.json"

  var record: RunRecord
  var card: ReportCard
  var html: String

  /// Nil where there is no report, or none that a site can be made of.
  static func read(_ name: String, in reports: String) -> RecordedReport? {
    let folder = "\(reports)/\(name)"
    let manager = FileManager.default
    guard let record = RunRecord.read(folder + "/run.json"),
      let card = manager.contents(atPath: "\(folder)/\(cardName)")
        .flatMap({ try? EventCoding.decoder().decode(ReportCard.self, from: $0) }),
      let page = manager.contents(atPath: "\(folder)/\(name).html")
    else { return nil }
    return RecordedReport(record: record, card: card, html: String(decoding: page, as: UTF8.self))
  }

  /// Why the run does not stand for the notebook as it is now; nil where it does.
  func reasonToRunAgain(_ notebook: Notebook) -> String? {
    let provenance = record.provenance
    if provenance.sourceHash != SHA256.hexadecimal(notebook.source.utf8) { return "its source changed" }
    if record.status != "ok" { return "its last run failed" }
    if provenance.libraryVersion != FlatbookVersion.text { return "Flatbook changed" }
    if let changed = record.parameters.first(where: \.isOverridden) { return "'\(changed.name)' was set by hand" }
    if let seed = record.seed, seed != notebook.options.seed { return "its seed was set by hand" }
    return nil
  }

  /// Why the run failed, in a few words; nil when it did not.
  var failure: String? {
    guard record.status != "ok" else { return nil }
    return ExitStatus(rawValue: record.exitCode)?.words ?? "it stopped early"
  }

  var day: String? { record.provenance.date.map { String($0.prefix(10)) } }

  /// What the page gives away of the machine that it was made on.
  func machineNames(_ names: MachineNames) -> [String] {
    var found = names.found(inPage: html, authors: card.authors)
    if let source = try? EmbeddedSource.read(page: html) {
      let text = String(decoding: source.bytes, as: UTF8.self)
      found += names.found(in: text, authors: card.authors).filter { !found.contains($0) }
    }
    return found
  }
}
