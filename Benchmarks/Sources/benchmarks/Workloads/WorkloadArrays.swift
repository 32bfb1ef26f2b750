import Flatbook
import Foundation

/// The arrays of a folder, raw and little-endian, row by row: `name.f64`, `name.u16`, `name.u8`.
struct WorkloadArrays {
  let folder: URL

  /// Where an array lies.
  func file(_ name: String, _ type: String) -> URL { folder.appendingPathComponent("\(name).\(type)") }

  /// Whether the folder has an array.
  func has(_ name: String, _ type: String = "f64") -> Bool {
    FileManager.default.fileExists(atPath: file(name, type).path)
  }

  /// Numbers in double precision.
  func doubles(_ name: String) throws -> [Double] {
    try elements(name, "f64", UInt64.self).map(Double.init(bitPattern:))
  }

  /// Sample indices.
  func indices(_ name: String) throws -> [Int] { try elements(name, "u16", UInt16.self).map(Int.init) }

  /// Bytes.
  func bytes(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: file(name, "u8"))) }

  /// Writes numbers in double precision.
  func write(_ numbers: [Double], _ name: String) throws {
    try write(numbers.map(\.bitPattern), to: file(name, "f64"))
  }

  /// Writes sample indices.
  func write(indices: [Int], _ name: String) throws {
    try write(indices.map { UInt16(truncatingIfNeeded: $0) }, to: file(name, "u16"))
  }

  /// Writes bytes.
  func write(bytes: [UInt8], _ name: String) throws { try Data(bytes).write(to: file(name, "u8")) }

  /// The samples that a network is trained on.
  func data(_ network: String) throws -> Dataset {
    switch network {
    case "w1", "w1relu":
      return try Dataset(
        inputs: Matrix(rows: 200, columns: 20, elements: doubles("w1_X")), targets: doubles("w1_y"))
    case "w3":
      return try Dataset(inputs: Matrix(rows: 20, columns: 1, elements: doubles("w3_X")), targets: doubles("w3_y"))
    case "w2":
      let pixels = try bytes("w2_X_u8").map { Double($0) / 255 }
      let labels = try bytes("w2_label_u8")
      return try Dataset(
        inputs: Matrix(rows: labels.count, columns: 784, elements: pixels),
        targets: Matrix(labels.map { $0 == 0 ? [1, 0] : [0, 1] }))
    default: throw PeerError(description: "there are no data for \(network)")
    }
  }

  private func elements<Element: FixedWidthInteger>(
    _ name: String, _ type: String, _: Element.Type
  ) throws -> [Element] {
    let raw = try Data(contentsOf: file(name, type))
    let size = MemoryLayout<Element>.size
    guard raw.count % size == 0 else {
      throw PeerError(description: "\(file(name, type).path) has \(raw.count) bytes, which is no multiple of \(size)")
    }
    return raw.withUnsafeBytes { bytes in
      (0..<raw.count / size).map {
        Element(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: Element.self))
      }
    }
  }

  private func write(_ numbers: [some FixedWidthInteger], to url: URL) throws {
    try numbers.map(\.littleEndian).withUnsafeBytes { try Data($0).write(to: url) }
  }
}
