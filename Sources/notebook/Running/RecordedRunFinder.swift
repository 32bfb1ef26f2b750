import Foundation
import NotebookRunner

/// From words on the command line to notebooks and the runs recorded of them.
struct RecordedRunFinder {
  /// A notebook and a run recorded of it.
  struct Found {
    var notebook: String
    var record: RunRecord
    var recordPath: String
  }

  let package: String
  /// Where reports are unless told otherwise.
  let reports: String
  /// A run.json, a report's folder or a folder of reports; nil for ``reports``.
  let against: String?

  func find(_ words: [String]) throws -> [Found] {
    let finder = NotebookFinder(package: package)
    let records = words.filter { $0.hasSuffix(".json") }
    if against != nil, let record = records.first {
      throw Stop(.usage, "'\(record)' and --against both name a recorded run; leave one out")
    }
    let notebooks = words.filter { !$0.hasSuffix(".json") }
    var found = try records.map { path -> Found in
      let record = try read(path)
      do {
        return Found(notebook: try notebook(of: record, finder), record: record, recordPath: path)
      } catch {
        throw Stop(
          .usage,
          "the notebook '\(record.notebook)' of '\(path)' is not in 'notebooks/'; name it, and give the "
            + "recorded run with --against")
      }
    }
    if !notebooks.isEmpty || records.isEmpty {
      if words.isEmpty, let against, let path = ownRecord(in: against) {
        let record = try read(path)
        return [Found(notebook: try notebook(of: record, finder), record: record, recordPath: path)]
      }
      let paths = try finder.find(notebooks)
      for path in paths {
        let recordPath = place(of: NotebookFinder.name(path), isOnlyOne: paths.count == 1)
        guard FileManager.default.fileExists(atPath: recordPath) else {
          throw Stop(
            .usage,
            "there is no recorded run of '\(path)' at '\(recordPath)'; record one with 'run', or name it with "
              + "--against")
        }
        found.append(Found(notebook: path, record: try read(recordPath), recordPath: recordPath))
      }
    }
    let names = Dictionary(grouping: found) { NotebookFinder.name($0.notebook) }
    if let twice = names.first(where: { $0.value.count > 1 }) {
      throw Stop(.usage, "the notebook '\(twice.key)' is to be verified twice; do it one at a time")
    }
    return found
  }

  private func notebook(of record: RunRecord, _ finder: NotebookFinder) throws -> String {
    let paths = try finder.find([record.notebook])
    guard paths.count == 1, let path = paths.first else { throw Stop(.usage) }
    return path
  }

  private func read(_ path: String) throws -> RunRecord {
    do { return try RunRecord(contentsOf: path) } catch { throw Stop(.usage, error.description) }
  }

  /// The record that `path` is or holds, if it is not a folder of reports.
  private func ownRecord(in path: String) -> String? {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return path }
    if !isFolder.boolValue { return path }
    let record = path + "/run.json"
    return FileManager.default.fileExists(atPath: record) ? record : nil
  }

  private func place(of name: String, isOnlyOne: Bool) -> String {
    if let against, isOnlyOne, let record = ownRecord(in: against) { return record }
    return "\(against ?? reports)/\(name)/run.json"
  }
}
