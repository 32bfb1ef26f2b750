import ArgumentParser
import CNotebookProcess
import Foundation
import NotebookPreview
import NotebookRunner

struct PreviewVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "Runs notebooks again whenever they are saved, and shows their pages, which follow by themselves.",
    discussion: """
      The pages are served to this machine only, under the address that is printed. What is wrong with a notebook is \
      told in its page, over the last good one. A save while a notebook runs stops that run. Changed bibliographies, \
      pictures and data files that a notebook names count as saves; when the package's own sources change, the library \
      is built anew. Reports are written as by 'run'.

      Use it as 'swift run notebook preview': as 'swift package run-notebook preview' it works too, but holds the \
      package's build folder, so that nothing can be built meanwhile. Ctrl-C ends it, with exit code 130.
      """)

  /// The port that is taken when it is free and none is asked for, so that a page left open finds the next preview.
  static let usualPort = 8737

  @OptionGroup var shared: SharedOptions

  @Option(help: "The port on 127.0.0.1; 0 for any that is free. By default 8737, or any if that is taken.")
  var port: Int?

  @Flag(help: "Open the page with the program that this system opens pages with.")
  var open = false

  @Flag(help: "End when standard input does: for editors and scripts, which then leave no preview behind.")
  var untilInputEnds = false

  @Option(help: ArgumentHelp("Where reports go.", valueName: "folder"))
  var outputPath: String?

  @Option(
    name: .customShort("P"), parsing: .singleValue,
    help: ArgumentHelp("A parameter's value; may be repeated.", valueName: "name=value"))
  var parameters: [Assignment] = []

  @Option(
    name: [.customLong("parameters"), .customLong("params-file")],
    help: ArgumentHelp("Values of parameters as a JSON object; read again when it changes.", valueName: "file.json"))
  var parameterFile: String?

  @Option(help: "The seed, in place of the notebook's own.")
  var seed: UInt64?

  @Option(help: "How the notebook's own code is compiled: debug, which is quick, or release.")
  var configuration = Configuration.debug

  @OptionGroup var limits: RunLimits

  @Flag(help: "Take warnings for failures.")
  var strict = false

  @OptionGroup(title: "Page") var page: PageOptions

  func validate() throws {
    if let port, !(0...65535 ~= port) { throw ValidationError("--port takes a number from 0 to 65535") }
    try GivenParameters.validate(parameters)
  }

  /// What the runs are told, as `run` is.
  private var execution: ExecutionOptions {
    get throws {
      var execution = try ExecutionOptions.parse([])
      execution.configuration = configuration
      execution.limits = limits
      execution.strict = strict
      return execution
    }
  }

  func run() throws {
    if untilInputEnds { flatbook_interrupt_at_end_of(0) }
    let workshop = try Workshop(packagePath: shared.packagePath)
    let workspace = workshop.workspace
    let paths = try NotebookFinder(package: workspace.package).find(shared.notebooks)
    let given = GivenParameters(
      assignments: parameters, fromFile: try parameterFile.map(ParameterFile.read) ?? [:])
    try given.check(try paths.map { try NotebookReader.read($0).notebook })
    let output: OutputFolder
    do {
      output = try OutputFolder(outputPath ?? workspace.reportsFolder, package: workspace.package)
    } catch { throw Stop(.outputPath, error.description) }
    let server = try makeServer()
    let plan = RunPlan(execution: try execution, page: page, format: .html, verbosity: shared.verbosity)
    let jobs = RunJobs(plan: plan, workshop: workshop, output: output)
    let library = try workshop.library(verbosity: shared.verbosity)
    let session = PreviewSession(
      jobs: jobs, library: library, paths: paths, given: given, parameterFile: parameterFile, seed: seed,
      server: server)
    print("preview  \(server.address)  (Ctrl-C ends it)")
    if workshop.isFromPlugin {
      Console.note(
        "note: as a plugin the preview holds the package's build folder; 'swift run notebook preview' does not")
    }
    if open { Browser.open(server.address) }
    session.run()
    print("the preview has ended")
    throw Stop(.interrupted)
  }

  private func makeServer() throws -> LoopbackServer {
    if port == nil, let server = try? LoopbackServer(port: Self.usualPort) { return server }
    do { return try LoopbackServer(port: port ?? 0) } catch { throw Stop(.usage, error.description) }
  }
}
