import Foundation
import Testing

/// Little-endian doubles that come with the tests.
enum WorkloadFile {
  static func numbers(_ name: String) throws -> [Double] {
    let file = try #require(Bundle.module.url(forResource: name, withExtension: "f64", subdirectory: "Workloads"))
    let bytes = [UInt8](try Data(contentsOf: file))
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      Double(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
    }
  }
}
