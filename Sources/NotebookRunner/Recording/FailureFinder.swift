import Foundation
import NotebookFormat

/// Finds out why a notebook's process ended, and where in the notebook.
struct FailureFinder {
  let notebook: Notebook
  /// The notebook's path as the compiler knows it.
  let path: String
  let symbolizer: Symbolizer
  let ending: ChildProcess.Ending
  let recorder: Recorder
  /// The last words on standard error.
  let lastWords: String
  let timeout: Timeout?
  let isOverOutputLimit: Bool
  /// The memory limit that was passed.
  var memory: MemoryGuard.Passed?

  /// A limit that was passed.
  struct Timeout: Equatable, Sendable {
    var seconds: Double
    /// Nil for the notebook's own limit.
    var cell: Int?
  }

  static let topLevelError = "Fatal error: Error raised at top level: "

  func failure() -> Failure? {
    if let timeout { return stopped(timeout) }
    if let memory { return stopped(memory) }
    if isOverOutputLimit {
      return Failure(
        kind: .outputLimit, message: "the notebook showed more than can be kept in a report", line: cellLine,
        details: nil)
    }
    if var failure = recorder.failure {
      if failure.kind == .unmet { failure.line = failure.line ?? cellLine }
      return failure
    }
    if let crash = recorder.crashes.last { return crashed(crash) }
    if ending.signal != 0 {
      return Failure(kind: .trap, message: SignalWords.text(ending.signal), line: cellLine)
    }
    if !recorder.hasEnded { return exited("before its end") }
    if ending.code != 0 { return exited("after its last cell") }
    return recorder.inlineFailure
  }

  private func exited(_ when: String) -> Failure {
    Failure(
      kind: .exited, message: "the notebook ended itself with exit(\(ending.code)) \(when); remove the call",
      line: cellLine)
  }

  /// How a cell failed that was meant to; `lastWords` are what it wrote last to standard error.
  func expectedFailure(_ failure: Recorder.ExpectedFailure, ofCell cell: Int, lastWords: String) -> Failure {
    let line = notebook.cells.first { $0.index == cell }?.lines.lowerBound
    let crash = failure.crash ?? Recorder.Crash(signal: 0, callers: [], throwers: [])
    let frames = symbolizer.frames(at: failure.message == nil ? crash.callers : crash.throwers)
    let place = place(in: frames)
    return Failure(
      kind: failure.message == nil ? .trap : .thrown,
      message: failure.message ?? trapMessage(crash, frames, lastWords: lastWords), line: place?.line ?? line,
      column: place?.column, details: nil)
  }

  private func stopped(_ memory: MemoryGuard.Passed) -> Failure {
    let stops = recorder.crashes.lazy.map { symbolizer.frames(at: $0.callers) }
    let frames = stops.first { self.place(in: $0) != nil } ?? []
    let place = place(in: frames)
    let subject = memory.cell == nil ? "the notebook" : "the cell"
    return Failure(
      kind: .memory,
      message: "\(subject) held \(ByteSize.words(memory.held)) of memory, more than the "
        + "\(ByteSize.words(memory.limit)) that it may, and was ended; allow more with //| memory:"
        + (memory.cell == nil ? " or --memory" : ""),
      line: place?.line ?? cellLine, column: place?.column, details: backtrace(frames))
  }

  private func stopped(_ timeout: Timeout) -> Failure {
    // One instruction may belong to no line; of several, one will not.
    let stops = recorder.crashes.lazy.map { symbolizer.frames(at: $0.callers) }
    let frames = stops.first { self.place(in: $0) != nil } ?? []
    let place = place(in: frames)
    let limit = String(format: "%g", timeout.seconds)
    let message =
      timeout.cell == nil
      ? "the notebook took longer than \(limit) s and was ended; allow more with --timeout"
      : "the cell took longer than \(limit) s and was ended; allow more with //| timeout: or --cell-timeout"
    return Failure(
      kind: .timeout, message: message, line: place?.line ?? cellLine, column: place?.column,
      details: backtrace(frames))
  }

  private func crashed(_ crash: Recorder.Crash) -> Failure {
    if let range = lastWords.range(of: Self.topLevelError, options: .backwards) {
      let frames = symbolizer.frames(at: crash.throwers)
      let place = place(in: frames)
      let error = lastWords[range.upperBound...].trimmingCharacters(in: .whitespacesAndNewlines)
      return Failure(
        kind: .thrown, message: "an error was thrown and not caught: \(error)", line: place?.line ?? cellLine,
        column: place?.column, details: backtrace(frames))
    }
    let frames = symbolizer.frames(at: crash.callers)
    let place = place(in: frames)
    return Failure(
      kind: .trap, message: trapMessage(crash, frames, lastWords: lastWords), line: place?.line ?? cellLine,
      column: place?.column,
      details: backtrace(frames))
  }

  /// What the runtime said, or what the compiler wrote beside the trap, or the signal in words.
  private func trapMessage(
    _ crash: Recorder.Crash, _ frames: [Symbolizer.Frame], lastWords: String
  ) -> String {
    let isCheck = crash.signal == SIGILL || crash.signal == SIGTRAP
    if let range = lastWords.range(of: "Fatal error", options: .backwards) {
      let words = lastWords[range.lowerBound...].trimmingCharacters(in: .whitespacesAndNewlines)
      return words.replacing("Fatal error: ", with: "").replacing("\n", with: " ")
    }
    let note = "Swift runtime failure: "
    if let frame = frames.first(where: { $0.function.hasPrefix(note) }) {
      return String(frame.function.dropFirst(note.count))
    }
    let words = SignalWords.text(crash.signal)
    return isCheck ? words + "; run with --configuration debug to be told which" : words
  }

  /// The innermost frame in the notebook.
  private func place(in frames: [Symbolizer.Frame]) -> Symbolizer.Frame? {
    guard var frame = frames.first(where: { $0.file == path && $0.line > 0 }) else { return nil }
    if frame.column == 0 { frame.column = 1 }
    return frame
  }

  private func backtrace(_ frames: [Symbolizer.Frame]) -> String? {
    let lines = frames.filter { !$0.function.hasPrefix("_start") }.prefix(32).map { frame in
      guard frame.line > 0 else { return frame.function }
      let file = frame.file == path ? notebook.path : (frame.file as NSString).lastPathComponent
      return "\(frame.function) at \(file):\(frame.line):\(frame.column)"
    }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  private var cellLine: Int? {
    guard let index = recorder.currentCell else { return nil }
    return notebook.cells.first { $0.index == index }?.lines.lowerBound ?? notebook.cells.last?.lines.lowerBound
  }
}
