import Foundation
import NotebookFormat

/// Finds out what one needs to know to make a report again.
public struct ProvenanceReader: Sendable {
  public var toolchain: Toolchain
  public var workFolder: String
  public var package: String
  public var configuration: Configuration
  /// The command as it was typed.
  public var command: String

  public init(
    toolchain: Toolchain, workFolder: String, package: String, configuration: Configuration, command: String
  ) {
    self.toolchain = toolchain
    self.workFolder = workFolder
    self.package = package
    self.configuration = configuration
    self.command = command
  }

  public func provenance(of notebook: Notebook, date: Date = Date()) -> Provenance {
    var provenance = Provenance()
    let folder = (NotebookCompiler.absolutePath(notebook.path) as NSString).deletingLastPathComponent
    let repository = GitState(folder: folder)
    provenance.commit = repository?.commit
    provenance.hasUncommittedChanges = repository?.hasUncommittedChanges
    provenance.sourceHash = SHA256.hexadecimal(Array(notebook.source.utf8))
    provenance.libraryVersion = FlatbookVersion.text
    provenance.dependencies = ResolvedDependencies.read(package: package)
    provenance.toolchain = toolchain.version(rememberedIn: workFolder)
    provenance.platform = Machine.platform
    provenance.processor = Machine.processor
    provenance.configuration = configuration.rawValue
    provenance.command = command
    provenance.date = date.formatted(.iso8601)
    return provenance
  }
}
