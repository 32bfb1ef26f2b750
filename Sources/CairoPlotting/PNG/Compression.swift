import CDeflate
import CISAL

/// How bytes become a zlib stream (RFC 1950). The same bytes give the same stream on the same kind of processor.
enum Compression {
  /// Bytes that mostly repeat those before, as paper does: ISA-L goes over a long repetition many bytes at a time,
  /// seven times as fast as zlib on the picture of a line, and leaves as much.
  case runs
  /// Bytes that say something new nearly everywhere: libdeflate at a level, faster than zlib, and leaves less.
  case values(level: Int32)

  /// The stream of `rowCount` rows of `length` bytes, which `write` is asked for one after the other.
  ///
  /// - Throws: ``SurfaceError/drawing(reason:)`` if memory runs out.
  func compress(
    rowCount: Int, length: Int, _ write: (_ row: Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(SurfaceError) -> [UInt8] {
    let size = rowCount * length
    guard size <= Int(Int32.max) - size / 8 else { throw .drawing(reason: "it has too many pixels for a PNG file") }
    switch self {
    case .runs: return try Self.compressRuns(rowCount, length, write)
    case .values(let level): return try Self.compressValues(level, rowCount, length, write)
    }
  }

  /// Bytes that are written and compressed at a time, while they lie in the processor's cache.
  private static let chunk = 1 << 16

  private static func compressRuns(
    _ rowCount: Int, _ length: Int, _ write: (_ row: Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(SurfaceError) -> [UInt8] {
    let rowsAtOnce = min(max(chunk / length, 1), rowCount)
    let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: rowsAtOnce * length)
    defer { rows.deallocate() }
    // Where nothing repeats, an eighth more than the bytes is room enough.
    let capacity = rowCount * length + rowCount * length / 8 + 4096
    var isDone = false
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      count = 0
      guard let start = target.baseAddress, let stream = flatbook_isal_open(start, UInt32(capacity)) else { return }
      defer { free(stream) }
      var row = 0
      while row < rowCount {
        let end = min(row + rowsAtOnce, rowCount)
        for next in row..<end { write(next, rows + (next - row) * length) }
        guard flatbook_isal_write(stream, rows, UInt32((end - row) * length), end == rowCount) else { return }
        row = end
      }
      count = Int(flatbook_isal_count(stream))
      isDone = true
    }
    guard isDone else { throw .drawing(reason: "there is no memory to compress it") }
    return result
  }

  private static func compressValues(
    _ level: Int32, _ rowCount: Int, _ length: Int, _ write: (_ row: Int, UnsafeMutablePointer<UInt8>) -> Void
  ) throws(SurfaceError) -> [UInt8] {
    guard let compressor = libdeflate_alloc_compressor(level) else {
      throw .drawing(reason: "there is no memory to compress it")
    }
    defer { libdeflate_free_compressor(compressor) }
    let rows = UnsafeMutablePointer<UInt8>.allocate(capacity: rowCount * length)
    defer { rows.deallocate() }
    for row in 0..<rowCount { write(row, rows + row * length) }
    let capacity = libdeflate_zlib_compress_bound(compressor, rowCount * length)
    let result = [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
      count = libdeflate_zlib_compress(compressor, rows, rowCount * length, target.baseAddress, capacity)
    }
    guard !result.isEmpty else { throw .drawing(reason: "there is no memory to compress it") }
    return result
  }
}
