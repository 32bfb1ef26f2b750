import ArgumentParser

/// How many notebooks run at once, and how long they may take.
struct RunLimits: ParsableArguments {
  @Option(
    name: [.customShort("j"), .customLong("jobs")],
    help: ArgumentHelp("How many notebooks run at once.", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Seconds that a notebook may take.", valueName: "seconds"))
  var timeout: Double?

  @Option(help: ArgumentHelp("Seconds that a cell may take.", valueName: "seconds"))
  var cellTimeout: Double?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j takes a number from 1 on") }
    for (name, limit) in [("--timeout", timeout), ("--cell-timeout", cellTimeout)] {
      if let limit, !(limit > 0) { throw ValidationError("\(name) takes a number of seconds above 0") }
    }
  }
}
