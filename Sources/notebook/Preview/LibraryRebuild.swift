import Foundation
import NotebookRunner

/// A build of the library on a thread of its own.
final class LibraryRebuild: @unchecked Sendable {
  private let lock = NSLock()
  private var finished: Result<BuiltLibrary, any Error>?
  private let ended = DispatchSemaphore(value: 0)

  /// Begins to build.
  init(_ workshop: Workshop) {
    Thread.detachNewThread { [self] in
      let result = Result { try workshop.library(verbosity: .quiet) }
      lock.withLock { finished = result }
      ended.signal()
    }
  }

  /// What came of it, once it has ended.
  var result: Result<BuiltLibrary, any Error>? { lock.withLock { finished } }

  /// Waits until it has ended.
  func wait() {
    ended.wait()
    ended.signal()
  }
}
