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

  @Option(help: "The seed, in place of the notebook's own.")
  var seed: UInt64?

  @Option(help: "How the notebook's own code is compiled: release or debug. The library is always optimised.")
  var configuration = Configuration.release

  @Option(name: .customShort("j"), help: ArgumentHelp("How many notebooks run at once.", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Seconds that a notebook may take.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Seconds that a cell may take.", valueName: "seconds"))
  var cellTimeout: Double?

  @Flag(help: "Whether the other notebooks run after one has failed.")
  var afterFailure = AfterFailure.keepGoing

  @Flag(help: "Take warnings for failures.")
  var strict = false

  @Option(help: "What is written: html (the page and its record) or json (the record).")
  var format = ReportFormat.html

  @OptionGroup(title: "Page") var page: PageOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j takes a number from 1 on") }
    for (name, limit) in [("--timeout", timeout), ("--cell-timeout", cellTimeout)] {
      if let limit, !(limit > 0) { throw ValidationError("\(name) takes a number of seconds above 0") }
    }
    let twice = Dictionary(grouping: parameters, by: \.name).first { $0.value.count > 1 }
    if let twice { throw ValidationError("the parameter '\(twice.key)' is given twice") }
  }

  func run() throws {
    let workshop = try Workshop(packagePath: shared.packagePath)
    let paths = try NotebookFinder(package: workshop.workspace.package).find(shared.notebooks)
    let parsed = try paths.map { try NotebookReader.check($0, options: page) }
    parsed.forEach(NotebookReader.print)
    try checkParameters(parsed.map(\.notebook))
    let jobs = RunJobs(command: self, workshop: workshop)
    let code = try jobs.run(parsed)
    if code != .ok { throw Stop(code) }
  }

  /// Every name given must be a parameter of one of the notebooks.
  private func checkParameters(_ notebooks: [Notebook]) throws {
    let known = notebooks.flatMap(ParameterScan.names)
    for parameter in parameters where !known.contains(parameter.name) {
      let cure =
        Spelling.nearest(to: parameter.name, among: known).map { "did you mean '\($0)'?" }
        ?? (known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))")
      throw Stop(.usage, "no notebook has the parameter '\(parameter.name)'; \(cure)")
    }
  }
}
