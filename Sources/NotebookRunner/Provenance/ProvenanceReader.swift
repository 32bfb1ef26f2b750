import Foundation
import NotebookFormat

/// Finds out what one needs to know to make a report again.
public struct ProvenanceReader: Sendable {
  /// The toolchain that compiles the notebooks.
  public var toolchain: Toolchain
  /// A folder in which the toolchain's version is remembered.
  public var workFolder: String
  /// The root of the package, whose resolved dependencies are listed.
  public var package: String
  /// How the notebooks' own code is compiled.
  public var configuration: Configuration
  /// The command as it was typed.
  public var command: String

  /// A reader for all notebooks of one call of the tool.
  public init(
    toolchain: Toolchain, workFolder: String, package: String, configuration: Configuration, command: String
  ) {
    self.toolchain = toolchain
    self.workFolder = workFolder
    self.package = package
    self.configuration = configuration
    self.command = command
  }

  /// What can be known before the notebook runs; its times and memory stay nil.
  ///
  /// Asks Git about the notebook's folder, and once the compiler for its version. What cannot be found out stays nil.
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
