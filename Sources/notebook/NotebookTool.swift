import ArgumentParser
import CNotebookProcess
import Foundation
import NotebookRunner

@main
struct NotebookTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebook",
    abstract: "Runs literate Swift notebooks and writes self-contained HTML reports.",
    discussion: """
      Notebooks are named by path, by bare name, or by folder; without one, all in 'notebooks/' are taken.
      Exit codes: 0 ok, 1 a cell failed, 2 does not compile, 3 wrong markup, 4 values drifted, 6 against a policy, \
      7 the output could not be written, 64 wrong usage, 130 interrupted.
      """,
    version: FlatbookVersion.text,
    subcommands: [
      RunVerb.self, ListVerb.self, CheckVerb.self, VerifyVerb.self, PreviewVerb.self, PublishVerb.self, NewVerb.self,
      EditorVerb.self, CleanVerb.self, HelpVerb.self,
    ],
    defaultSubcommand: RunVerb.self)

  static func main() {
    flatbook_line_buffer_output()
    flatbook_catch_interrupts()
    do {
      try start(Array(CommandLine.arguments.dropFirst()))
    } catch let stop as Stop {
      if let message = stop.message { Console.error(message) }
      Foundation.exit(stop.status.rawValue)
    } catch is Command.Interrupted {
      Console.error("interrupted")
      Foundation.exit(ExitStatus.interrupted.rawValue)
    } catch let error as SystemError {
      Console.error(error.description)
      Foundation.exit(ExitStatus.cellFailed.rawValue)
    } catch {
      exit(withError: error)
    }
  }

  private static func start(_ arguments: [String]) throws {
    var command: any ParsableCommand = try parseAsRoot(arguments)
    try command.run()
  }
}
