import NotebookFormat

/// Watches the time that a notebook and its cells may take.
struct Stopwatch {
  enum Advice { case goOn, ask, end }

  private let cellLimits: [Int: Double]
  private let cellLimit: Double?
  private let limit: Double?
  private let start = ContinuousClock.now
  private var cell: (index: Int, start: ContinuousClock.Instant)?
  private var asked: ContinuousClock.Instant?
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
    // Asked again at every look, until the answers are enough.
    if let asked { return now - asked > .seconds(1.5) ? .end : .ask }
    if let limit, (now - start).inSeconds > limit {
      passed = FailureFinder.Timeout(seconds: limit, cell: nil)
    } else if let cell, let limit = cellLimits[cell.index] ?? cellLimit, (now - cell.start).inSeconds > limit {
      passed = FailureFinder.Timeout(seconds: limit, cell: cell.index)
    } else {
      return .goOn
    }
    asked = now
    return .ask
  }
}
