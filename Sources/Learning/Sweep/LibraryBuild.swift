import CKernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which build of the library runs, and with which instructions: another one may give other last digits.
enum LibraryBuild {
  /// Size and time of the file that holds the library's code (a shared library, or the program itself), and the
  /// instruction set of its kernels.
  static let identity: String = {
    var size = 0
    var seconds = 0
    var nanoseconds = 0
    if let path = flatbook_library_path() {
      var status = stat()
      if stat(path, &status) == 0 {
        size = Int(status.st_size)
        #if canImport(Darwin)
          let time = status.st_mtimespec
        #else
          let time = status.st_mtim
        #endif
        (seconds, nanoseconds) = (time.tv_sec, time.tv_nsec)
      }
    }
    return "build \(size).\(seconds).\(nanoseconds) \(InstructionSet.best)"
  }()
}
