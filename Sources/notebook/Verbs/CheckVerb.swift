import ArgumentParser
import NotebookFormat
import NotebookRunner

struct CheckVerb: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks markup and types; runs nothing.")

  @OptionGroup var shared: SharedOptions

  @Flag(help: "Take warnings for failures.")
  var strict = false

  @OptionGroup(title: "Page") var page: PageOptions

  func run() throws {
    let workshop = try Workshop(packagePath: shared.packagePath)
    let paths = try NotebookFinder(package: workshop.workspace.package).find(shared.notebooks)
    let parsed = try paths.map { try NotebookReader.check($0, options: page) }
    parsed.forEach(NotebookReader.print)
    var codes = parsed.map { parsed -> ExitStatus in
      parsed.hasErrors || strict && !parsed.diagnostics.isEmpty ? .markup : .ok
    }
    if codes.contains(.ok) {
      let compiler = NotebookCompiler(
        toolchain: workshop.toolchain, library: try workshop.library(verbosity: shared.verbosity),
        configuration: .release, cache: CompileCache(folder: workshop.workspace.cacheFolder))
      for index in codes.indices where codes[index] == .ok {
        codes[index] = try check(parsed[index].notebook, compiler)
      }
    }
    for (path, code) in zip(paths, codes) where !(shared.quiet && code == .ok) {
      print("\(code == .ok ? "ok" : "FAILED")  \(path)\(code == .ok ? "" : "  \(code.words)")")
    }
    let code = codes.first { $0 != .ok } ?? .ok
    print("exit code \(code.rawValue)")
    if code != .ok { throw Stop(code) }
  }

  private func check(_ notebook: Notebook, _ compiler: NotebookCompiler) throws -> ExitStatus {
    do {
      let warnings = try compiler.check(notebook)
      if !warnings.isEmpty { Console.note(warnings) }
      return strict && !warnings.isEmpty ? .policy : .ok
    } catch let failure as NotebookCompiler.CompilationFailure {
      Console.note(failure.output)
      return .doesNotCompile
    }
  }
}
