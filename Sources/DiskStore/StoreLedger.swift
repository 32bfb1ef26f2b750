import Synchronization

/// When a folder is to be looked through again: after enough was written, not after every entry.
///
/// Looking through a folder costs as much as it has entries. It is done at the first entry, and then whenever the
/// folder may have outgrown its limit or a tenth of the limit was written, so that what others write is seen too.
/// Since a folder that is too large is thinned to nine tenths, the cost of an entry does not grow with their number.
final class StoreLedger: Sendable {
  private struct State {
    /// Bytes that may still be written before the next look; nil before the first.
    var left: Int?
    var looks = 0
  }

  private let state = Mutex(State())

  /// How often the folder was looked through.
  var looks: Int { state.withLock { $0.looks } }

  /// Enters bytes that were written, and looks through the folder where it is time: `look` gives the bytes that all
  /// entries take together. One thread looks at a time.
  func enter(_ bytes: Int, limit: Int, look: () -> Int) {
    state.withLock { state in
      if let left = state.left, bytes < left {
        state.left = left - bytes
        return
      }
      state.looks += 1
      state.left = min(limit - look(), limit / 10)
    }
  }
}
