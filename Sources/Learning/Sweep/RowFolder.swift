#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A folder with one file for each row.
///
/// A file holds a checksum, the key and the row. It is written beside its place, flushed and renamed, so that a killed
/// process leaves whole files only; a file whose checksum or key is another's is as good as none.
public struct RowFolder: SweepStore {
  /// The folder; made when the first row is kept.
  public let path: String

  /// Rows in a folder.
  public init(_ path: String) { self.path = path }

  private func file(for key: String) -> String { path + "/" + Checksum(Array(key.utf8)).hexadecimal + ".row" }

  /// What was kept for a key; nil when there is nothing, or the file is damaged.
  public func content(for key: String) -> [UInt8]? {
    guard let bytes = try? FileBytes.read(file(for: key), limit: 1 << 30, cure: "") else { return nil }
    let header = 33
    guard bytes.count > header, bytes[header - 1] == UInt8(ascii: "\n") else { return nil }
    let rest = Array(bytes[header...])
    let key = Array("\(key.utf8.count)\n\(key)\n".utf8)
    guard Array(bytes[..<(header - 1)]) == Array(Checksum(rest).hexadecimal.utf8), rest.starts(with: key) else {
      return nil
    }
    return Array(rest[key.count...])
  }

  /// Writes a file for the key.
  ///
  /// - Throws: ``SweepError/unwritable(path:reason:)``.
  public func keep(_ bytes: [UInt8], for key: String) throws {
    try makeFolder()
    let rest = Array("\(key.utf8.count)\n\(key)\n".utf8) + bytes
    let content = Array("\(Checksum(rest).hexadecimal)\n".utf8) + rest
    let place = file(for: key)
    let beside = "\(place).\(getpid()).\(UInt64.random(in: .min ... .max))"
    let descriptor = open(beside, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    guard descriptor >= 0 else { throw failure(beside) }
    var written = 0
    var problem: SweepError?
    content.withUnsafeBytes { buffer in
      while written < buffer.count, problem == nil {
        let part = write(descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if part > 0 { written += part } else if errno != EINTR { problem = failure(beside) }
      }
    }
    if problem == nil, fsync(descriptor) != 0 { problem = failure(beside) }
    if close(descriptor) != 0, problem == nil { problem = failure(beside) }
    if problem == nil, rename(beside, place) != 0 { problem = failure(place) }
    if let problem {
      unlink(beside)
      throw problem
    }
  }

  private func makeFolder() throws(SweepError) {
    var parent = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      parent += "/" + part
      if mkdir(parent, 0o755) != 0, errno != EEXIST { throw failure(parent) }
    }
  }

  private func failure(_ path: String) -> SweepError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
}
