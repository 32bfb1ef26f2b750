import CNotebookProcess
import Foundation
import NotebookFormat
import NotebookRunner

/// Runs several notebooks, some at once, and tells how each ended.
struct RunJobs {
  let command: RunVerb
  let workshop: Workshop

  /// The code of the first notebook that failed.
  func run(_ parsed: [ParsedNotebook]) throws -> ExitStatus { summarize(try outcomes(parsed)) }

  /// How each notebook ended, in the order given.
  func outcomes(_ parsed: [ParsedNotebook]) throws -> [RunOutcome] {
    let workspace = workshop.workspace
    let output: OutputFolder
    do {
      output = try OutputFolder(command.outputPath ?? workspace.reportsFolder, package: workspace.package)
    } catch { throw Stop(.outputPath, error.description) }

    let isStrict = command.strict
    let wrong = parsed.map { $0.hasErrors || isStrict && !$0.diagnostics.isEmpty }
    var outcomes: [RunOutcome?] = zip(parsed, wrong).map { parsed, isWrong in
      guard isWrong else { return nil }
      return RunOutcome(path: parsed.notebook.path, code: .markup, words: "wrong markup, not run")
    }
    if wrong.contains(false), !(wrong.contains(true) && command.afterFailure == .failFast) {
      let results = try runAll(parsed.map(\.notebook), skipped: wrong, output: output)
      for (index, result) in results.enumerated() where result != nil { outcomes[index] = result }
    }
    return zip(parsed, outcomes).map { parsed, outcome in
      outcome ?? RunOutcome(path: parsed.notebook.path, code: nil, words: "not run")
    }
  }

  private func runAll(_ notebooks: [Notebook], skipped: [Bool], output: OutputFolder) throws -> [RunOutcome?] {
    let workspace = workshop.workspace
    let library = try workshop.library(verbosity: command.shared.verbosity)
    let job = RunJob(
      command: command, workspace: workspace,
      runner: Runner(
        compiler: NotebookCompiler(
          toolchain: workshop.toolchain, library: library, configuration: command.configuration,
          cacheFolder: workspace.cacheFolder)),
      provenance: ProvenanceReader(
        toolchain: workshop.toolchain, workFolder: workspace.workFolder, package: workspace.package,
        configuration: command.configuration, command: workshop.commandLine),
      output: output, display: LiveDisplay(verbosity: command.shared.verbosity),
      names: .current(package: workspace.package))
    let queue = JobQueue(indices: notebooks.indices.filter { !skipped[$0] }, count: notebooks.count)
    let workers = max(1, min(command.jobs ?? ProcessInfo.processInfo.activeProcessorCount, notebooks.count))
    let group = DispatchGroup()
    let stopsAtFailure = command.afterFailure == .failFast
    for _ in 0..<workers {
      group.enter()
      Thread.detachNewThread {
        while flatbook_is_interrupted() == 0, let index = queue.next() {
          let outcome = job.run(notebooks[index])
          queue.finish(index, outcome)
          if stopsAtFailure, outcome.code != .ok { queue.stop() }
        }
        group.leave()
      }
    }
    group.wait()
    if flatbook_is_interrupted() != 0 { throw Command.Interrupted() }
    return queue.outcomes
  }

  /// The last lines: each report and the true exit code.
  private func summarize(_ outcomes: [RunOutcome]) -> ExitStatus {
    let code = outcomes.compactMap(\.code).first { $0 != .ok } ?? .ok
    for outcome in outcomes {
      if command.shared.quiet && outcome.code == .ok { continue }
      print(outcome.line)
    }
    let failed = outcomes.filter { $0.code != .ok }.count
    let words = failed == 0 ? "ok" : "\(failed) of \(outcomes.count) failed: \(code.words)"
    print("\(words) (exit code \(code.rawValue))")
    return code
  }
}
