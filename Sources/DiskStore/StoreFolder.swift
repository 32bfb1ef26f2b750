#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

#if canImport(Glibc)
  import func Glibc.rename
#elseif canImport(Musl)
  import func Musl.rename
#elseif canImport(Darwin)
  import func Darwin.rename
#endif

/// A folder of values kept from one run to the next, one file for each key.
///
/// An entry is written under another name and renamed, so that a reader sees a whole one or none, whatever else runs
/// at the same time or is killed. What is read is checked: its key, its length, its hash and its kind. When the folder
/// outgrows its limit, the entries used longest ago go, until a tenth is free. Several processes that write at the same
/// time may exceed the limit by a tenth each before they see it.
public struct StoreFolder: Sendable {
  /// The path of the folder; it is made when something is first kept.
  public let path: String
  /// How many bytes all entries may take together.
  public let limit: Int
  /// Shared by all copies of this value.
  let ledger = StoreLedger()

  /// Why a value could not be kept.
  public struct Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The reason in words.
    public var description: String
  }

  /// One gigabyte.
  public static let defaultLimit = 1_000_000_000
  private static let suffix = ".value"

  /// The store in a folder, which need not exist yet.
  public init(path: String, limit: Int = StoreFolder.defaultLimit) {
    self.path = path
    self.limit = limit
  }

  /// What is kept under a key, read whole and checked; an entry of another kind counts as damaged.
  ///
  /// Marks the entry as used now. Costs one reading and one SHA-256 of its bytes.
  public func entry(for key: StoreKey, kind: String) -> StoreLookup {
    let file = file(of: key)
    guard let data = FileManager.default.contents(atPath: file) else {
      return FileManager.default.fileExists(atPath: file) ? .damaged("cannot be read") : .missing
    }
    let lookup = StoreHeader.read(data, for: key, kind: kind)
    if case .found = lookup {
      try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: file)
    }
    return lookup
  }

  /// Keeps an entry in place of any other under this key, then throws away what is too much.
  ///
  /// Costs the writing of one file; how many there are does not matter.
  ///
  /// - Throws: ``Refusal`` for an entry that is larger than the whole folder may be, or a file that cannot be written.
  public func keep(_ entry: StoreEntry, for key: StoreKey) throws(Refusal) {
    guard entry.bytes.count <= limit else {
      throw Refusal(description: "its \(entry.bytes.count) bytes are more than the \(limit) that may be kept in all")
    }
    let manager = FileManager.default
    let new = "\(path)/.new-\(UUID().uuidString)"
    let size: Int
    do {
      try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
      let content = try StoreHeader.file(entry, for: key)
      size = content.count
      try content.write(to: URL(fileURLWithPath: new))
      guard rename(new, file(of: key)) == 0 else { throw Refusal(description: "its file cannot be renamed") }
    } catch {
      try? manager.removeItem(atPath: new)
      throw Refusal(description: "\(path) cannot be written to: \(error)")
    }
    ledger.enter(size, limit: limit) { prune(keeping: file(of: key)) }
  }

  /// The bytes of all entries together.
  public var byteCount: Int { entries().reduce(0) { $0 + $1.size } }

  private func file(of key: StoreKey) -> String { "\(path)/\(key.digest)\(Self.suffix)" }

  private func entries() -> [(path: String, size: Int, used: Date)] {
    let manager = FileManager.default
    let names = ((try? manager.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(Self.suffix) }
    return names.compactMap { name in
      let file = "\(path)/\(name)"
      guard let attributes = try? manager.attributesOfItem(atPath: file), let size = attributes[.size] as? Int,
        let used = attributes[.modificationDate] as? Date
      else { return nil }
      return (file, size, used)
    }
  }

  /// Throws away what a killed writer left an hour ago and, where all entries are more than the limit, those used
  /// longest ago until a tenth is free; gives the bytes of those that stay.
  private func prune(keeping kept: String) -> Int {
    let manager = FileManager.default
    let entries = entries()
    var total = entries.reduce(0) { $0 + $1.size }
    if total > limit {
      for entry in entries.sorted(by: { ($0.used, $0.path) < ($1.used, $1.path) })
      where total > limit - limit / 10 && entry.path != kept {
        try? manager.removeItem(atPath: entry.path)
        total -= entry.size
      }
    }
    let names = (try? manager.contentsOfDirectory(atPath: path)) ?? []
    for name in names where name.hasPrefix(".new-") {
      let written = (try? manager.attributesOfItem(atPath: "\(path)/\(name)"))?[.modificationDate] as? Date
      if let written, written < Date(timeIntervalSinceNow: -3600) { try? manager.removeItem(atPath: "\(path)/\(name)") }
    }
    return total
  }
}
