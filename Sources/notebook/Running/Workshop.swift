import CNotebookProcess
import Foundation
import NotebookRunner

/// The package, the toolchain and the built library: what is needed before a notebook can be compiled.
struct Workshop {
  let workspace: PackageWorkspace
  let toolchain: Toolchain
  /// Whether the plugin started this tool and has built everything.
  let isFromPlugin: Bool

  init(packagePath: String?) throws {
    do {
      toolchain = try Toolchain.onSearchPath()
    } catch { throw Stop(.usage, "\(error)") }
    if let text = ProcessInfo.processInfo.environment[PackageWorkspace.variable],
      let workspace = try? JSONDecoder().decode(PackageWorkspace.self, from: Data(text.utf8))
    {
      // The notebooks are not to see it; and when the plugin goes away, so do they.
      unsetenv(PackageWorkspace.variable)
      flatbook_interrupt_at_end_of(0)
      self.workspace = workspace
      isFromPlugin = true
      return
    }
    isFromPlugin = false
    do {
      workspace = try PackageWorkspace.find(
        from: FileManager.default.currentDirectoryPath, executable: Self.executable, package: packagePath)
    } catch let error as PackageWorkspace.NotFound { throw Stop(.usage, error.description) }
  }

  /// Builds what notebooks need and gives what they are compiled against.
  func library(verbosity: Verbosity) throws -> BuiltLibrary {
    var workspace = workspace
    if !isFromPlugin {
      let start = ContinuousClock.now
      do {
        workspace = try LibraryBuild(workspace: workspace, toolchain: toolchain).run(isVerbose: verbosity == .verbose) {
          if verbosity != .quiet { Console.note("building the library, optimised") }
        }
        if verbosity == .verbose {
          Console.note("library: looked after in " + String(format: "%.3f s", (.now - start).inSeconds))
        }
      } catch let error as LibraryBuild.Failed { throw Stop(.doesNotCompile, error.description) }
    }
    do {
      return try BuiltLibrary(
        productFolder: workspace.productFolder, flatbook: workspace.flatbook, package: workspace.package,
        ownTargets: workspace.ownTargets)
    } catch let error as BuiltLibrary.Incomplete { throw Stop(.doesNotCompile, error.description) }
  }

  /// The command as it was typed, without this machine's paths.
  var commandLine: String {
    let words = CommandLine.arguments.dropFirst().map { word -> String in
      var word = word
      for root in [workspace.package, FileManager.default.currentDirectoryPath] {
        word = word.replacing(root + "/", with: "")
      }
      guard let slash = word.firstIndex(of: "/"), slash == word.startIndex || word[..<slash].hasSuffix("=") else {
        return word.contains(" ") ? "'\(word)'" : word
      }
      return String(word[..<slash]) + "…/" + (word as NSString).lastPathComponent
    }
    return ([isFromPlugin ? "swift package run-notebook" : "swift run notebook"] + words).joined(separator: " ")
  }

  private static var executable: String {
    #if os(Linux)
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
    #else
      CommandLine.arguments[0]
    #endif
  }
}
