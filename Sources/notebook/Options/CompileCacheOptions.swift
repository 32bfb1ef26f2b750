import ArgumentParser
import Foundation
import NotebookFormat
import NotebookRunner

/// What is done with compiled notebooks that are kept.
struct CompileCacheOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How much compiled notebooks may take, 500MB by default; those not used for longest go first. Also "
        + "\(CompileCacheOptions.variable) in the environment.",
      valueName: "size"))
  var cacheLimit: ByteSize?

  @Flag(help: "Say of each notebook why it is compiled, or why not.")
  var explainCache = false

  static let variable = "FLATBOOK_CACHE_LIMIT"

  func validate() throws {
    if let text = Self.environmentText, ByteSize(text) == nil {
      throw ValidationError("\(Self.variable) is '\(text)', not a size such as 500MB")
    }
  }

  /// The cache that notebooks of a package are kept in.
  func compileCache(_ workspace: PackageWorkspace) -> CompileCache {
    let limit = cacheLimit ?? Self.environmentText.flatMap { ByteSize($0) }
    return CompileCache(folder: workspace.cacheFolder, limit: limit?.bytes ?? CompileCache.defaultLimit)
  }

  private static var environmentText: String? {
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
  }
}
