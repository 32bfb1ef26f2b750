import Foundation
import NotebookFormat

/// Builds what notebooks are compiled against, optimised, with the package's own build system.
public struct LibraryBuild: Sendable {
  /// The package that is built.
  public let workspace: PackageWorkspace
  /// The toolchain that builds it.
  public let toolchain: Toolchain

  /// The build did not succeed.
  public struct Failed: Error, CustomStringConvertible, Sendable {
    /// What failed, with the build's own words unless they were shown already.
    public var description: String
  }

  /// A build that has not been started.
  public init(workspace: PackageWorkspace, toolchain: Toolchain) {
    self.workspace = workspace
    self.toolchain = toolchain
  }

  /// Builds the library and the package's own modules; gives the workspace with those modules named. Where nothing has
  /// changed since the last build, no program is started.
  ///
  /// - Parameters:
  ///   - isVerbose: Whether the build's own words go on to standard error as they come.
  ///   - starting: Called before something is built.
  /// - Throws: ``Failed``, ``SystemError`` where a program cannot be started, ``Command/Interrupted`` at Ctrl-C.
  public func run(isVerbose: Bool, starting: () -> Void = {}) throws -> PackageWorkspace {
    var workspace = workspace
    if workspace.package != workspace.flatbook { workspace.ownTargets = try ownTargets() }
    let memory = BuildMemory(workspace: workspace, toolchain: toolchain)
    // Read before the build: what is saved while it runs is built the next time.
    let sources = memory.sources
    if let sources, memory.isBuilt(of: sources) { return workspace }
    starting()
    try build(["--product", "FlatbookDynamic"], isVerbose: isVerbose)
    for target in workspace.ownTargets { try build(["--target", target], isVerbose: isVerbose) }
    // A first build writes the state of the packages.
    if let sources, sources == memory.sources { memory.keep(sources) }
    return workspace
  }

  private func build(_ what: [String], isVerbose: Bool) throws {
    let arguments = [
      "build", "-c", "release", "--package-path", workspace.package, "--scratch-path", workspace.scratch,
    ]
    let result = try Command(toolchain.driver, arguments + what, in: workspace.package, isLive: isVerbose)
      .run(limit: 3600)
    guard result.isSuccess else {
      throw Failed(
        description: "building \(what[1]) failed" + (isVerbose ? "" : ":\n" + result.output + result.errors))
    }
  }

  /// The package's own library targets, remembered until its manifest changes.
  private func ownTargets() throws -> [String] {
    let stamp = SHA256Text.of(FileStamp.of(workspace.package + "/Package.swift") + toolchain.stamp)
    let memory = workspace.workFolder + "/targets-\(stamp.prefix(16))"
    if let known = try? String(contentsOfFile: memory, encoding: .utf8) {
      return known.split(separator: "\n").map(String.init)
    }
    let arguments = [
      "package", "--package-path", workspace.package, "--scratch-path", workspace.scratch, "describe", "--type", "json",
    ]
    let result = try Command(toolchain.driver, arguments, in: workspace.package).run(limit: 600)
    struct Description: Decodable {
      struct Target: Decodable {
        var name: String
        var type: String
      }
      var targets: [Target]
    }
    guard result.isSuccess,
      let description = try? JSONDecoder().decode(Description.self, from: Data(result.output.utf8))
    else { throw Failed(description: "reading the package's description failed:\n" + result.errors) }
    let names = description.targets.filter { $0.type == "library" }.map(\.name)
    try? FileManager.default.createDirectory(atPath: workspace.workFolder, withIntermediateDirectories: true)
    try? names.joined(separator: "\n").write(toFile: memory, atomically: true, encoding: .utf8)
    return names
  }
}
