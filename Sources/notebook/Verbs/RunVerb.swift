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
    let twice = Dictionary(grouping: parameters, by: \.name).first { $0.value.count > 1 }
    if let twice { throw ValidationError("the parameter '\(twice.key)' is given twice") }
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
    let fromFile = try parameterFile.map(ParameterFile.read) ?? [:]
    try checkParameters(parsed.map(\.notebook), fromFile)
    let workspace = workshop.workspace
    let output: OutputFolder
    do {
      output = try OutputFolder(outputPath ?? workspace.reportsFolder, package: workspace.package)
    } catch { throw Stop(.outputPath, error.description) }
    let plan = RunPlan(execution: execution, page: page, format: format, verbosity: shared.verbosity)
    let jobs = RunJobs(plan: plan, workshop: workshop, output: output)
    if sweep.isEmpty {
      let outcomes = try jobs.run(parsed.map { ($0, request($0.notebook, fromFile)) })
      let code = jobs.summarize(outcomes)
      if code != .ok { throw Stop(code) }
    } else {
      try runSweep(parsed, fromFile, jobs)
    }
  }

  private func runSweep(_ parsed: [ParsedNotebook], _ fromFile: [String: String], _ jobs: RunJobs) throws {
    let sweep = Sweep(options: sweep)
    let work = try parsed.flatMap { parsed in
      try sweep.requests(from: request(parsed.notebook, fromFile)).map { (parsed: parsed, request: $0) }
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

  private func request(_ notebook: Notebook, _ fromFile: [String: String]) -> RunRequest {
    let known = Set(ParameterScan.names(in: notebook))
    let given = Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }
    return RunRequest(
      notebook: notebook, name: NotebookFinder.name(notebook.path), seed: seed,
      parameters: fromFile.merging(given) { $1 }.filter { known.contains($0.key) })
  }

  /// Every name given must be a parameter of one of the notebooks, one that is swept over a parameter of all; and the
  /// values of a file or a sweep must be such as the source allows.
  private func checkParameters(_ notebooks: [Notebook], _ fromFile: [String: String]) throws {
    let known = notebooks.flatMap(ParameterScan.names)
    for name in parameters.map(\.name) + fromFile.keys.sorted() where !known.contains(name) {
      throw Stop(.usage, "no notebook has the parameter '\(name)'; \(Self.cure(name, known))")
    }
    for notebook in notebooks {
      let declarations = ParameterScan.declarations(in: notebook)
      for option in sweep where option.name != "seed" {
        guard declarations.contains(where: { $0.name == option.name }) else {
          let names = declarations.map(\.name) + ["seed"]
          throw Stop(.usage, "\(notebook.path) has no parameter '\(option.name)'; \(Self.cure(option.name, names))")
        }
      }
      let stated = sweep.map { ($0.name, $0.values) } + fromFile.sorted { $0.key < $1.key }.map { ($0.key, [$0.value]) }
      let objections = stated.flatMap { name, values in
        values.compactMap { value in declarations.first { $0.name == name }?.objection(to: value) }
      }
      for objection in objections { Console.note(objection) }
      if !objections.isEmpty { throw Stop(.usage, "a value is not allowed; nothing was run") }
    }
  }

  private static func cure(_ name: String, _ known: [String]) -> String {
    Spelling.nearest(to: name, among: known).map { "did you mean '\($0)'?" }
      ?? (known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))")
  }
}
