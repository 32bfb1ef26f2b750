import Foundation

/// Hashes of large files, remembered until a file's size, time or place changes.
struct KnownHashes {
  private struct Known: Codable {
    var stamp: String
    var hash: String
  }

  private let file: String
  private var known: [String: Known] = [:]
  private var isChanged = false

  /// - Parameter file: Where the hashes are remembered; what is no such file is forgotten.
  init(rememberedIn file: String) {
    self.file = file
    guard let data = FileManager.default.contents(atPath: file) else { return }
    known = (try? JSONDecoder().decode([String: Known].self, from: data)) ?? [:]
  }

  /// `missing` for a file that cannot be read.
  mutating func hash(_ path: String) -> String {
    let stamp = FileStamp.of(path)
    if let known = known[path], known.stamp == stamp { return known.hash }
    guard let hash = FileHash.of(path) ?? FileHash.of((path as NSString).resolvingSymlinksInPath) else {
      return "missing"
    }
    known[path] = Known(stamp: stamp, hash: hash)
    isChanged = true
    return hash
  }

  /// Remembers what was found out; not being able to costs time only.
  func save() {
    guard isChanged, let data = try? JSONEncoder().encode(known) else { return }
    let folder = (file as NSString).deletingLastPathComponent
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try? data.write(to: URL(fileURLWithPath: file), options: .atomic)
  }
}
