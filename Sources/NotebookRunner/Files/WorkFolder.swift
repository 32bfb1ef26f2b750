import Foundation

/// A folder in the making. It is held while its maker lives: so what a killed program left can be told from what is
/// being written.
final class WorkFolder {
  let path: String
  /// Who holds the folder, wherever it is moved.
  let lock: FileLock

  /// Makes a hidden folder inside another, which is made too where it is missing.
  ///
  /// - Throws: The system's error where it refuses.
  init(in folder: String, name: String) throws {
    let manager = FileManager.default
    try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = "\(folder)/\(Self.prefix)\(name)-\(UUID().uuidString.prefix(8))"
    // Nobody sweeps between the two steps.
    let hold = FileLock(folder, .shared, waits: true)
    defer { withExtendedLifetime(hold) {} }
    try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
    guard let lock = FileLock(path, .exclusive, waits: false) else {
      let code = errno
      try? manager.removeItem(atPath: path)
      throw SystemError(doing: "holding \(path)", code: code)
    }
    self.lock = lock
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static let prefix = ".new-"

  /// Removes what nobody holds any more; gives how many folders.
  @discardableResult
  static func sweep(_ folder: String) -> Int {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasPrefix(prefix) }
    guard !names.isEmpty, let hold = FileLock(folder, .exclusive, waits: true) else { return 0 }
    defer { withExtendedLifetime(hold) {} }
    var count = 0
    for name in names {
      let path = folder + "/" + name
      guard let lock = FileLock(path, .exclusive, waits: false) else { continue }
      withExtendedLifetime(lock) { if (try? manager.removeItem(atPath: path)) != nil { count += 1 } }
    }
    return count
  }
}
