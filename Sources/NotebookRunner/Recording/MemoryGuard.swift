import CNotebookProcess
import NotebookFormat

/// Watches the memory that a notebook's process holds.
struct MemoryGuard {
  /// A limit that was passed.
  struct Passed: Equatable, Sendable {
    var held: Int
    var limit: Int
    /// Nil for the notebook's own limit.
    var cell: Int?
  }

  private let cellLimits: [Int: Int]
  private let limit: Int?
  private var cell: Int?
  private var asked: ContinuousClock.Instant?
  private var looked = ContinuousClock.now
  /// The limit that was passed.
  private(set) var passed: Passed?

  /// - Parameter limit: Bytes that the command line allows, in place of what the notebook says.
  init(_ notebook: Notebook, limit: Int?) {
    var limits: [Int: Int] = [:]
    for cell in notebook.cells { limits[cell.index] = cell.options.memory }
    cellLimits = limits
    self.limit = limit ?? notebook.options.memory
  }

  mutating func note(_ event: RecordingEvent) {
    if case .cellBegan(let index, _) = event { cell = index }
  }

  /// Looks at most a hundred times a second; `process` is the notebook's.
  mutating func check(process: Int32) -> Stopwatch.Advice {
    let now = ContinuousClock.now
    // It goes on taking memory while it tells where it stands: not for long.
    if let asked { return now - asked > .milliseconds(150) ? .end : .ask }
    let cellLimit = cell.flatMap { cellLimits[$0] }
    guard let limit = cellLimit ?? limit, now - looked > .milliseconds(10) else { return .goOn }
    looked = now
    let held = Int(flatbook_resident_memory(process))
    guard held > limit else { return .goOn }
    passed = Passed(held: held, limit: limit, cell: cellLimit == nil ? nil : cell)
    asked = now
    return .ask
  }
}
