import ArgumentParser
import Foundation
import NotebookFormat
import NotebookRunner

struct VerifyVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Runs notebooks again and compares every value with a recorded run.",
    discussion: """
      A notebook is compared with its report, or with the run.json that is named itself or with --against. It runs with \
      the parameters and the seed that the recorded run was given. Values in prose, parameters, claims, text, tables, \
      the data of figures and the words of expected failures are compared; times and memory are not. What drifted is \
      listed, and drawn in drift.html beside the new report; the recorded run is left as it is.

      A number may differ by a relative 1e-9 of itself, or of 1e-6 times the largest number of its column. Whole \
      numbers of tables must be equal unless a tolerance is named for them. In text the last of five or more digits may \
      differ by one.

      Exit codes: 0 nothing drifted, 4 something did, 1 the notebook failed; else as for 'run'.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(
    help: ArgumentHelp(
      "The recorded run: a run.json, a report's folder, or a folder of reports. By default where 'run' writes.",
      valueName: "path"))
  var against: String?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "How much numbers may differ, relatively; 'any' for what need not agree. Of all, of a kind (value, text, table, "
        + "figure), of a label, a parameter or a quoted expression. May be repeated.",
      valueName: "[name=]number"))
  var tolerance: [ToleranceOption] = []

  @Option(help: ArgumentHelp("Where the new reports go, with what drifted.", valueName: "folder"))
  var outputPath: String?

  @OptionGroup(title: "Execution") var execution: ExecutionOptions

  @Option(help: "What is written: html (pages and records) or json (records).")
  var format = ReportFormat.html

  @OptionGroup(title: "Page") var page: PageOptions

  func validate() throws {
    if tolerance.count(where: { $0.name == nil }) > 1 { throw ValidationError("--tolerance is given twice for all") }
    let twice = Dictionary(grouping: tolerance.compactMap(\.name)) { $0 }.first { $0.value.count > 1 }
    if let twice { throw ValidationError("--tolerance is given twice for '\(twice.key)'") }
  }

  func run() throws {
    let workshop = try Workshop(packagePath: shared.packagePath)
    let workspace = workshop.workspace
    let finder = RecordedRunFinder(package: workspace.package, reports: workspace.reportsFolder, against: against)
    let found = try finder.find(shared.notebooks)
    let tolerances = try readTolerances(found.map(\.record))
    let parsed = try found.map { try NotebookReader.check($0.notebook, options: page) }
    parsed.forEach(NotebookReader.print)

    let output: OutputFolder
    do {
      output = try OutputFolder(outputPath ?? workspace.workFolder + "/verify", package: workspace.package)
    } catch { throw Stop(.outputPath, error.description) }
    let requests = try zip(parsed, found).map { parsed, found -> RunRequest in
      let record = found.record
      try refuseOverwriting(found.recordPath, output, name: NotebookFinder.name(found.notebook))
      let overridden = record.parameters.filter(\.isOverridden).map { ($0.name, $0.value) }
      return RunRequest(
        notebook: parsed.notebook, name: NotebookFinder.name(found.notebook),
        seed: record.isSeedOverridden == false ? nil : record.seed,
        parameters: Dictionary(overridden) { first, _ in first },
        comparison: RecordedRun(record: record, path: found.recordPath, tolerances: tolerances))
    }
    let plan = RunPlan(execution: execution, page: page, format: format, verbosity: shared.verbosity)
    let jobs = RunJobs(plan: plan, workshop: workshop, output: output)
    let outcomes = try jobs.run(zip(parsed, requests).map { ($0, $1) })
    let code = jobs.summarize(outcomes)
    if code != .ok { throw Stop(code) }
  }

  /// The recorded run must outlive its comparison.
  private func refuseOverwriting(_ record: String, _ output: OutputFolder, name: String) throws {
    let path = URL(fileURLWithPath: record).standardizedFileURL.resolvingSymlinksInPath().path
    guard path.hasPrefix(output.path + "/\(name)/") else { return }
    throw Stop(
      .outputPath, "the new report would replace the recorded run \(record); choose another folder with --output-path")
  }

  /// Every name must be one of the recorded runs.
  private func readTolerances(_ records: [RunRecord]) throws -> Tolerances {
    var tolerances = Tolerances()
    let names = records.flatMap { record in
      record.cells.compactMap(\.label) + record.values.map(\.expression) + record.parameters.map(\.name)
    }
    for option in tolerance {
      guard let name = option.name else {
        tolerances.general = option.value
        continue
      }
      if let kind = Tolerances.kinds.first(where: { $0.rawValue == name }) {
        tolerances.byKind[kind] = option.value
      } else if names.contains(name) {
        tolerances.byName[name] = option.value
      } else {
        let kinds = Tolerances.kinds.map(\.rawValue)
        let near = Spelling.nearest(to: name, among: names + kinds).map { "did you mean '\($0)'?" }
        throw Stop(
          .usage,
          "--tolerance: there is no '\(name)' in the recorded run; "
            + (near ?? "name a label, a quoted expression, a parameter, or a kind: \(kinds.joined(separator: ", "))"))
      }
    }
    return tolerances
  }
}
