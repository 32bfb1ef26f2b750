import CNotebookProcess
import Foundation
import NotebookFormat
import NotebookPreview
import NotebookReport
import NotebookRunner

/// The loop: looks for saves, runs what was saved, and puts it on the board. All of it happens on one thread, but for the
/// runs themselves and the server.
final class PreviewSession {
  private let jobs: RunJobs
  private let given: GivenParameters
  private let parameterFile: String?
  private let seed: UInt64?
  private let server: LoopbackServer
  private let board: PreviewBoard
  private let display: LiveDisplay
  private let workerLimit: Int

  private var notebooks: [WatchedNotebook]
  private var watch = FileWatch()
  private var sources: SourceTree
  private var job: RunJob
  private var build: LibraryRebuild?
  private var lastLookAtSources = ContinuousClock.now
  private var lastSignOfLife = ContinuousClock.now
  private var fromFile: [String: String]

  /// A notebook and what is known of its file.
  private struct WatchedNotebook {
    var path: String
    var name: String
    var fullPath: String
    var files = NamedFiles.none
    /// The bytes that were run last.
    var bytes: Data?
    var isWaiting = true
    var run: PreviewRun?
  }

  init(
    jobs: RunJobs, library: BuiltLibrary, paths: [String], given: GivenParameters, parameterFile: String?,
    seed: UInt64?, server: LoopbackServer
  ) {
    self.jobs = jobs
    self.given = given
    self.parameterFile = parameterFile.map { NotebookCompiler.absolutePath($0) }
    self.seed = seed
    self.server = server
    fromFile = given.fromFile
    display = LiveDisplay(verbosity: jobs.plan.verbosity)
    workerLimit = jobs.plan.execution.limits.jobs ?? ProcessInfo.processInfo.activeProcessorCount
    job = jobs.job(jobs.compiler(library), display: display)
    notebooks = paths.map {
      WatchedNotebook(path: $0, name: NotebookFinder.name($0), fullPath: NotebookCompiler.absolutePath($0))
    }
    board = PreviewBoard(names: notebooks.map(\.name))
    let workspace = jobs.workshop.workspace
    sources = SourceTree(packages: Set([workspace.package, workspace.flatbook]).sorted())
    watchFiles()
  }

  /// Goes on until this program is to end; then ends the runs, and gives the port back.
  func run() {
    let board = board
    let server = server
    board.tell { server.send($0) }
    server.start { board.answer($0) }
    while flatbook_is_interrupted() == 0 {
      collectRuns()
      collectBuild()
      noticeSaves()
      noticeSources()
      startRuns()
      if ContinuousClock.now - lastSignOfLife > .seconds(15) {
        server.sendSignOfLife()
        lastSignOfLife = .now
      }
      usleep(10_000)
    }
    for notebook in notebooks { notebook.run?.stop() }
    for notebook in notebooks { notebook.run?.wait() }
    build?.wait()
    server.stop()
  }

  // MARK: Saves

  private func watchFiles() {
    var paths = Set(notebooks.map(\.fullPath))
    for notebook in notebooks { paths.formUnion(notebook.files.all) }
    if let parameterFile { paths.insert(parameterFile) }
    watch.watch(paths)
  }

  private func noticeSaves() {
    let changes = watch.changes()
    guard !changes.isEmpty else { return }
    if let parameterFile, changes.contains(parameterFile) { readParameters(parameterFile) }
    for index in notebooks.indices {
      let notebook = notebooks[index]
      let hasNewData = notebook.run == nil && !notebook.files.data.isDisjoint(with: changes)
      if hasNewData || !notebook.files.bibliography.isDisjoint(with: changes) { runAgain(index) }
      guard changes.contains(notebook.fullPath) else { continue }
      guard let bytes = FileManager.default.contents(atPath: notebook.fullPath) else {
        notebooks[index].run?.stop()
        notebooks[index].bytes = nil
        tell(index, "the file is gone", "the file \(notebook.path) is gone; save it again, and it is run")
        continue
      }
      // Saved without a change: nothing to do.
      if bytes != notebook.bytes { runAgain(index) }
    }
  }

  private func readParameters(_ path: String) {
    do {
      fromFile = try ParameterFile.read(path)
      for index in notebooks.indices { runAgain(index) }
    } catch {
      let words = (error as? Stop)?.message ?? "\(error)"
      for index in notebooks.indices { tell(index, "parameters cannot be read", words) }
    }
  }

  private func runAgain(_ index: Int) {
    notebooks[index].isWaiting = true
    notebooks[index].run?.stop()
  }

  private func tell(_ index: Int, _ words: String, _ message: String, details: String? = nil) {
    display.print("error: \(message)" + (details.map { "\n" + $0 } ?? ""))
    board.change(notebooks[index].name) {
      $0.words = words
      $0.problems = [PreviewProblem(message: message, details: details)]
    }
  }

  // MARK: Runs

  private func startRuns() {
    guard build == nil else { return }
    for index in notebooks.indices where notebooks[index].isWaiting && notebooks[index].run == nil {
      guard notebooks.count(where: { $0.run != nil }) < workerLimit else { return }
      let notebook = notebooks[index]
      notebooks[index].isWaiting = false
      notebooks[index].bytes = FileManager.default.contents(atPath: notebook.fullPath)
      let (name, board, seed) = (notebook.name, board, seed)
      var given = given
      given.fromFile = fromFile
      let run = PreviewRun(notebook.path)
      notebooks[index].run = run
      run.start(job) { [given] in
        given.request($0, seed: seed)
      } say: {
        board.say($0, of: name)
      }
    }
  }

  private func collectRuns() {
    for index in notebooks.indices {
      guard let run = notebooks[index].run, let result = run.result else { continue }
      notebooks[index].run = nil
      switch result {
      case .success(let result) where !notebooks[index].isWaiting: put(result, index)
      case .failure(let error) where !notebooks[index].isWaiting:
        if !(error is Command.Interrupted) {
          tell(index, "not run", (error as? Stop)?.message ?? "\(error)")
        }
      default: break
      }
    }
  }

  private func put(_ result: PreviewRun.Result, _ index: Int) {
    let notebook = result.parsed.notebook
    notebooks[index].files = NamedFiles(notebook)
    watchFiles()
    // What the run itself wrote is no reason to run again.
    watch.forgetChanges(of: notebooks[index].files.data)
    let isGood = result.outcome?.code == .ok
    let runSeconds = result.outcome?.record?.provenance.totalSeconds ?? 0
    let errors = result.problems.count { $0.isError }
    let words =
      errors > 0
      ? (result.outcome?.code ?? .markup).words
      : String(format: "up to date: run in %.2f s, shown after %.2f s", runSeconds, result.seconds)
    if let outcome = result.outcome, jobs.plan.verbosity != .quiet {
      display.print(outcome.line)
    } else if result.outcome == nil {
      display.print("FAILED  \(notebooks[index].path)  \(ExitStatus.markup.words)")
    }
    let isCompilationFailure = result.outcome?.record?.failure?.kind == .compilation
    board.change(notebooks[index].name) { entry in
      entry.title = notebook.options.title ?? entry.title
      entry.source = notebook.source
      entry.problems = result.problems
      entry.words = words
      entry.seconds = (runSeconds, result.seconds)
      if isGood, let page = result.page { entry.goodPage = page }
      // What does not compile has nothing to show: the last good page stays.
      if let page = result.page, !(isCompilationFailure && entry.goodPage != nil) {
        entry.page = page
      } else if let page = entry.goodPage {
        entry.page = page
      }
    }
  }

  // MARK: The library

  private func noticeSources() {
    guard build == nil, ContinuousClock.now - lastLookAtSources > .seconds(1) else { return }
    lastLookAtSources = .now
    guard let change = sources.change() else { return }
    let package = jobs.workshop.workspace.package + "/"
    let path = change.hasPrefix(package) ? String(change.dropFirst(package.count)) : change
    guard !jobs.workshop.isFromPlugin else {
      // The plugin holds the build folder: nothing can be built until it ends.
      for notebook in notebooks {
        board.say(
          "\(path) was changed: end this preview and start it again to build the library anew", of: notebook.name)
      }
      return
    }
    display.print("\(path) was changed: building the library")
    for notebook in notebooks {
      notebook.run?.stop()
      board.say("building the library: \(path) was changed", of: notebook.name)
    }
    build = LibraryRebuild(jobs.workshop)
  }

  private func collectBuild() {
    guard let result = build?.result else { return }
    build = nil
    switch result {
    case .success(let library):
      job = jobs.job(jobs.compiler(library), display: display)
      for index in notebooks.indices { runAgain(index) }
    case .failure(let error):
      if error is Command.Interrupted { return }
      let words = (error as? Stop)?.message ?? "\(error)"
      for index in notebooks.indices {
        tell(index, "the library does not build", "the library does not build", details: words)
      }
    }
  }
}
