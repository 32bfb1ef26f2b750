import Foundation

/// Which notebooks are still to be run, shared by those who run them.
final class JobQueue: @unchecked Sendable {
  private let lock = NSLock()
  private var waiting: [Int]
  private var finished: [RunOutcome?]

  init(indices: [Int], count: Int) {
    waiting = indices.reversed()
    finished = Array(repeating: nil, count: count)
  }

  func next() -> Int? { lock.withLock { waiting.popLast() } }

  func finish(_ index: Int, _ outcome: RunOutcome) { lock.withLock { finished[index] = outcome } }

  func stop() { lock.withLock { waiting = [] } }

  var outcomes: [RunOutcome?] { lock.withLock { finished } }
}
