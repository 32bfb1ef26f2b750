import CNotebookProcess
import Foundation
import NotebookFormat

/// Compiled notebooks, each under the hash of all that it depends on.
///
/// Any number of tools may use one cache at once. An entry appears whole or not at all; it is hashed each time before it
/// is used; what has not been used for longest goes first when the limit is passed.
public struct CompileCache: Sendable {
  /// The folder of the entries.
  public let folder: String
  /// Bytes that all entries together may take.
  public let limit: Int

  /// Bytes that a cache may take unless told otherwise: enough for some thousand notebooks.
  public static let defaultLimit = 500_000_000

  /// A cache in a folder, which is made with the first entry.
  public init(folder: String, limit: Int = CompileCache.defaultLimit) {
    self.folder = folder
    self.limit = limit
  }

  /// A program that stays where it is as long as this value lives.
  final class Lease: @unchecked Sendable {
    let executable: String
    let entry: CacheEntry
    private let lock: FileLock
    /// Where the program could not be kept: the folder that goes away with it.
    private let work: WorkFolder?

    fileprivate init(_ entry: CacheEntry, in folder: String, lock: FileLock, work: WorkFolder? = nil) {
      self.entry = entry
      self.lock = lock
      self.work = work
      executable = folder + "/" + entry.program
    }
  }

  enum Found {
    case nothing
    case program(Lease)
    /// An entry that was not what it should be, and why; it is gone.
    case damaged(String)
  }

  /// The program for a key, checked byte for byte.
  func find(_ key: CompileKey) -> Found {
    let place = folder + "/" + key.digest
    var status = stat()
    guard lstat(place, &status) == 0 else { return .nothing }
    guard let lock = FileLock(place, .shared, waits: false), lock.isAt(place) else {
      // Being removed just now; or no folder at all.
      if status.st_mode & S_IFMT == S_IFDIR { return .nothing }
      remove(place)
      return .damaged("it is no folder")
    }
    guard lock.isOwn else { return .damaged("it belongs to another user") }
    do throws(CacheEntry.Damaged) {
      let entry = try CacheEntry.read(place, key: key)
      // Used now: the last to go.
      lock.touch()
      return .program(Lease(entry, in: place, lock: lock))
    } catch {
      return .damaged(error.words)
    }
  }

  /// A folder to compile in.
  func workFolder(_ name: String) throws -> WorkFolder { try WorkFolder(in: folder, name: name) }

  /// Takes what was compiled in a folder into the cache, in place of what is there.
  ///
  /// Where that cannot be done, because another tool runs what is there or the system refuses, the program is not kept
  /// but can be run all the same.
  func keep(_ work: WorkFolder, key: CompileKey, program: String, messages: String) throws -> Lease {
    let entry = try self.entry(work, key: key, program: program, messages: messages)
    let place = folder + "/" + key.digest
    let hold = FileLock(folder, .exclusive, waits: true)
    defer { withExtendedLifetime(hold) {} }
    work.lock.share()
    if rename(work.path, place) != 0 {
      removeHeld(place)
      if rename(work.path, place) != 0 { return Lease(entry, in: work.path, lock: work.lock, work: work) }
    }
    return Lease(entry, in: place, lock: work.lock)
  }

  /// The same without keeping anything.
  func use(_ work: WorkFolder, key: CompileKey, program: String, messages: String) throws -> Lease {
    let entry = try self.entry(work, key: key, program: program, messages: messages)
    work.lock.share()
    return Lease(entry, in: work.path, lock: work.lock, work: work)
  }

  private func entry(_ work: WorkFolder, key: CompileKey, program: String, messages: String) throws -> CacheEntry {
    guard let hash = FileHash.of(work.path + "/" + program) else {
      throw SystemError(doing: "reading the compiled \(program)", code: ENOENT)
    }
    let entry = CacheEntry(key: key, program: program, programHash: hash, messages: messages)
    try OutputFolder.write(try entry.encoded(), to: work.path + "/" + CacheEntry.fileName)
    return entry
  }

  // MARK: Room

  /// An entry's place, size and last use.
  private struct Kept {
    var path: String
    var byteCount: Int
    var date: Date
  }

  private var entries: [Kept] {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: folder)) ?? []).filter { name in
      name.count == 64 && name.allSatisfy(\.isHexDigit)
    }
    return names.map { name in
      let path = folder + "/" + name
      let date = (try? manager.attributesOfItem(atPath: path))?[.modificationDate] as? Date
      return Kept(path: path, byteCount: Self.byteCount(path), date: date ?? .distantPast)
    }
  }

  /// Bytes of all entries.
  public var byteCount: Int { entries.reduce(0) { $0 + $1.byteCount } }

  static func byteCount(_ folder: String) -> Int {
    let manager = FileManager.default
    return ((try? manager.subpathsOfDirectory(atPath: folder)) ?? []).reduce(0) { sum, name in
      let attributes = try? manager.attributesOfItem(atPath: folder + "/" + name)
      return sum + (attributes?[.type] as? FileAttributeType == .typeRegular ? attributes?[.size] as? Int ?? 0 : 0)
    }
  }

  /// Removes what was not used for longest until the limit holds, and what killed runs left. What somebody runs stays.
  func prune() {
    WorkFolder.sweep(folder)
    var entries = entries.sorted { $0.date < $1.date }
    var total = entries.reduce(0) { $0 + $1.byteCount }
    guard total > limit, let hold = FileLock(folder, .exclusive, waits: true) else { return }
    defer { withExtendedLifetime(hold) {} }
    while total > limit, let oldest = entries.first {
      entries.removeFirst()
      if removeHeld(oldest.path) { total -= oldest.byteCount }
    }
  }

  /// Removes all entries but those that somebody runs, and what was remembered of the last compilations.
  ///
  /// - Returns: How many entries went and how many bytes, and how many stayed.
  public func clear() -> (removed: Int, byteCount: Int, kept: Int) {
    WorkFolder.sweep(folder)
    var result = (removed: 0, byteCount: 0, kept: 0)
    guard let hold = FileLock(folder, .exclusive, waits: true) else { return result }
    defer { withExtendedLifetime(hold) {} }
    for entry in entries {
      if removeHeld(entry.path) {
        result.removed += 1
        result.byteCount += entry.byteCount
      } else {
        result.kept += 1
      }
    }
    for name in ["modules", "last", "hashes.json"] {
      let path = folder + "/" + name
      result.byteCount += Self.byteCount(path)
      try? FileManager.default.removeItem(atPath: path)
    }
    return result
  }

  private func remove(_ path: String) {
    let hold = FileLock(folder, .exclusive, waits: true)
    withExtendedLifetime(hold) { _ = removeHeld(path) }
  }

  /// Removes an entry, unless somebody runs it. The cache's folder is held meanwhile.
  @discardableResult
  private func removeHeld(_ path: String) -> Bool {
    let manager = FileManager.default
    var status = stat()
    guard lstat(path, &status) == 0 else { return true }
    guard status.st_mode & S_IFMT == S_IFDIR else { return unlink(path) == 0 }
    guard let lock = FileLock(path, .exclusive, waits: false) else { return false }
    defer { withExtendedLifetime(lock) {} }
    // Out of sight first: a half-removed entry is never found.
    let grave = "\(folder)/\(WorkFolder.prefix)old-\(UUID().uuidString.prefix(8))"
    guard rename(path, grave) == 0 else { return false }
    try? manager.removeItem(atPath: grave)
    return true
  }
}
