import Foundation

/// Removes reports: what their manifests name and nobody changed since, and nothing else.
public struct ReportCleaner: Sendable {
  /// The folder of the reports.
  public let folder: String
  /// Whether nothing is removed, only counted.
  public let isDryRun: Bool

  /// What was removed.
  public struct Result: Sendable {
    /// The reports that are gone.
    public var reports: [String] = []
    /// Their files.
    public var fileCount = 0
    /// Bytes of those files.
    public var byteCount = 0
    /// What was left, each with the reason.
    public var kept: [String] = []
  }

  /// A cleaner for one folder of reports.
  public init(folder: String, isDryRun: Bool) {
    self.folder = folder
    self.isDryRun = isDryRun
  }

  /// Removes reports; where none is left, the folder too if nothing else is in it.
  ///
  /// - Parameter isWanted: Which reports go, by name.
  public func clean(_ isWanted: (String) -> Bool) -> Result {
    let manager = FileManager.default
    var result = Result()
    let mark = folder + "/" + OutputFolder.manifestName
    guard manager.fileExists(atPath: mark) else { return result }
    if !isDryRun { WorkFolder.sweep(folder) }
    for name in ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    where !name.hasPrefix(".") && isWanted(name) {
      remove(name, &result)
    }
    guard !isDryRun else { return result }
    if ((try? manager.contentsOfDirectory(atPath: folder)) ?? []) == [OutputFolder.manifestName] {
      unlink(mark)
      rmdir(folder)
    }
    return result
  }

  private func remove(_ name: String, _ result: inout Result) {
    let manager = FileManager.default
    let report = folder + "/" + name
    // A link may lead anywhere.
    guard (try? manager.attributesOfItem(atPath: report))?[.type] as? FileAttributeType == .typeDirectory,
      let manifest = ReportManifest.read(report)
    else {
      result.kept.append("\(report): it does not say which files are this tool's")
      return
    }
    if !manifest.files.isEmpty { result.reports.append(name) }
    for file in manifest.files.keys.sorted() {
      let path = report + "/" + file
      guard let attributes = try? manager.attributesOfItem(atPath: path) else { continue }
      guard manifest.isUntouched(file, in: report) else {
        result.kept.append("\(path): it was changed since it was written")
        continue
      }
      if !isDryRun, unlink(path) != 0 {
        result.kept.append("\(path): \(String(cString: strerror(errno)))")
        continue
      }
      result.fileCount += 1
      result.byteCount += attributes[.size] as? Int ?? 0
    }
    for other in (try? manager.subpathsOfDirectory(atPath: report)) ?? []
    where other != ReportManifest.fileName && manifest.files[other] == nil {
      let type = (try? manager.attributesOfItem(atPath: report + "/" + other))?[.type] as? FileAttributeType
      if type != .typeDirectory { result.kept.append("\(report)/\(other): this tool did not write it") }
    }
    guard !isDryRun else { return }
    unlink(report + "/" + ReportManifest.fileName)
    // Deepest first; a folder that still holds something stays.
    let folders = Set(manifest.files.keys.map { ($0 as NSString).deletingLastPathComponent }).filter { !$0.isEmpty }
    for inner in folders.sorted(by: { $0.count > $1.count }) { rmdir(report + "/" + inner) }
    // What others put there stays in a folder that is still known as the tool's.
    if rmdir(report) != 0, let data = try? RunRecord.encoder().encode(ReportManifest()) {
      try? OutputFolder.write(data, wholeTo: report + "/" + ReportManifest.fileName)
    }
  }
}
