import ArgumentParser
import NotebookFormat
import NotebookRunner

/// How notebooks are compiled and run.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "How the notebook's own code is compiled: release or debug. The library is always optimised.")
  var configuration = Configuration.release

  @OptionGroup var limits: RunLimits

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
}
