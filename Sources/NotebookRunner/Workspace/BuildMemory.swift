import Foundation

/// Remembers what the library was last built of, so that the build system need not be asked before something has changed.
struct BuildMemory {
  let workspace: PackageWorkspace
  let toolchain: Toolchain

  /// Names all that the library is built of, by sizes and times of files: the sources and manifests of the package and of
  /// Flatbook, the versions of what they depend on, the toolchain. Nil where it depends on packages whose sources may
  /// change by themselves: edited ones, or folders.
  var sources: String? {
    guard Self.dependsOnPinnedPackages(workspace) else { return nil }
    var files = Self.files(below: workspace.flatbook + "/Sources", all: true)
    if workspace.package != workspace.flatbook { files += Self.files(below: workspace.package, all: false) }
    for root in Set([workspace.package, workspace.flatbook]) {
      files += [root + "/Package.swift", root + "/Package.resolved"]
    }
    let packages = (try? String(contentsOfFile: workspace.scratch + "/workspace-state.json", encoding: .utf8)) ?? ""
    let parts = [toolchain.stamp, packages] + workspace.ownTargets + files.sorted().map { FileStamp.of($0) }
    return SHA256Text.of(parts.joined(separator: "\n"))
  }

  /// Whether the products that are there were built of these sources.
  func isBuilt(of sources: String) -> Bool {
    guard let products, let known = try? String(contentsOfFile: file, encoding: .utf8) else { return false }
    return known == sources + " " + products
  }

  /// Remembers that the products that are there were built of these sources.
  func keep(_ sources: String) {
    guard let products else { return }
    try? FileManager.default.createDirectory(atPath: workspace.workFolder, withIntermediateDirectories: true)
    try? (sources + " " + products).write(toFile: file, atomically: true, encoding: .utf8)
  }

  private var file: String { workspace.workFolder + "/built-library" }

  /// Names what the build left, by sizes and times; nil where something is missing.
  private var products: String? {
    let library = try? BuiltLibrary(
      productFolder: workspace.productFolder, flatbook: workspace.flatbook, package: workspace.package,
      ownTargets: workspace.ownTargets)
    return library.map { SHA256Text.of($0.stamp) }
  }

  /// What compilers read.
  private static let extensions: Set<String> = [
    "swift", "c", "cc", "cpp", "cxx", "m", "mm", "s", "S", "h", "hpp", "inc", "modulemap", "json", "metal",
  ]

  /// The files in a folder and the folders in it, without hidden ones; of a package only what compilers read, without its
  /// notebooks and tests.
  private static func files(below root: String, all: Bool) -> [String] {
    guard
      let found = FileManager.default.enumerator(
        at: URL(fileURLWithPath: root), includingPropertiesForKeys: nil, options: [.skipsHiddenFiles])
    else { return [] }
    var files: [String] = []
    for case let url as URL in found {
      if !all, ["notebooks", "Tests"].contains(url.lastPathComponent), url.deletingLastPathComponent().path == root {
        found.skipDescendants()
      } else if all || extensions.contains(url.pathExtension) {
        files.append(url.path)
      }
    }
    return files
  }

  /// Whether every package that the build takes, but Flatbook, is one that only an update changes.
  private static func dependsOnPinnedPackages(_ workspace: PackageWorkspace) -> Bool {
    struct State: Decodable {
      struct Object: Decodable {
        struct Dependency: Decodable {
          struct Reference: Decodable {
            var kind: String
            var location: String
          }
          struct Status: Decodable { var name: String }
          var packageRef: Reference
          var state: Status
        }
        var dependencies: [Dependency]
      }
      var object: Object
    }
    guard let data = FileManager.default.contents(atPath: workspace.scratch + "/workspace-state.json"),
      let state = try? JSONDecoder().decode(State.self, from: data)
    else { return false }
    return state.object.dependencies.allSatisfy { dependency in
      if dependency.state.name == "edited" { return false }
      return dependency.packageRef.kind != "fileSystem" || dependency.packageRef.location == workspace.flatbook
    }
  }
}
