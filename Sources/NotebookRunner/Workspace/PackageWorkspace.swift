import Foundation

/// The package that notebooks are run from, its build folder, and where Flatbook itself lies.
public struct PackageWorkspace: Codable, Sendable {
  /// The environment variable in which the plugin hands a workspace over, as JSON.
  public static let variable = "FLATBOOK_WORKSPACE"

  /// The root of the package.
  public var package: String
  /// The folder that `swift build` works in.
  public var scratch: String
  /// The root of the Flatbook package: the same, or a dependency.
  public var flatbook: String
  /// The package's own library targets.
  public var ownTargets: [String]

  /// Where the release build puts its products.
  public var productFolder: String
  /// Where compiled notebooks are kept.
  public var cacheFolder: String { workFolder + "/cache" }
  /// Where the values of `cached` are kept.
  public var valuesFolder: String { workFolder + "/values" }
  /// Where reports go unless told otherwise.
  public var reportsFolder: String { workFolder + "/reports" }
  /// The tool's own folder.
  public var workFolder: String

  /// There is no package here, or it does not depend on Flatbook.
  public struct NotFound: Error, CustomStringConvertible, Sendable {
    /// What was not found, and what to do.
    public var description: String
  }

  /// A workspace from places that are known; whether they exist is not checked.
  ///
  /// - Parameters:
  ///   - package: The root of the package.
  ///   - scratch: The folder that `swift build` works in.
  ///   - flatbook: The root of the Flatbook package.
  ///   - ownTargets: The package's own library targets.
  ///   - workFolder: The tool's own folder; nil for the one that the plugin has.
  public init(package: String, scratch: String, flatbook: String, ownTargets: [String], workFolder: String? = nil) {
    self.package = package
    self.scratch = scratch
    self.flatbook = flatbook
    self.ownTargets = ownTargets
    // The folder itself, not the link to it: the same path whoever asks.
    productFolder = URL(fileURLWithPath: scratch + "/release").resolvingSymlinksInPath().path
    self.workFolder = workFolder ?? scratch + "/plugins/RunNotebook/outputs"
  }

  /// Finds everything from the folder where the command was given and the place of the running tool.
  ///
  /// - Parameters:
  ///   - folder: Where the command was given.
  ///   - executable: The path of the running tool, which lies in the build folder.
  ///   - package: The root of the package; nil to look for it.
  /// - Throws: ``NotFound``.
  public static func find(from folder: String, executable: String, package given: String? = nil) throws
    -> PackageWorkspace
  {
    let manager = FileManager.default
    // …/.build/<triple>/debug/notebook
    let executable = URL(fileURLWithPath: executable).resolvingSymlinksInPath().path
    var scratch: String?
    var place = (executable as NSString).deletingLastPathComponent
    for _ in 0..<4 where place.count > 1 {
      if manager.fileExists(atPath: place + "/workspace-state.json") {
        scratch = place
        break
      }
      place = (place as NSString).deletingLastPathComponent
    }
    var package = given.map { NotebookCompiler.absolutePath($0) }
    if package == nil, let scratch, (scratch as NSString).lastPathComponent == ".build" {
      package = (scratch as NSString).deletingLastPathComponent
    }
    if package == nil {
      var candidate = folder
      while !manager.fileExists(atPath: candidate + "/Package.swift"), candidate.count > 1 {
        candidate = (candidate as NSString).deletingLastPathComponent
      }
      if candidate.count > 1 { package = candidate }
    }
    guard let package, manager.fileExists(atPath: package + "/Package.swift") else {
      throw NotFound(
        description: "there is no Package.swift in this folder or above it; go to a package that depends on Flatbook, "
          + "or name it with --package-path")
    }
    let build = scratch ?? package + "/.build"
    guard let flatbook = flatbookRoot(package: package, scratch: build) else {
      throw NotFound(
        description: "the package here does not depend on Flatbook; add it to the dependencies in Package.swift")
    }
    return PackageWorkspace(package: package, scratch: build, flatbook: flatbook, ownTargets: [])
  }

  /// The package itself, or the dependency that is Flatbook.
  private static func flatbookRoot(package: String, scratch: String) -> String? {
    func isFlatbook(_ root: String) -> Bool {
      FileManager.default.fileExists(atPath: root + "/Sources/NotebookRuntime/Session/NotebookSession.swift")
    }
    if isFlatbook(package) { return package }
    struct State: Decodable {
      struct Object: Decodable {
        struct Dependency: Decodable {
          struct Reference: Decodable { var location: String }
          struct Status: Decodable { var path: String? }
          var packageRef: Reference
          var state: Status
          var subpath: String?
        }
        var dependencies: [Dependency]
      }
      var object: Object
    }
    guard let data = FileManager.default.contents(atPath: scratch + "/workspace-state.json"),
      let state = try? JSONDecoder().decode(State.self, from: data)
    else { return nil }
    for dependency in state.object.dependencies {
      let checkout = dependency.subpath.map { scratch + "/checkouts/" + $0 }
      let places = [dependency.state.path, checkout, dependency.packageRef.location].compactMap { $0 }
      if let root = places.first(where: isFlatbook) { return root }
    }
    return nil
  }
}
