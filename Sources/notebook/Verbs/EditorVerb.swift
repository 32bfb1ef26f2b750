import ArgumentParser
import Foundation
import NotebookRunner

struct EditorVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "editor",
    abstract: "Sets up completion and hover in notebooks, for every editor that uses sourcekit-lsp.",
    discussion: """
      Notebooks are in no target, so the package does not tell sourcekit-lsp how to read them. This builds the library and \
      writes .sourcekit-lsp/config.json in the package, which does. It names folders of this machine: leave it out of \
      version control. A file of your own is left as it is; what to add to it is printed. Once is enough, until the \
      package moves or gets other modules.
      """)

  @Option(help: ArgumentHelp("The package to work in, if not the one around this folder.", valueName: "folder"))
  var packagePath: String?

  @Flag(name: .customLong("print"), help: "Print the configuration and write nothing.")
  var printsOnly = false

  func run() throws {
    let workshop = try Workshop(packagePath: packagePath)
    let compiler = NotebookCompiler(
      toolchain: workshop.toolchain, library: try workshop.library(verbosity: .normal), configuration: .debug,
      cache: CompileCache(folder: workshop.workspace.cacheFolder))
    let configuration = EditorConfiguration(flags: compiler.editorFlags)
    if printsOnly { return print(try configuration.text, terminator: "") }
    let path = workshop.workspace.package + "/" + EditorConfiguration.path
    switch try configuration.write(to: path) {
    case .written:
      print("wrote \(path)\nOpen the package's folder in the editor; sourcekit-lsp reads it when it starts.")
    case .unchanged: print("\(path) is up to date")
    case .isOfUser:
      print(try configuration.text, terminator: "")
      throw Stop(.outputPath, "\(path) is a file of your own and was left as it is; add what is printed above to it")
    }
  }
}
