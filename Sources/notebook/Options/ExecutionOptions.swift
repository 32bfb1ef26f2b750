import ArgumentParser
import NotebookFormat
import NotebookRunner

/// How notebooks are compiled and run.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "How the notebook's own code is compiled: release or debug. The library is always optimised.")
  var configuration = Configuration.release

  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("How many notebooks run at once.", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Seconds that a notebook may take.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Seconds that a cell may take.", valueName: "seconds"))
  var cellTimeout: Double?

  @Option(help: ArgumentHelp("Memory that a notebook may hold, such as 4GB.", valueName: "size"))
  var memory: ByteSize?

  @Option(
    help: ArgumentHelp(
      "Compiled notebooks and values of 'cached' that are kept: use them, refresh them (make them anew and keep them) or "
        + "off. 'verify' refreshes values."))
  var cache: CacheMode?

  @Flag(help: "Whether the other notebooks run after one has failed.")
  var afterFailure = AfterFailure.keepGoing

  @Flag(help: "Take warnings for failures.")
  var strict = false

  @OptionGroup var compileCache: CompileCacheOptions

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j takes a number from 1 on") }
    for (name, limit) in [("--timeout", timeout), ("--cell-timeout", cellTimeout)] {
      if let limit, !(limit > 0) { throw ValidationError("\(name) takes a number of seconds above 0") }
    }
  }
}
