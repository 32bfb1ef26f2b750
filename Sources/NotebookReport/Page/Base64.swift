import Foundation

/// Bytes as the text that a `data:` address holds.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
