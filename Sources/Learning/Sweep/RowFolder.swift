import DiskStore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder with one file for each row, in the format of the values that notebooks keep.
///
/// A file is written whole or not at all, and checked when it is read: a damaged one is as good as none. When all
/// files outgrow the limit, those used longest ago go. What it costs to keep a row does not grow with their number.
public struct RowFolder: SweepStore {
  private let folder: StoreFolder

  /// Rows in a folder, which is made when the first one is kept; at most `limit` bytes in all.
  public init(_ path: String, limit: Int = StoreFolder.defaultLimit) {
    folder = StoreFolder(path: path, limit: limit)
  }

  private static let kind = "row"

  private func storeKey(_ key: String) -> StoreKey { StoreKey(name: Self.kind, parts: [key]) }

  /// What was kept for a key; nil when there is nothing, or the file is damaged.
  public func content(for key: String) -> [UInt8]? {
    guard case .found(let entry) = folder.entry(for: storeKey(key), kind: Self.kind) else { return nil }
    return entry.bytes
  }

  /// Writes a file for the key.
  ///
  /// - Throws: ``SweepError/unwritable(path:reason:)``.
  public func keep(_ bytes: [UInt8], for key: String) throws {
    // How long a row took is not known here; nothing that reads rows asks.
    let entry = StoreEntry(bytes: bytes, kind: Self.kind, computedAt: Date().timeIntervalSince1970, seconds: 0)
    do {
      try folder.keep(entry, for: storeKey(key))
    } catch {
      throw SweepError.unwritable(path: folder.path, reason: error.description)
    }
  }
}
