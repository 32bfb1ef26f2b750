import Foundation

/// A lock on a folder that the system lets go when its holder ends, however it ends.
final class FileLock: @unchecked Sendable {
  enum Kind {
    case shared, exclusive

    fileprivate var number: Int32 { self == .shared ? LOCK_SH : LOCK_EX }
  }

  private let descriptor: Int32

  /// Nil where there is no such folder, or where somebody else holds it and `waits` is false.
  init?(_ folder: String, _ kind: Kind, waits: Bool) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    self.descriptor = descriptor
    var code: Int32
    repeat { code = flock(descriptor, kind.number | (waits ? 0 : LOCK_NB)) } while code != 0 && errno == EINTR && waits
    guard code == 0 else { return nil }
  }

  deinit { close(descriptor) }

  /// Lets others share what was held alone.
  func share() { _ = flock(descriptor, LOCK_SH | LOCK_NB) }

  /// Whether the path still leads to the folder that is held.
  func isAt(_ path: String) -> Bool {
    var (held, found) = (stat(), stat())
    return fstat(descriptor, &held) == 0 && lstat(path, &found) == 0 && held.st_ino == found.st_ino
      && held.st_dev == found.st_dev
  }

  /// Whether the folder belongs to the user that this program runs for.
  var isOwn: Bool {
    var status = stat()
    return fstat(descriptor, &status) == 0 && status.st_uid == geteuid()
  }

  /// Makes the folder's time that of now.
  func touch() { _ = futimens(descriptor, nil) }
}
