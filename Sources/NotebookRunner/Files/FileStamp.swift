import Foundation

/// Size, time and place of a file: enough to see that it was made anew, without reading it.
enum FileStamp {
  static func of(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path):missing" }
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    return "\(path):\(status.st_size):\(time.tv_sec).\(time.tv_nsec):\(status.st_ino)"
  }
}
