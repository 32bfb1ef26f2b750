import ArgumentParser
import NotebookRunner

/// All verbs with their options, as `Documentation/Commands.md` holds them.
enum CommandReference {
  /// The whole document.
  static var text: String {
    var text = """
      # Commands

      <!-- Printed by `swift run notebook help --markdown`; a test compares. -->

      `swift package run-notebook` and `swift run notebook` take the same words. The first asks for no permission and
      builds what it needs; the second has live output and real exit codes. `run` may be left out.

      | verb | what it does |
      | --- | --- |

      """
    for verb in NotebookTool.configuration.subcommands {
      let name = name(of: verb)
      text += "| [`\(name)`](#\(name)) | \(verb.configuration.abstract) |\n"
    }
    text += "\n| exit code | meaning |\n| --- | --- |\n"
    for status in ExitStatus.allCases { text += "| \(status.rawValue) | \(status.words) |\n" }
    text +=
      "\nUnder `swift package` every failure reads 1; the last line names the true code, and `run.json` holds it.\n"
    for verb in NotebookTool.configuration.subcommands {
      let help = NotebookTool.helpMessage(for: verb, columns: 100)
      text += "\n## \(name(of: verb))\n\n```text\n\(trimmed(help))\n```\n"
    }
    return text
  }

  private static func name(of verb: any ParsableCommand.Type) -> String { verb.configuration.commandName ?? "" }

  /// Help without blanks at the ends of its lines.
  private static func trimmed(_ help: String) -> String {
    var lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { line -> Substring in
      var line = line
      while line.last == " " { line.removeLast() }
      return line
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
