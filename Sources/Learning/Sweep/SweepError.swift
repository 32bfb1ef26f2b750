/// Why a sweep has no rows, or not all.
public enum SweepError: Error, Equatable, CustomStringConvertible {
  /// Some rows failed; the first in order with its reason.
  case failed(Int, of: Int, first: String)
  /// The sweep was cancelled.
  case cancelled(finished: Int, of: Int)
  /// A sweep needs a repetition.
  case noRepetitions(Int)
  /// A row cannot be kept.
  case unwritable(path: String, reason: String)

  /// The error in words.
  public var description: String {
    switch self {
    case .failed(let count, let total, let first):
      "\(count) of \(total) rows failed, first at \(first); `finishedRows` has the others"
    case .cancelled(let finished, let total):
      "the sweep was cancelled after \(finished) of \(total) rows; with a store it goes on from there"
    case .noRepetitions(let count): "a sweep needs at least one repetition of each point, got \(count)"
    case .unwritable(let path, let reason): "cannot keep a row in \(path): \(reason); choose a folder you may write to"
    }
  }
}
