import Dispatch

/// Runs of one batch size that wait for a lane.
final class LaneQueue: @unchecked Sendable {
  let batchSize: Int
  private var waiting: ArraySlice<Int>
  private let guarding = DispatchQueue(label: "flatbook.lanes")

  init(batchSize: Int, waiting: [Int]) {
    self.batchSize = batchSize
    self.waiting = waiting[...]
  }

  func next() -> Int? { guarding.sync { waiting.popFirst() } }

  var hasMore: Bool { guarding.sync { !waiting.isEmpty } }
}

/// One place for the result of each run, each written once.
final class RunResults: @unchecked Sendable {
  private var results: [Result<TrainingResult, any Error>?]
  private let guarding = DispatchQueue(label: "flatbook.results")

  init(count: Int) { results = Array(repeating: nil, count: count) }

  func set(_ index: Int, _ result: Result<TrainingResult, any Error>) { guarding.sync { results[index] = result } }

  /// All results in order; the first error in order is thrown.
  func all() throws -> [TrainingResult] { try guarding.sync { try results.compactMap { try $0?.get() } } }
}
