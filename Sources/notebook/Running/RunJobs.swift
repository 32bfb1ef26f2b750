import CNotebookProcess
import Foundation
import NotebookFormat
import NotebookRunner

/// Runs several notebooks, some at once, and tells how each ended.
struct RunJobs {
  let plan: RunPlan
  let workshop: Workshop
  let output: OutputFolder

  /// How each report came out, in the order of the requests. What has wrong markup is not run.
  func run(_ work: [(parsed: ParsedNotebook, request: RunRequest)]) throws -> [RunOutcome] {
    let isStrict = plan.execution.strict
    let wrong = work.map { $0.parsed.hasErrors || isStrict && !$0.parsed.diagnostics.isEmpty }
    var outcomes: [RunOutcome?] = zip(work, wrong).map { work, isWrong in
      guard isWrong else { return nil }
      return RunOutcome(path: work.request.notebook.path, code: .markup, words: "wrong markup, not run")
    }
    if wrong.contains(false), !(wrong.contains(true) && plan.execution.afterFailure == .failFast) {
      let results = try runAll(work.map(\.request), skipped: wrong)
      for (index, result) in results.enumerated() where result != nil { outcomes[index] = result }
    }
    return zip(work, outcomes).map { work, outcome in
      outcome ?? RunOutcome(path: work.request.notebook.path, code: nil, words: "not run")
    }
  }

  /// What compiles the notebooks as the plan says.
  func compiler(_ library: BuiltLibrary) -> NotebookCompiler {
    NotebookCompiler(
      toolchain: workshop.toolchain, library: library, configuration: plan.execution.configuration,
      cache: plan.execution.compileCache.compileCache(workshop.workspace),
      cacheUse: plan.execution.cache ?? .use)
  }

  /// What runs one notebook after the other.
  func job(_ compiler: NotebookCompiler, display: LiveDisplay) -> RunJob {
    let workspace = workshop.workspace
    return RunJob(
      plan: plan, workspace: workspace, runner: Runner(compiler: compiler),
      provenance: ProvenanceReader(
        toolchain: workshop.toolchain, workFolder: workspace.workFolder, package: workspace.package,
        configuration: plan.execution.configuration, command: workshop.commandLine),
      output: output, display: display, names: .current(package: workspace.package))
  }

  private func runAll(_ requests: [RunRequest], skipped: [Bool]) throws -> [RunOutcome?] {
    let compiler = compiler(try workshop.library(verbosity: plan.verbosity))
    let display = LiveDisplay(
      verbosity: plan.verbosity, count: skipped.count { !$0 }, explains: plan.execution.compileCache.explainCache)
    let job = job(compiler, display: display)
    let indices = requests.indices.filter { !skipped[$0] }
    let queue = JobQueue(indices: compiledOnce(indices, of: requests, compiler, job.display), count: requests.count)
    let workers = max(1, min(plan.execution.limits.jobs ?? ProcessInfo.processInfo.activeProcessorCount, indices.count))
    let group = DispatchGroup()
    let stopsAtFailure = plan.execution.afterFailure == .failFast
    for _ in 0..<workers {
      group.enter()
      Thread.detachNewThread {
        while flatbook_is_interrupted() == 0, let index = queue.next() {
          let outcome = job.run(requests[index])
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

  /// A notebook that is run several times is compiled before the first of them; of one that does not compile only the
  /// first is left, which tells why.
  private func compiledOnce(
    _ indices: [Int], of requests: [RunRequest], _ compiler: NotebookCompiler, _ display: LiveDisplay
  ) -> [Int] {
    var left = indices
    for (path, same) in Dictionary(grouping: indices, by: { requests[$0].notebook.path }) where same.count > 1 {
      display.show(.compiling, of: NotebookFinder.name(path))
      if (try? compiler.compile(requests[same[0]].notebook)) == nil { left.removeAll { same.dropFirst().contains($0) } }
      display.drop(NotebookFinder.name(path))
    }
    return left
  }

  /// Prints the last lines, each report and the true exit code; gives the code of the first that failed.
  func summarize(_ outcomes: [RunOutcome], indices: [String] = []) -> ExitStatus {
    let code = outcomes.compactMap(\.code).first { $0 != .ok } ?? .ok
    for outcome in outcomes {
      if plan.verbosity == .quiet && outcome.code == .ok { continue }
      print(outcome.line)
    }
    for index in indices { print("index   \(index)") }
    let failed = outcomes.filter { $0.code != .ok }.count
    let words = failed == 0 ? "ok" : "\(failed) of \(outcomes.count) failed: \(code.words)"
    print("\(words) (exit code \(code.rawValue))")
    return code
  }
}
