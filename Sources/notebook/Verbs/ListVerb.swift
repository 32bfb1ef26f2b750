import ArgumentParser
import Foundation
import NotebookFormat
import NotebookRunner

struct ListVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists notebooks: title, parameters, how the last run ended.")

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("Where reports are.", valueName: "folder"))
  var outputPath: String?

  func run() throws {
    let workspace = try Workshop(packagePath: shared.packagePath).workspace
    let reports = outputPath ?? workspace.reportsFolder
    for path in try NotebookFinder(package: workspace.package).find(shared.notebooks) {
      let notebook = try NotebookReader.read(path).notebook
      let name = NotebookFinder.name(path)
      let record = RunRecord.read("\(reports)/\(name)/run.json")
      print("\(path)\(notebook.options.title.map { "  “\($0)”" } ?? "")")
      print("    last run: " + (record.map(Self.words) ?? "never"))
      let names = ParameterScan.names(in: notebook)
      for name in names {
        guard let known = record?.parameters.first(where: { $0.name == name }) else {
          print("    -P \(name)=…")
          continue
        }
        let range = known.range.map { "  (\($0))" } ?? ""
        print("    -P \(name)=\(known.defaultValue)\(range)\(known.help.map { "  \($0)" } ?? "")")
      }
    }
  }

  private static func words(_ record: RunRecord) -> String {
    let time = record.provenance.totalSeconds.map { String(format: ", %.1f s", $0) } ?? ""
    return record.status + (record.provenance.date.map { ", \($0)" } ?? "") + time
  }
}
