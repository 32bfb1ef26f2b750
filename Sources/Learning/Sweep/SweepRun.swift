import Dispatch
import LinearAlgebra

/// The cells of a sweep: points times repetitions.
struct SweepCells<Point: Sendable>: Sendable {
  let points: [Point]
  let repetitions: Int

  init(points: some Collection<Point>, repetitions: Int) throws(SweepError) {
    guard repetitions >= 1 else { throw .noRepetitions(repetitions) }
    self.points = Array(points)
    self.repetitions = repetitions
  }

  var count: Int { points.count * repetitions }
}

/// How the cells of a sweep are computed: by threads that each take the next cell that is left.
struct SweepRun {
  let threads: Int?
  let cancellation: SweepCancellation?

  func entries<Point: Sendable, Row: Sendable>(
    of cells: SweepCells<Point>, seed: UInt64, progress: @Sendable (SweepProgress) -> Void,
    stored: @Sendable (_ point: Int, _ repetition: Int) -> Row?,
    store: @Sendable (_ point: Int, _ repetition: Int, _ row: inout Row) throws -> Void,
    row: @Sendable (Point, inout SplitMix64) throws -> Row
  ) throws -> [Sweep<Point, Row>.Entry] {
    let board = SweepBoard<Sweep<Point, Row>.Entry>(count: cells.count)
    let root = SplitMix64(seed: seed)
    Cores.perform(max(1, min(threads ?? Cores.count, cells.count)), isLimit: threads != nil) { _ in
      while cancellation?.isCancelled != true, let cell = board.next() {
        let (number, repetition) = (cell / cells.repetitions, cell % cells.repetitions)
        let point = cells.points[number]
        let known = stored(number, repetition)
        let result =
          known.map { Result.success($0) }
          ?? Result {
            var generator = root.stream(UInt64(repetition))
            var value = try row(point, &generator)
            try store(number, repetition, &value)
            return value
          }
        board.finish(
          cell, .init(point: point, repetition: repetition, result: result, isFromStore: known != nil),
          isFromStore: known != nil, progress)
      }
    }
    let entries = board.all
    guard entries.count == cells.count else { throw SweepError.cancelled(finished: entries.count, of: cells.count) }
    return entries
  }
}

/// What is left, what is done, and how long it takes.
private final class SweepBoard<Entry: Sendable>: @unchecked Sendable {
  private let guarding = DispatchQueue(label: "flatbook.sweep")
  private let start = ContinuousClock.now
  private var entries: [Entry?]
  private var taken = 0
  private var finished = 0
  private var fromStore = 0

  init(count: Int) { entries = Array(repeating: nil, count: count) }

  func next() -> Int? {
    guarding.sync {
      guard taken < entries.count else { return nil }
      defer { taken += 1 }
      return taken
    }
  }

  func finish(_ cell: Int, _ entry: Entry, isFromStore: Bool, _ progress: (SweepProgress) -> Void) {
    guarding.sync {
      entries[cell] = entry
      finished += 1
      if isFromStore { fromStore += 1 }
      progress(
        SweepProgress(
          finished: finished, fromStore: fromStore, total: entries.count, elapsed: ContinuousClock.now - start))
    }
  }

  var all: [Entry] { guarding.sync { entries.compactMap { $0 } } }
}
