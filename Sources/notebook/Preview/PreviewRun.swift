import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

/// One notebook from its file to its page, on a thread of its own; a newer save stops it.
final class PreviewRun: @unchecked Sendable {
  /// What came of it.
  struct Result {
    var parsed: ParsedNotebook
    var problems: [PreviewProblem]
    /// Nil where nothing was run.
    var outcome: RunOutcome?
    /// The page as it lies on the disk; nil where none was written.
    var page: String?
    var seconds: Double
  }

  let path: String
  private let interruption = Interruption()
  private let lock = NSLock()
  private var finished: Swift.Result<Result, any Error>?
  private let ended = DispatchSemaphore(value: 0)

  init(_ path: String) { self.path = path }

  /// What came of it, once it has ended.
  var result: Swift.Result<Result, any Error>? { lock.withLock { finished } }

  /// Ends it, and what it started.
  func stop() { interruption.request() }

  /// Waits until it has ended.
  func wait() {
    ended.wait()
    ended.signal()
  }

  /// - Parameters:
  ///   - job: Compiles, runs and writes.
  ///   - request: From what was read to what is run.
  ///   - say: Hears in words how far it is.
  func start(
    _ job: RunJob, request: @escaping @Sendable (Notebook) -> RunRequest, say: @escaping @Sendable (String) -> Void
  ) {
    Thread.detachNewThread { [self] in
      let result = Swift.Result { try interruption.scope { try run(job, request, say) } }
      lock.withLock { finished = result }
      ended.signal()
    }
  }

  private func run(
    _ job: RunJob, _ request: (Notebook) -> RunRequest, _ say: @escaping @Sendable (String) -> Void
  ) throws -> Result {
    let start = ContinuousClock.now
    let parsed = try NotebookReader.read(path)
    NotebookReader.print(parsed)
    let isWrong = parsed.hasErrors || job.plan.execution.strict && !parsed.diagnostics.isEmpty
    guard !isWrong else {
      return Result(
        parsed: parsed, problems: parsed.diagnostics.map(PreviewProblem.init), seconds: (.now - start).inSeconds)
    }
    // The prose is looked through while the compiler works.
    let prose = Ahead { NotebookReader.proseErrors(in: parsed, options: job.plan.page) }
    var job = job
    job.follow = { [interruption] progress in
      if case .compiled = progress, !prose.value.isEmpty { interruption.request() }
      if let words = Self.words(progress) { say(words) }
    }
    let outcome = job.run(request(parsed.notebook))
    var problems = (parsed.diagnostics + prose.value).map(PreviewProblem.init)
    if !prose.value.isEmpty {
      let printer = DiagnosticPrinter(parsed.notebook)
      for diagnostic in prose.value { job.display.print(printer.text(diagnostic)) }
      return Result(parsed: parsed, problems: problems, seconds: (.now - start).inSeconds)
    }
    if outcome.code == .interrupted { throw Command.Interrupted() }
    problems += Self.problems(outcome)
    let page = outcome.report.flatMap { $0.hasSuffix(".html") ? try? String(contentsOfFile: $0, encoding: .utf8) : nil }
    return Result(
      parsed: parsed, problems: problems, outcome: outcome, page: page, seconds: (.now - start).inSeconds)
  }

  private static func problems(_ outcome: RunOutcome) -> [PreviewProblem] {
    let warnings = outcome.diagnostics.map(PreviewProblem.init)
    guard let failure = outcome.record?.failure else {
      return warnings + (outcome.code == .ok ? [] : [PreviewProblem(message: outcome.words)])
    }
    let file = (outcome.path as NSString).lastPathComponent
    let told = CompilerMessage.all(in: failure.kind == .compilation ? failure.details ?? "" : "")
      .filter { $0.severity != .note && ($0.path as NSString).lastPathComponent == file }
    guard !told.isEmpty else { return warnings + [PreviewProblem(failure)] }
    return warnings
      + told.map { message in
        PreviewProblem(
          isError: message.severity == .error, message: message.text, line: message.line, column: message.column)
      }
  }

  private static func words(_ progress: RunProgress) -> String? {
    switch progress {
    case .compiling: "compiling"
    case .compiled: "starting"
    case .explained: nil
    case .cell(let cell, let count): "running cell \(cell.index + 1) of \(count)"
    case .work(let done, let total, let label): "\(label.isEmpty ? "working" : label) \(done)/\(total)"
    }
  }
}
