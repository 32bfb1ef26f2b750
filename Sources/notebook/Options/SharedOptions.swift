import ArgumentParser

/// What every verb that looks at notebooks takes.
struct SharedOptions: ParsableArguments {
  @Argument(
    help: ArgumentHelp("Paths, names or folders of notebooks; all in 'notebooks/' by default.", valueName: "notebook"))
  var notebooks: [String] = []

  @Option(help: ArgumentHelp("The package to work in, if not the one around this folder.", valueName: "folder"))
  var packagePath: String?

  @Flag(name: .shortAndLong, help: "Say only what went wrong.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say everything, builds included.")
  var verbose = false

  var verbosity: Verbosity { verbose ? .verbose : quiet ? .quiet : .normal }

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other") }
  }
}
