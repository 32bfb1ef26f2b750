import Plotting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Writes bytes beside a path and then moves them there, so that the path never holds half a file.
func writeFile(_ bytes: [UInt8], to path: String) throws(SurfaceError) {
  let temporary = "\(path).\(getpid()).partial"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
  guard descriptor >= 0 else { throw .cannotWrite(path: path, reason: systemReason()) }
  var written = 0
  while written < bytes.count {
    let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else {
      let reason = systemReason()
      close(descriptor)
      unlink(temporary)
      throw .cannotWrite(path: path, reason: reason)
    }
    written += count
  }
  guard close(descriptor) == 0, rename(temporary, path) == 0 else {
    let reason = systemReason()
    unlink(temporary)
    throw .cannotWrite(path: path, reason: reason)
  }
}

/// What the system says about its last error.
private func systemReason() -> String { strerror(errno).map { String(cString: $0) } ?? "error \(errno)" }
