import NotebookFormat

/// Puts events together into a recording.
struct Recorder {
  private let notebook: Notebook
  private var cells: [Int: CellRecord] = [:]
  private var starts: [Int: Double] = [:]
  private(set) var currentCell: Int?
  private(set) var parameters: [Parameter] = []
  private(set) var inlineValues: [Int: Recording.InlineResult] = [:]
  private(set) var inlineFailure: Failure?
  private(set) var seed: UInt64?
  private(set) var failure: Failure?
  /// A crash; or, where the time ran out, where the notebook stood each time it was asked.
  private(set) var crashes: [Crash] = []
  private(set) var hasEnded = false
  /// How cells failed that were meant to, by cell.
  private(set) var expectedFailures: [Int: ExpectedFailure] = [:]

  /// A signal's traces, as offsets in the program's file.
  struct Crash: Equatable, Sendable {
    var signal: Int32
    var callers: [UInt64]
    var throwers: [UInt64]
  }

  /// A failure that was meant: what the error says, nil for a trap, and its trace.
  struct ExpectedFailure: Equatable, Sendable {
    var message: String?
    var crash: Crash?
  }

  init(_ notebook: Notebook) {
    self.notebook = notebook
  }

  mutating func record(_ event: RecordingEvent) {
    switch event {
    case .cellBegan(let index, let seconds):
      finishCell(at: seconds)
      starts[index] = seconds
      currentCell = index
      if index >= 0 { cells[index] = CellRecord(index: index) }
    case .shown(let output, _):
      let index = cellInProgress
      cells[index, default: CellRecord(index: index)].outputs.append(output)
    case .parameter(let parameter):
      if !parameters.contains(where: { $0.name == parameter.name }) { parameters.append(parameter) }
    case .expectation(let expectation):
      var expectation = expectation
      if expectation.claim.isEmpty { expectation.claim = source(of: expectation.line) }
      let index = cellInProgress
      cells[index, default: CellRecord(index: index)].expectations.append(expectation)
    case .progress: break
    case .cached(let use):
      let index = cellInProgress
      cells[index, default: CellRecord(index: index)].cached.append(use)
    case .failedAsExpected(let cell, let message):
      expectedFailures[cell] = ExpectedFailure(message: message, crash: crashes.last)
      crashes = []
    case .seed(let value): seed = value
    case .inlineValue(let id, let text, let tex, let number):
      inlineValues[id] = Recording.InlineResult(text: text, tex: tex, number: number)
    case .inlineFailure(let id, let message):
      guard inlineFailure == nil else { break }
      let value = notebook.inlineValues.first { $0.id == id }
      inlineFailure = Failure(
        kind: .thrown, message: "the value \\(\(value?.expression ?? "")) in the text failed: \(message)",
        line: value?.line, column: value?.column)
    case .failed(let failure): self.failure = failure
    case .crashed(let signal, let callers, let throwers):
      crashes.append(Crash(signal: Int32(truncatingIfNeeded: signal), callers: callers, throwers: throwers))
    case .ended(let seconds):
      finishCell(at: seconds)
      hasEnded = true
    }
  }

  /// The cell that runs; values in prose count with the last one.
  private var cellInProgress: Int {
    guard let currentCell, currentCell >= 0 else { return max(0, notebook.cells.count - 1) }
    return currentCell
  }

  private mutating func finishCell(at seconds: Double) {
    guard let currentCell, currentCell >= 0, let start = starts[currentCell] else { return }
    if cells[currentCell]?.seconds == nil { cells[currentCell]?.seconds = seconds - start }
  }

  /// A claim without words is told by its source.
  private func source(of line: Int) -> String {
    let lines = notebook.source.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.indices.contains(line - 1) else { return "" }
    return lines[line - 1].trimmingPrefix { $0 == " " || $0 == "\t" }.description
  }

  /// The cells that began, with what they wrote to their streams and how they failed where they were meant to.
  func records(
    output: CellStream, errors: CellStream, expectedFailures: [Int: Failure] = [:]
  ) -> [CellRecord] {
    let last = cells.keys.max() ?? 0
    func merged(_ stream: CellStream) -> [Int: CapturedText] {
      var texts: [Int: CapturedText] = [:]
      for (cell, bytes) in stream.cells.sorted(by: { ($0.key < 0 ? Int.max : $0.key) < ($1.key < 0 ? Int.max : $1.key) }
      ) {
        let text = bytes.captured
        let place = cell < 0 ? last : cell
        let before = texts[place] ?? CapturedText()
        texts[place] = CapturedText(before.text + text.text, droppedBytes: before.droppedBytes + text.droppedBytes)
      }
      return texts
    }
    let outputs = merged(output)
    let errorOutputs = merged(errors)
    return cells.values.sorted { $0.index < $1.index }.map { record in
      var record = record
      record.standardOutput = outputs[record.index] ?? CapturedText()
      record.standardError = errorOutputs[record.index] ?? CapturedText()
      record.expectedFailure = expectedFailures[record.index]
      return record
    }
  }
}
