import ArgumentParser
import Foundation
import NotebookFormat
import NotebookReport
import NotebookRunner

struct PublishVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "publish", abstract: "Makes a static site of the notebooks' last good runs.",
    discussion: """
      An index with a card and the first figure of each notebook, a search that needs no server, and every report with \
      links to its neighbours. Notebooks that were not run, or changed since, run first. The site appears as a whole or \
      not at all: when a notebook fails, the old one stays. Notebooks are ordered by their option 'order', then by name.
      Through the plugin on macOS, a folder in the package needs \
      'swift package --allow-writing-to-package-directory run-notebook publish --output site'.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(
    name: [.customLong("output"), .customLong("output-path")],
    help: ArgumentHelp("Where the site goes: a folder of its own.", valueName: "folder"))
  var output: String?

  @Option(help: "The title of the site.")
  var title: String?

  @Option(name: .customLong("description"), help: "A sentence under the title.")
  var siteDescription: String?

  @Option(
    name: .customLong("base-url"),
    help: ArgumentHelp("The address that the site will have; makes a sitemap.", valueName: "address"),
    transform: PublishVerb.address)
  var baseURL: SiteAddress?

  @Flag(help: "Which notebooks run first.")
  var runs = Runs.runStale

  @Flag(name: .customLong("keep-going"), help: "Publish although a notebook failed; its card says so.")
  var keepsGoing = false

  @Flag(
    name: .customLong("allow-machine-names"),
    help: "Publish pages that name this machine, its folders or its user.")
  var allowsNames = false

  @Option(help: ArgumentHelp("Where reports are.", valueName: "folder"))
  var reportsPath: String?

  @Option(name: .customShort("j"), help: ArgumentHelp("How many notebooks run at once.", valueName: "count"))
  var jobs: Int?

  @Option(help: ArgumentHelp("Seconds that a notebook may take.", valueName: "seconds"))
  var timeout: Double?

  @Flag(help: "A GitHub Pages workflow instead of a site: written as .github/workflows/publish.yml, or printed.")
  var workflow: Workflow?

  @OptionGroup(title: "Page") var page: PageOptions

  /// Which notebooks run before the site is made.
  enum Runs: String, EnumerableFlag {
    case runStale, runAll, noRun

    static func help(for value: Runs) -> ArgumentHelp? {
      switch value {
      case .runStale: "Run what was not run yet, failed, or changed since."
      case .runAll: "Run all."
      case .noRun: "Run nothing: publish what is recorded."
      }
    }
  }

  /// What becomes of the workflow.
  enum Workflow: String, EnumerableFlag { case workflow, printWorkflow }

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("-j takes a number from 1 on") }
    if let timeout, !(timeout > 0) { throw ValidationError("--timeout takes a number of seconds above 0") }
  }

  func run() throws {
    if workflow == .printWorkflow { return print(PagesWorkflow.text, terminator: "") }
    let workshop = try Workshop(packagePath: shared.packagePath)
    if workflow == .workflow {
      print("wrote \(try PagesWorkflow.write(package: workshop.workspace.package))")
      return
    }
    let paths = try NotebookFinder(package: workshop.workspace.package).find(shared.notebooks)
    let code = try SiteBuilder(command: self, workshop: workshop).build(paths)
    if code != .ok { throw Stop(code) }
  }

  private static func address(_ text: String) throws -> SiteAddress {
    guard let address = SiteAddress(text) else {
      throw ValidationError("'\(text)' is not the address of a site, such as https://example.org/course")
    }
    return address
  }
}
