#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bytes of one ordinary file, read whole.
enum FileBytes {
  /// The content of the file at `path`, which must not exceed `limit` bytes. Memory: the file's size.
  ///
  /// Folders, pipes and devices are refused, so that reading never blocks and never runs on for ever.
  static func read(_ path: String, limit: Int, cure: String) throws(DataError) -> [UInt8] {
    func failure(_ problem: FileProblem, at offset: Int = 0) -> DataError {
      .file(path: path, place: .byte(offset), problem: problem, cure: cure)
    }
    guard !path.isEmpty, !path.utf8.contains(0) else { throw failure(.missing) }
    var status = stat()
    guard stat(path, &status) == 0 else {
      throw failure(errno == ENOENT || errno == ENOTDIR ? .missing : .unreadable(reason: systemReason()))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw failure(.notAFile) }
    guard Int(status.st_size) <= limit else {
      throw failure(.tooLarge(size: Int(status.st_size), limit: limit))
    }
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw failure(.unreadable(reason: systemReason())) }
    defer { close(descriptor) }

    let size = Int(status.st_size)
    var filled = 0
    var reason: String?
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while filled < size, let base = buffer.baseAddress {
        let received = systemRead(descriptor, base + filled, size - filled)
        if received < 0 {
          if errno == EINTR { continue }
          reason = systemReason()
          break
        }
        if received == 0 { break }
        filled += received
      }
      initialized = filled
    }
    if let reason { throw failure(.unreadable(reason: reason), at: filled) }
    return bytes
  }

  private static func systemReason() -> String { String(cString: strerror(errno)) }
}

/// The system's `read`, under a name that does not hide behind `FileBytes.read`.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
