import CNotebookProcess
import Foundation

/// The SHA-256 of a file's content.
enum FileHash {
  /// Lower-case hexadecimal digits; nil for what cannot be read, is a link, or is no file.
  static func of(_ path: String) -> String? {
    var hash = [UInt8](repeating: 0, count: 32)
    guard flatbook_hash_file(path, &hash) == 0 else { return nil }
    return hash.map { String(format: "%02x", $0) }.joined()
  }
}
