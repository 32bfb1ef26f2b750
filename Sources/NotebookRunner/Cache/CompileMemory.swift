import Foundation
import NotebookFormat

/// What a notebook was compiled from the last time, to tell why it is compiled again.
struct CompileMemory: Codable, Sendable {
  var key: CompileKey
  /// The notebook's file.
  var source: String

  private static let limit = 1000

  private static func file(_ path: String, in folder: String) -> String {
    "\(folder)/last/\(SHA256Text.of(path)).json"
  }

  /// Nil for a notebook that was never compiled here.
  static func read(_ path: String, in folder: String) -> CompileMemory? {
    FileManager.default.contents(atPath: file(path, in: folder)).flatMap {
      try? JSONDecoder().decode(CompileMemory.self, from: $0)
    }
  }

  /// Remembers this for the notebook; not being able to costs an explanation only.
  func save(_ path: String, in folder: String) {
    let manager = FileManager.default
    try? manager.createDirectory(atPath: folder + "/last", withIntermediateDirectories: true)
    guard let data = try? JSONEncoder().encode(self) else { return }
    try? data.write(to: URL(fileURLWithPath: Self.file(path, in: folder)), options: .atomic)
    let names = (try? manager.contentsOfDirectory(atPath: folder + "/last")) ?? []
    guard names.count > Self.limit else { return }
    for name in names where name != SHA256Text.of(path) + ".json" {
      try? manager.removeItem(atPath: folder + "/last/" + name)
    }
  }
}
