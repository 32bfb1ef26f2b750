import Hashing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The first line of an entry's file: what the bytes after it must be.
struct StoreHeader: Codable {
  static let currentFormat = 1
  /// A first line longer than this is none.
  private static let reach = 1 << 16

  var format = StoreHeader.currentFormat
  var key: String
  var name: String
  var kind: String
  var computedAt: Double
  var seconds: Double
  var byteCount: Int
  var hash: String

  /// The file of an entry: the header as a line of JSON, then the value's bytes.
  static func file(_ entry: StoreEntry, for key: StoreKey) throws -> Data {
    let header = StoreHeader(
      key: key.digest, name: key.name, kind: entry.kind, computedAt: entry.computedAt, seconds: entry.seconds,
      byteCount: entry.bytes.count, hash: SHA256.hexadecimal(entry.bytes))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(header) + [UInt8(ascii: "\n")] + entry.bytes
  }

  /// Reads a file and checks all that can be checked.
  static func read(_ file: Data, for key: StoreKey, kind: String) -> StoreLookup {
    let bytes = [UInt8](file)
    guard let end = bytes.prefix(reach).firstIndex(of: UInt8(ascii: "\n")),
      let header = try? JSONDecoder().decode(StoreHeader.self, from: Data(bytes[..<end]))
    else { return .damaged("has no readable header") }
    guard header.format == currentFormat else { return .damaged("is of another format, \(header.format)") }
    guard header.key == key.digest else { return .damaged("belongs to another key") }
    let value = Array(bytes[(end + 1)...])
    guard value.count == header.byteCount else {
      return .damaged("has \(value.count) bytes instead of \(header.byteCount)")
    }
    guard SHA256.hexadecimal(value) == header.hash else { return .damaged("has another hash than when it was written") }
    guard header.kind == kind else { return .damaged("is a \(header.kind), not a \(kind)") }
    return .found(
      StoreEntry(bytes: value, kind: header.kind, computedAt: header.computedAt, seconds: header.seconds))
  }
}
