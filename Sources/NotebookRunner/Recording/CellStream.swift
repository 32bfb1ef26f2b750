import Foundation
import NotebookFormat

/// A stream of the notebook's process, parted by the marks between its cells.
struct CellStream {
  /// What each cell wrote; output before the first mark belongs to the first cell.
  private(set) var cells: [Int: CapturedBytes] = [:]
  private let pattern: [UInt8]
  private let limit: Int
  private var current = 0
  /// Bytes that may be the beginning of a mark.
  private var pending: [UInt8] = []

  init(mark: String, limit: Int) {
    pattern = Array(SessionSettings.boundaryStart(mark: mark).utf8)
    self.limit = limit
  }

  mutating func receive(_ bytes: UnsafeRawBufferPointer) {
    if pending.isEmpty, Self.markStart(in: bytes) == nil { return keep(bytes) }
    pending.append(contentsOf: bytes)
    pending = pending.withUnsafeBytes { part($0) }
  }

  mutating func finish() {
    pending.withUnsafeBytes { keep($0) }
    pending = []
  }

  /// The last thing that a cell wrote.
  func ending(ofCell cell: Int) -> String { cells[cell]?.ending ?? "" }

  /// Takes away the runtime's last words, which the failure tells better.
  mutating func dropLastWords(ofCell cell: Int) {
    cells[cell]?.dropLine(containing: "Fatal error: ")
  }

  /// Takes whole marks out; gives back what may be the beginning of another.
  private mutating func part(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var rest = bytes
    func from(_ index: Int) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: rest[index...]) }
    while let start = Self.markStart(in: rest) {
      keep(UnsafeRawBufferPointer(rebasing: rest[..<start]))
      rest = from(start)
      let isMark = zip(rest, pattern).allSatisfy { $0 == $1 }
      if isMark, rest.count < pattern.count + 24 {
        guard let end = rest.dropFirst(pattern.count).firstIndex(of: 3) else { return Array(rest) }
        rest = take(rest, end: end)
      } else if isMark, let end = rest.dropFirst(pattern.count).prefix(24).firstIndex(of: 3) {
        rest = take(rest, end: end)
      } else {
        keep(UnsafeRawBufferPointer(rebasing: rest[..<1]))
        rest = from(1)
      }
    }
    keep(rest)
    return []
  }

  /// Where a mark may start; C's search is fast in unoptimised builds too.
  private static func markStart(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let base = bytes.baseAddress, let found = memchr(base, 2, bytes.count) else { return nil }
    return UnsafeRawPointer(found) - base
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer, end: Int) -> UnsafeRawBufferPointer {
    let digits = String(decoding: bytes[pattern.count..<end], as: UTF8.self)
    if let cell = Int(digits) { current = cell }
    return UnsafeRawBufferPointer(rebasing: bytes[(end + 1)...])
  }

  private mutating func keep(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    cells[current, default: CapturedBytes(limit: limit)].append(bytes)
  }
}
