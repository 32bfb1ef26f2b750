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

  @Option(help: "When output is coloured: auto, always or never; auto heeds NO_COLOR.")
  var color = ColorChoice.auto

  @Option(help: "How far notebooks are: auto, live (in place), plain (line by line) or none.")
  var progress = ProgressChoice.auto

  var verbosity: Verbosity { verbose ? .verbose : quiet ? .quiet : .normal }

  func validate() throws {
    if quiet && verbose { throw ValidationError("--quiet and --verbose contradict each other") }
    Console.settings.set(color: color, progress: progress)
  }
}
