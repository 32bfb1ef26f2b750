import Foundation
import NotebookFormat

/// Compiles a notebook, runs it in a process of its own and records what it does.
public struct Runner: Sendable {
  /// What compiles the notebook.
  public let compiler: NotebookCompiler

  /// A runner; it has no state of its own.
  public init(compiler: NotebookCompiler) {
    self.compiler = compiler
  }

  /// A finished run.
  public struct Result: Sendable {
    /// What the notebook did, its provenance completed by times and memory.
    public var recording: Recording
    /// Warnings of the compiler.
    public var messages: String
    /// Seconds that the notebook's own process took.
    public var runSeconds: Double
  }

  /// Runs the notebook. Whatever goes wrong in it is in the recording; only what stops the tool itself is thrown.
  ///
  /// - Parameters:
  ///   - notebook: What to run, in the folder of its file.
  ///   - settings: What the command line says.
  ///   - provenance: What is known of the run before it starts.
  ///   - progress: Called as the run goes on, from this thread.
  /// - Throws: ``Command/Interrupted`` at Ctrl-C, ``SystemError`` and the like where the system refuses.
  public func run(
    _ notebook: Notebook, settings: RunSettings, provenance: Provenance,
    progress: (RunProgress) -> Void = { _ in }
  ) throws -> Result {
    var provenance = provenance
    progress(.compiling)
    let product: NotebookCompiler.Product
    do {
      product = try compiler.compile(notebook)
    } catch let failure as NotebookCompiler.CompilationFailure {
      let first = failure.messages.first { $0.severity == .error }
      let recording = Recording(
        failure: Failure(
          kind: .compilation, message: first?.text ?? "the compiler failed", line: first?.line, column: first?.column,
          details: failure.output),
        provenance: provenance)
      return Result(recording: recording, messages: failure.output, runSeconds: 0)
    }
    progress(.explained(product.reason, damage: product.damage))
    progress(.compiled(seconds: product.seconds, isFromCache: product.isFromCache))
    if Interruption.isRequestedHere { throw Command.Interrupted() }
    provenance.compileSeconds = product.seconds
    let start = ContinuousClock.now
    var recording = try record(product, notebook, settings, progress)
    let seconds = (ContinuousClock.now - start).inSeconds
    provenance.totalSeconds = seconds
    provenance.peakMemoryBytes = recording.provenance.peakMemoryBytes
    recording.provenance = provenance
    return Result(recording: recording, messages: product.messages, runSeconds: seconds)
  }

  private func record(
    _ product: NotebookCompiler.Product, _ notebook: Notebook, _ settings: RunSettings,
    _ progress: (RunProgress) -> Void
  ) throws -> Recording {
    let path = NotebookCompiler.absolutePath(notebook.path)
    let (output, errors, events, lifeline) = (try Pipe(), try Pipe(), try Pipe(), try Pipe())
    let mark = UUID().uuidString
    let session = SessionSettings(
      channel: 3, lifeline: 4, mark: mark, module: product.module, seed: settings.seed ?? notebook.options.seed,
      parameters: settings.parameters, figures: notebook.cells.map { settings.figures ?? $0.options.figure },
      cache: settings.cache.map { cache in
        CacheSettings(
          folder: cache.folder, mode: cache.mode,
          build: SHA256Text.of(compiler.library.stamp + "\n" + compiler.toolchain.stamp), notebook: notebook)
      })
    var environment = ProcessInfo.processInfo.environment
    environment[SessionSettings.variable] = String(decoding: try EventCoding.encoder().encode(session), as: UTF8.self)
    let process = try ChildProcess(
      executable: product.executable, arguments: [], environment: environment,
      folder: (path as NSString).deletingLastPathComponent,
      descriptors: [nil, output.writeEnd, errors.writeEnd, events.writeEnd, lifeline.readEnd])
    output.closeWriteEnd()
    errors.closeWriteEnd()
    events.closeWriteEnd()
    lifeline.closeReadEnd()

    var streams = [
      CellStream(mark: mark, limit: settings.captureLimit), CellStream(mark: mark, limit: settings.captureLimit),
    ]
    var lines = EventLines()
    var recorder = Recorder(notebook)
    var watch = Stopwatch(notebook, settings)
    var memory = MemoryGuard(notebook, limit: settings.memory)
    let cells = notebook.cells
    let ending = Pump(process: process, descriptors: [output.readEnd, errors.readEnd, events.readEnd]).run {
      index, bytes in
      guard index == 2 else { return streams[index].receive(bytes) }
      for event in lines.receive(bytes) {
        recorder.record(event)
        watch.note(event)
        memory.note(event)
        switch event {
        case .cellBegan(let cell, _) where cells.indices.contains(cell): progress(.cell(cells[cell], of: cells.count))
        case .progress(let done, let total, let label): progress(.work(done: done, total: total, label: label))
        default: break
        }
      }
    } tick: {
      if Interruption.isRequestedHere || lines.byteCount > settings.outputLimit { return .endIt }
      let advice = watch.check()
      switch advice == .goOn ? memory.check(process: process.identifier) : advice {
      case .goOn: return .goOn
      case .ask:
        // The notebook says where it stands, then ends.
        process.signal(SIGTERM)
        return .goOn
      case .end: return .endIt
      }
    }
    if Interruption.isRequestedHere { throw Command.Interrupted() }
    for index in streams.indices { streams[index].finish() }

    let lastWords = streams[1].ending(ofCell: recorder.currentCell ?? 0)
    let finder = FailureFinder(
      notebook: notebook, path: path,
      symbolizer: Symbolizer(toolchain: compiler.toolchain, executable: product.executable), ending: ending,
      recorder: recorder, lastWords: lastWords, timeout: watch.passed,
      isOverOutputLimit: lines.byteCount > settings.outputLimit, memory: memory.passed)
    let failure = finder.failure()
    var expectedFailures: [Int: Failure] = [:]
    for (cell, expected) in recorder.expectedFailures {
      expectedFailures[cell] = finder.expectedFailure(
        expected, ofCell: cell, lastWords: streams[1].ending(ofCell: cell))
      streams[1].dropLastWords(ofCell: cell)
    }
    if failure?.kind == .thrown || failure?.kind == .trap {
      streams[1].dropLastWords(ofCell: recorder.currentCell ?? 0)
    }
    var provenance = Provenance()
    provenance.peakMemoryBytes = ending.peakMemoryBytes
    return Recording(
      cells: recorder.records(
        output: streams[0], errors: streams[1], expectedFailures: expectedFailures), parameters: recorder.parameters,
      inlineValues: recorder.inlineValues, seed: recorder.seed, failure: failure,
      failedCell: failure == nil ? nil : recorder.currentCell.flatMap { $0 >= 0 ? $0 : nil }, provenance: provenance)
  }
}
