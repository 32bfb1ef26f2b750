import ArgumentParser

/// Measurements that anyone can repeat; each subcommand prints one table of the documentation.
@main struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks", abstract: "Measures Flatbook and prints Markdown tables.",
    subcommands: [
      CurvatureScale.self, MalformedFiles.self, NotebookParserSpeed.self, NotebookSpeed.self, PlotSpeed.self,
      SideCommand.self, WorkloadsCommand.self,
    ])
}
