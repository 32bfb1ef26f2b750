import Foundation
import NotebookFormat
import NotebookRunner

/// Runs one notebook and writes its report.
struct RunJob: Sendable {
  let plan: RunPlan
  let workspace: PackageWorkspace
  let runner: Runner
  let provenance: ProvenanceReader
  let output: OutputFolder
  let display: LiveDisplay
  let names: MachineNames
  /// Hears, like the display, how far the run is.
  var follow: @Sendable (RunProgress) -> Void = { _ in }

  func run(_ request: RunRequest) -> RunOutcome {
    let (notebook, name) = (request.notebook, request.name)
    let start = ContinuousClock.now
    // What the page takes from the source alone is made while the compiler works.
    let preparation = plan.format == .html ? Ahead { PageWriter.prepare(notebook) } : nil
    do {
      var settings = RunSettings(
        seed: request.seed, parameters: request.parameters, figures: plan.page.figures,
        timeout: plan.execution.limits.timeout, cellTimeout: plan.execution.limits.cellTimeout)
      settings.memory = plan.execution.memory?.bytes
      // A comparison with values of an earlier run would compare them with themselves.
      let mode = plan.execution.cache ?? (request.comparison == nil ? .use : .refresh)
      settings.cache = (workspace.valuesFolder, mode)
      let result = try runner.run(notebook, settings: settings, provenance: provenance.provenance(of: notebook)) {
        display.show($0, of: name)
        follow($0)
      }
      tell(result, notebook)
      var code = ExitStatus(result.recording.failure)
      let isStrict = plan.execution.strict || notebook.options.strict
      if code == .ok, isStrict, !result.messages.isEmpty { code = .policy }
      _ = preparation?.value
      let published = try publish(request, result.recording, code: code)
      display.finish(name, isGood: published.code == .ok)
      let total = (ContinuousClock.now - start).inSeconds
      if plan.verbosity == .verbose { display.print(Self.times(result, published, total, name)) }
      let times = String(format: "%.2f s, overhead %.2f s", result.runSeconds, total - result.runSeconds)
      let status = published.drift?.summary ?? (published.code == .ok ? nil : published.code.words)
      let words = status.map { "\($0) · \(times)" } ?? times
      return RunOutcome(
        path: notebook.path, code: published.code, words: words, report: published.report, record: published.record,
        diagnostics: published.diagnostics)
    } catch let refusal as OutputFolder.Refused {
      display.finish(name, isGood: false)
      display.print("error: \(refusal.description)")
      return RunOutcome(path: notebook.path, code: .outputPath, words: ExitStatus.outputPath.words)
    } catch is Command.Interrupted {
      display.finish(name, isGood: false)
      return RunOutcome(path: notebook.path, code: .interrupted, words: "interrupted")
    } catch {
      display.finish(name, isGood: false)
      display.print("error: \(notebook.path): \(error)")
      return RunOutcome(path: notebook.path, code: .cellFailed, words: "could not be run")
    }
  }

  /// How long each part took.
  private static func times(
    _ result: Runner.Result, _ published: Published, _ total: Double, _ name: String
  ) -> String {
    let compiling = result.recording.provenance.compileSeconds ?? 0
    let parts = [
      ("compiling", compiling), ("running", result.runSeconds), ("page", published.pageSeconds),
      ("files", published.fileSeconds),
      ("rest", total - compiling - result.runSeconds - published.pageSeconds - published.fileSeconds),
    ]
    return "\(name): " + parts.map { "\($0) " + String(format: "%.3f s", $1) }.joined(separator: ", ")
  }

  /// What came from the disk, and what there was to say of it.
  private func tell(_ uses: [CacheUse], _ notebook: Notebook) {
    for use in uses where plan.verbosity != .quiet {
      let place = "\(notebook.path):\(use.line):"
      if use.isReused { display.print("\(place) note: “\(use.name)” is taken from the disk, computed \(use.computed)") }
      if let note = use.note, plan.execution.cache != .off { display.print("\(place) warning: “\(use.name)”: \(note)") }
    }
  }

  /// Failures and warnings, at their place in the notebook.
  private func tell(_ result: Runner.Result, _ notebook: Notebook) {
    tell(result.recording.cells.flatMap(\.cached), notebook)
    guard let failure = result.recording.failure else {
      if !result.messages.isEmpty, plan.verbosity != .quiet { display.print(result.messages) }
      return
    }
    if failure.kind == .compilation {
      display.print(failure.details ?? failure.message)
    } else {
      display.print(FailurePrinter.text(failure, in: notebook))
      if plan.verbosity == .verbose, let details = failure.details { display.print(details) }
    }
  }

  /// What was written.
  private struct Published {
    var code: ExitStatus
    /// The file to look at first.
    var report: String
    var record: RunRecord
    /// What came of the comparison, where there was one.
    var drift: DriftReport?
    /// What the prose lacks.
    var diagnostics: [Diagnostic]
    /// How long the page and the files took.
    var pageSeconds: Double
    var fileSeconds: Double
  }

  private func publish(_ request: RunRequest, _ recording: Recording, code: ExitStatus) throws -> Published {
    let name = request.name
    let path = request.notebook.path
    let (notebook, recording) = withoutMachinePaths(request.notebook, recording)
    var code = code
    var files: [(name: String, bytes: [UInt8])] = []
    var main = "run.json"
    var diagnostics: [Diagnostic] = []
    let start = ContinuousClock.now
    let figures = FigureFiles.all(notebook, recording)
    if plan.format == .html {
      let source = FileManager.default.contents(atPath: path).map { Array($0) } ?? []
      let page = PageWriter(options: plan.page, notebookPath: path).page(notebook, recording, source: source)
      diagnostics = page.diagnostics
      let printer = DiagnosticPrinter(path: path, source: notebook.source)
      for diagnostic in page.diagnostics where plan.verbosity != .quiet {
        display.print(printer.text(diagnostic))
      }
      if page.bytes.count > page.limit {
        display.print(
          "error: \(path): the page has \(page.bytes.count) bytes, more than the \(page.limit) that are "
            + "allowed; allow more with --max-size, or show figures as png")
        if code == .ok { code = .policy }
      } else {
        main = name + ".html"
        files.append((main, page.bytes))
        files.append((RecordedReport.cardName, Array(try RunRecord.encoder().encode(page.card))))
      }
      files += figures.map { ("figures/" + $0.name, $0.bytes) }
    }
    let record = RunRecord(notebook, recording, exitCode: code, files: plan.format == .html ? figures : [])
    files.append(("run.json", Array(try RunRecord.encoder().encode(record))))
    let drift = request.comparison.map { $0.report(on: record) }
    if let drift {
      for drift in drift.drifts {
        display.print("\(path):\(drift.line.map { "\($0):" } ?? "") drift: \(drift.words)")
      }
      if !drift.drifts.isEmpty {
        for words in drift.circumstances { display.print("note: \(words)") }
        if plan.format == .html { main = "drift.html" }
        if code == .ok { code = .drift }
      }
      files += try RecordedRun.files(drift, title: notebook.options.title ?? name)
        .filter { plan.format == .html || $0.name.hasSuffix(".json") }
    }
    let written = ContinuousClock.now
    let folder = try output.publish(name, files: files)
    return Published(
      code: code, report: folder + "/" + main, record: record, drift: drift, diagnostics: diagnostics,
      pageSeconds: (written - start).inSeconds, fileSeconds: (.now - written).inSeconds)
  }

  /// A report names no place of this machine: paths in it start at the package.
  private func withoutMachinePaths(_ notebook: Notebook, _ recording: Recording) -> (Notebook, Recording) {
    let full = URL(fileURLWithPath: notebook.path).standardizedFileURL.path
    let short =
      full.hasPrefix(workspace.package + "/")
      ? String(full.dropFirst(workspace.package.count + 1)) : (full as NSString).lastPathComponent
    var notebook = notebook
    var recording = recording
    if var failure = recording.failure {
      for path in [full, notebook.path] {
        failure.details = failure.details?.replacing(path + ":", with: short + ":")
        failure.message = failure.message.replacing(path + ":", with: short + ":")
      }
      recording.failure = failure
    }
    notebook.path = short
    return (notebook, names.removed(from: recording))
  }
}
