import ArgumentParser
import Foundation
import NotebookFormat
import NotebookRunner

struct RunVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Runs notebooks and writes their reports.")

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("Where reports go.", valueName: "folder"))
  var outputPath: String?

  @Option(
    name: .customShort("P"), parsing: .singleValue,
    help: ArgumentHelp("A parameter's value; may be repeated.", valueName: "name=value"))
  var parameters: [Assignment] = []

  @Option(
    name: [.customLong("parameters"), .customLong("params-file")],
    help: ArgumentHelp("Values of parameters as a JSON object; those of -P go before them.", valueName: "file.json"))
  var parameterFile: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "One report for each value of a parameter or of the seed, and an index; may be repeated for all combinations.",
      valueName: "name=a,b,c or name=1...5"))
  var sweep: [SweepOption] = []

  @Option(help: "The seed, in place of the notebook's own.")
  var seed: UInt64?

  @OptionGroup(title: "Execution") var execution: ExecutionOptions

  @Option(help: "What is written: html (the page and its record) or json (the record).")
  var format = ReportFormat.html

  @OptionGroup(title: "Page") var page: PageOptions

  func validate() throws {
    try GivenParameters.validate(parameters)
    try validateSweep()
  }

  private func validateSweep() throws {
    let names = sweep.map(\.name)
    if let twice = Dictionary(grouping: names, by: { $0 }).first(where: { $0.value.count > 1 }) {
      throw ValidationError("--sweep: '\(twice.key)' is given twice; give its values in one list")
    }
    if let both = names.first(where: { name in parameters.contains { $0.name == name } }) {
      throw ValidationError("'\(both)' is given with -P and with --sweep; leave one out")
    }
    if seed != nil, names.contains("seed") { throw ValidationError("--seed and --sweep seed=… contradict each other") }
    let count = Sweep(options: sweep).count
    if count > Sweep.limit {
      throw ValidationError(
        "--sweep: \(count == .max ? "too many" : "\(count)") combinations, more than the \(Sweep.limit) that are allowed"
      )
    }
  }

  func run() throws {
    let workshop = try Workshop(packagePath: shared.packagePath)
    let paths = try NotebookFinder(package: workshop.workspace.package).find(shared.notebooks)
    let parsed = try paths.map { try NotebookReader.check($0, options: page) }
    parsed.forEach(NotebookReader.print)
    let given = GivenParameters(
      assignments: parameters, fromFile: try parameterFile.map(ParameterFile.read) ?? [:], sweep: sweep)
    try given.check(parsed.map(\.notebook))
    let workspace = workshop.workspace
    let output: OutputFolder
    do {
      output = try OutputFolder(outputPath ?? workspace.reportsFolder, package: workspace.package)
    } catch { throw Stop(.outputPath, error.description) }
    let plan = RunPlan(execution: execution, page: page, format: format, verbosity: shared.verbosity)
    let jobs = RunJobs(plan: plan, workshop: workshop, output: output)
    if sweep.isEmpty {
      let outcomes = try jobs.run(parsed.map { ($0, given.request($0.notebook, seed: seed)) })
      let code = jobs.summarize(outcomes)
      if code != .ok { throw Stop(code) }
    } else {
      try runSweep(parsed, given, jobs)
    }
  }

  private func runSweep(_ parsed: [ParsedNotebook], _ given: GivenParameters, _ jobs: RunJobs) throws {
    let sweep = Sweep(options: sweep)
    let work = try parsed.flatMap { parsed in
      try sweep.requests(from: given.request(parsed.notebook, seed: seed)).map { (parsed: parsed, request: $0) }
    }
    let outcomes = try jobs.run(work)
    var indices: [String] = []
    for (number, parsed) in parsed.enumerated() {
      let runs = (number * sweep.count..<(number + 1) * sweep.count).map { (work[$0].request, outcomes[$0]) }
      guard runs.contains(where: { $0.1.report != nil }) else { continue }
      let index = SweepIndex(sweep: sweep, output: jobs.output, format: format)
      do {
        indices.append(try index.write(NotebookFinder.name(parsed.notebook.path), parsed.notebook, runs))
      } catch let refusal as OutputFolder.Refused {
        throw Stop(.outputPath, refusal.description)
      }
    }
    let named = zip(work, outcomes).map { work, outcome in
      var outcome = outcome
      outcome.path = work.request.name
      return outcome
    }
    let code = jobs.summarize(named, indices: indices)
    if code != .ok { throw Stop(code) }
  }
}
