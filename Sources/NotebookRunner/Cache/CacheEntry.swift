import Foundation
import NotebookFormat

/// What an entry of the cache says of itself, sealed against damage.
struct CacheEntry: Codable, Equatable, Sendable {
  static let fileName = "entry.json"
  static let currentFormat = 1

  var format = CacheEntry.currentFormat
  var key: CompileKey
  /// The program's file name and the SHA-256 of its bytes.
  var program: String
  var programHash: String
  /// What the compiler said.
  var messages: String
  /// SHA-256 of all the rest.
  var seal = ""

  /// The entry's bytes, sealed.
  func encoded() throws -> Data {
    var entry = self
    entry.seal = try entry.expectedSeal()
    return try Self.encoder.encode(entry)
  }

  private func expectedSeal() throws -> String {
    var entry = self
    entry.seal = ""
    return SHA256Text.of(String(decoding: try Self.encoder.encode(entry), as: UTF8.self))
  }

  private static var encoder: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }

  /// An entry that is not what it should be.
  struct Damaged: Error, Equatable {
    var words: String
  }

  /// Reads an entry and makes sure of every byte of it.
  static func read(_ folder: String, key: CompileKey) throws(Damaged) -> CacheEntry {
    guard let data = FileManager.default.contents(atPath: folder + "/" + fileName) else {
      throw Damaged(words: "it has no \(fileName)")
    }
    guard let entry = try? JSONDecoder().decode(CacheEntry.self, from: data) else {
      throw Damaged(words: "its \(fileName) is damaged")
    }
    guard entry.format == currentFormat, let seal = try? entry.expectedSeal(), seal == entry.seal else {
      throw Damaged(words: "its \(fileName) was changed")
    }
    guard entry.key == key else { throw Damaged(words: "it belongs to another program") }
    guard !entry.program.contains("/"), let hash = FileHash.of(folder + "/" + entry.program) else {
      throw Damaged(words: "its program is missing")
    }
    guard hash == entry.programHash else { throw Damaged(words: "its program was changed") }
    guard access(folder + "/" + entry.program, X_OK) == 0 else { throw Damaged(words: "its program cannot be run") }
    return entry
  }
}
