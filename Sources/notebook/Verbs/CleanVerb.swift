import ArgumentParser
import Foundation
import NotebookFormat
import NotebookRunner

struct CleanVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean",
    abstract: "Removes reports and compiled notebooks: only what this tool wrote itself.",
    discussion: """
      Without words all reports of the package, its site and its compiled notebooks go; with notebooks, their reports. \
      What was changed since it was written stays, and so does every file that the tool did not write; each is named. Values that 'cached' keeps stay.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: ArgumentHelp("The folder of reports that is cleaned, if not the package's own.", valueName: "folder"))
  var outputPath: String?

  @Flag(help: "Only reports, or only compiled notebooks.")
  var part: Part?

  @Flag(name: [.customShort("n"), .long], help: "Say what would go; remove nothing.")
  var dryRun = false

  enum Part: String, EnumerableFlag { case reports, compiled }

  func validate() throws {
    if part == .compiled, !shared.notebooks.isEmpty || outputPath != nil {
      throw ValidationError("--compiled takes no notebooks and no --output-path")
    }
  }

  func run() throws {
    let workspace = try Workshop(packagePath: shared.packagePath).workspace
    var kept: [String] = []
    if part != .compiled {
      let names = Set(shared.notebooks.map(NotebookFinder.name))
      let folders = outputPath.map { [$0] } ?? [workspace.reportsFolder, workspace.workFolder + "/verify"]
      var found: Set<String> = []
      for folder in folders {
        let result = ReportCleaner(folder: folder, isDryRun: dryRun).clean { name in
          names.isEmpty || names.contains { name == $0 || name.hasPrefix($0 + "_") }
        }
        found.formUnion(result.reports)
        kept += result.kept
        if !result.reports.isEmpty {
          say(
            "\(Self.count(result.reports.count, "report")) (\(result.reports.joined(separator: ", ")))",
            result.byteCount)
        }
      }
      if let missing = names.subtracting(found).sorted().first(where: { name in
        !found.contains { $0.hasPrefix(name + "_") }
      }) {
        throw Stop(.usage, "there is no report of '\(missing)' that could be removed")
      }
    }
    if part == nil, shared.notebooks.isEmpty, outputPath == nil {
      let site = workspace.workFolder + "/site"
      if let folder = try? SiteFolder(site, package: workspace.package), FileManager.default.fileExists(atPath: site) {
        if !dryRun { try? folder.remove() }
        say("the site", nil)
      }
    }
    if part == .compiled || part == nil && shared.notebooks.isEmpty && outputPath == nil {
      let cache = CompileCache(folder: workspace.cacheFolder)
      if dryRun {
        say("compiled notebooks", cache.byteCount)
      } else {
        let result = cache.clear()
        say(Self.count(result.removed, "compiled notebook"), result.byteCount)
        if result.kept > 0 { kept.append("\(Self.count(result.kept, "compiled notebook")): it runs just now") }
      }
    }
    for line in kept { Console.note("kept: \(line)") }
    print("ok (exit code 0)")
  }

  private func say(_ what: String, _ bytes: Int?) {
    guard shared.verbosity != .quiet else { return }
    let size = bytes.map { ", " + ByteSize.words($0) } ?? ""
    print("\(dryRun ? "would remove" : "removed") \(what)\(size)")
  }

  private static func count(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
}
