import NotebookFormat

/// Watches the time that a notebook and its cells may take.
struct Stopwatch {
  enum Advice { case goOn, ask, end }

  private let cellLimits: [Int: Double]
  private let cellLimit: Double?
  private let limit: Double?
  private let start = ContinuousClock.now
  private var cell: (index: Int, start: ContinuousClock.Instant)?
  private var asked: (first: ContinuousClock.Instant, last: ContinuousClock.Instant)?
  /// The limit that was passed.
  private(set) var passed: FailureFinder.Timeout?

  init(_ notebook: Notebook, _ settings: RunSettings) {
    var limits: [Int: Double] = [:]
    for cell in notebook.cells {
      limits[cell.index] = cell.options.timeout
      // Its copy of the process has one thread alone: what waits for another would wait for ever.
      if cell.options.expect == .trap, settings.cellTimeout == nil { limits[cell.index] = cell.options.timeout ?? 10 }
    }
    cellLimits = limits
    cellLimit = settings.cellTimeout
    limit = settings.timeout
  }

  mutating func note(_ event: RecordingEvent) {
    if case .cellBegan(let index, _) = event { cell = (index, .now) }
  }

  mutating func check() -> Advice {
    let now = ContinuousClock.now
    // Asked again and again, until the answers are enough. A question that comes while one is being answered would be
    // answered from the same instruction, so the notebook runs on for a moment between them.
    if let asked {
      if now - asked.first > .seconds(1.5) { return .end }
      if now - asked.last < .milliseconds(5) { return .goOn }
      self.asked = (asked.first, now)
      return .ask
    }
    if let limit, (now - start).inSeconds > limit {
      passed = FailureFinder.Timeout(seconds: limit, cell: nil)
    } else if let cell, let limit = cellLimits[cell.index] ?? cellLimit, (now - cell.start).inSeconds > limit {
      passed = FailureFinder.Timeout(seconds: limit, cell: cell.index)
    } else {
      return .goOn
    }
    asked = (now, now)
    return .ask
  }
}
