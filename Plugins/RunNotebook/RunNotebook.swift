import Foundation
import PackagePlugin

/// `swift package run-notebook`: builds what notebooks need, then hands over to the tool `notebook`.
@main
struct RunNotebook: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    guard let flatbook = Self.flatbook(in: context.package) else {
      return Diagnostics.error("this package does not depend on Flatbook")
    }
    if Self.asksForHelp(arguments) {
      guard let tool = Self.builtTool(context) else { return print(Self.briefHelp) }
      return try Self.start(tool, arguments, workspace: nil)
    }
    if Self.builtTool(context) == nil {
      Diagnostics.progress("Building Flatbook with optimisation: a minute or two the first time.")
    }
    let own = context.package.id == flatbook.id ? [] : Self.libraryTargets(of: context.package)
    let tool = try build(.product("notebook"), named: "notebook")
    let library = try build(.product("FlatbookDynamic"), named: "FlatbookDynamic")
    for target in own { try build(.target(target), named: target) }
    guard let tool, let library else { return Diagnostics.error("the build left no products behind") }
    try? tool.path.write(to: Self.toolNote(context), atomically: true, encoding: .utf8)

    let products = library.deletingLastPathComponent()
    let workspace = Workspace(
      package: context.package.directoryURL.path,
      scratch: products.deletingLastPathComponent().deletingLastPathComponent().path,
      productFolder: products.path, flatbook: flatbook.directoryURL.path, ownTargets: own,
      workFolder: context.pluginWorkDirectoryURL.path)
    try Self.start(tool.path, arguments, workspace: workspace)
  }

  /// Where the path of the tool is noted once it has been built.
  private static func toolNote(_ context: PluginContext) -> URL {
    context.pluginWorkDirectoryURL.appending(path: "notebook-tool")
  }

  /// The tool, if an earlier run built it.
  private static func builtTool(_ context: PluginContext) -> String? {
    guard let tool = try? String(contentsOf: toolNote(context), encoding: .utf8),
      FileManager.default.isExecutableFile(atPath: tool)
    else { return nil }
    return tool
  }

  /// What the tool reads from the environment; the names are those of its `PackageWorkspace`.
  private struct Workspace: Encodable {
    var package: String
    var scratch: String
    var productFolder: String
    var flatbook: String
    var ownTargets: [String]
    var workFolder: String
  }

  /// Builds optimised; gives the product, if it is one.
  @discardableResult
  private func build(_ subset: PackageManager.BuildSubset, named name: String) throws -> URL? {
    var parameters = PackageManager.BuildParameters()
    parameters.configuration = .release
    parameters.logging = .concise
    let result = try packageManager.build(subset, parameters: parameters)
    guard result.succeeded else {
      print(result.logText)
      throw Failed(description: "building \(name) failed")
    }
    return result.builtArtifacts.first { $0.url.lastPathComponent.contains(name) }?.url
  }

  private static func start(_ tool: String, _ arguments: [String], workspace: Workspace?) throws {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    var environment = ProcessInfo.processInfo.environment
    if let workspace {
      environment["FLATBOOK_WORKSPACE"] = String(decoding: try JSONEncoder().encode(workspace), as: UTF8.self)
    }
    process.environment = environment
    // The tool ends when this pipe closes: an interrupted plugin leaves nothing running.
    let lifeline = Pipe()
    process.standardInput = lifeline
    try process.run()
    process.waitUntilExit()
    try? lifeline.fileHandleForWriting.close()
    guard process.terminationStatus == 0, process.terminationReason == .exit else {
      throw Failed(description: "run-notebook ended with exit code \(process.terminationStatus)")
    }
  }

  private struct Failed: Error, CustomStringConvertible {
    var description: String
  }

  /// The package itself or the dependency that declares the notebook library.
  private static func flatbook(in package: Package) -> Package? {
    if package.products.contains(where: { $0.name == "FlatbookDynamic" }) { return package }
    return package.dependencies.lazy.compactMap { flatbook(in: $0.package) }.first
  }

  private static func libraryTargets(of package: Package) -> [String] {
    package.targets.compactMap { target in
      guard let module = target as? any SourceModuleTarget, module.kind == .generic else { return nil }
      return target.name
    }
  }

  private static func asksForHelp(_ arguments: [String]) -> Bool {
    guard let first = arguments.first else { return false }
    return ["help", "-h", "--help", "--version"].contains(first) || arguments.contains { $0 == "-h" || $0 == "--help" }
  }

  private static let briefHelp = """
    Runs literate Swift notebooks and writes self-contained HTML reports.

    swift package run-notebook [run|list|check|verify|preview|publish|new|editor|clean|help] [notebooks…] [options]

    Notebooks are named by path, by bare name, or by folder; without one, all in 'notebooks/' are taken.
      run      runs notebooks and writes their reports (may be left out)
      list     titles, parameters, how the last run ended
      check    checks markup and types; runs nothing
      verify   runs again and compares every value with a recorded run
      preview  runs at every save, and the open page follows (better as 'swift run notebook preview')
      publish  makes a static site of the reports
      new      a new notebook, or the one that a report was made from
      editor   sets up completion and hover in notebooks
      clean    removes reports and compiled notebooks, and nothing else
      help     explains a verb, or a code such as NB010

    The full help comes from the tool, once the first run has built it.
    """
}
