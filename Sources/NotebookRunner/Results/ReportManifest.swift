import Foundation

/// What a report's folder holds that the tool wrote: so that nothing else is ever removed.
struct ReportManifest: Codable, Equatable, Sendable {
  static let fileName = ".flatbook-files.json"

  var madeBy = "flatbook"
  /// SHA-256 of each file, by its path inside the folder.
  var files: [String: String] = [:]

  /// Nil for a folder that has none, or one that cannot be understood.
  static func read(_ folder: String) -> ReportManifest? {
    guard let data = FileManager.default.contents(atPath: folder + "/" + fileName),
      let manifest = try? JSONDecoder().decode(ReportManifest.self, from: data),
      !manifest.files.keys.contains(where: { $0.hasPrefix("/") || $0.split(separator: "/").contains("..") })
    else { return nil }
    return manifest
  }

  /// Whether a file is as the tool wrote it.
  func isUntouched(_ name: String, in folder: String) -> Bool {
    files[name].map { $0 == FileHash.of(folder + "/" + name) } ?? false
  }

  /// Moves what the manifest of an old report does not name to the new one, where its name is free.
  static func moveOthers(from old: String, to new: String) {
    guard let manifest = read(old) else { return }
    let manager = FileManager.default
    for name in (try? manager.subpathsOfDirectory(atPath: old)) ?? []
    where name != fileName && manifest.files[name] == nil {
      let place = old + "/" + name
      let type = (try? manager.attributesOfItem(atPath: place))?[.type] as? FileAttributeType
      if type == nil || type == .typeDirectory { continue }
      let target = new + "/" + name
      try? manager.createDirectory(
        atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try? manager.moveItem(atPath: place, toPath: target)
    }
  }
}
