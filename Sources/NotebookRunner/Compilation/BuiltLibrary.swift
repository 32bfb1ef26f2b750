import Foundation

/// What a notebook is compiled against: the built modules of Flatbook, and of the package that the notebook is in.
public struct BuiltLibrary: Sendable {
  /// The folder that holds `Modules` and the dynamic library.
  public let productFolder: String
  /// Folders in which C modules are declared.
  public let includeFolders: [String]
  /// Module maps that the build made.
  public let moduleMaps: [String]
  /// Objects of the package's own modules, linked as they are.
  public let ownObjects: [String]
  /// Objects of other packages' modules, linked only where something needs them.
  public let spareObjects: [String]

  /// The folder of the `.swiftmodule` files.
  public var modulesFolder: String { productFolder + "/Modules" }

  /// Something that the build should have left is missing.
  public struct Incomplete: Error, CustomStringConvertible, Sendable {
    /// What is missing and how to build it.
    public var description: String
  }

  /// Finds what the build left.
  ///
  /// - Parameters:
  ///   - productFolder: Where the release build puts its products.
  ///   - flatbook: The root of the Flatbook package.
  ///   - package: The root of the package that the notebooks are in; may be the same.
  ///   - ownTargets: The library targets of that package.
  /// - Throws: ``Incomplete`` where the dynamic library is not there, or the system's error where the folder cannot be
  ///   read.
  public init(productFolder: String, flatbook: String, package: String, ownTargets: [String]) throws {
    self.productFolder = productFolder
    let manager = FileManager.default
    let library = productFolder + "/" + Self.libraryFileName
    guard manager.fileExists(atPath: library) else {
      throw Incomplete(
        description: "the library is not built: \(Self.libraryFileName) is missing. Run the command again without "
          + "--no-build, or build with 'swift build -c release --product FlatbookDynamic'")
    }
    let roots = Set([flatbook, package]).sorted()
    includeFolders = roots.flatMap { Self.moduleMapFolders(of: $0) }

    let isFlatbookItself = flatbook == package
    let entries = try manager.contentsOfDirectory(atPath: productFolder).filter { $0.hasSuffix(".build") }.sorted()
    var maps: [String] = []
    var own: [String] = []
    var spare: [String] = []
    for entry in entries where !entry.hasSuffix("-tool.build") {
      let name = String(entry.dropLast(6))
      let folder = productFolder + "/" + entry
      if Self.flatbookTargets.contains(name) { continue }
      if manager.fileExists(atPath: folder + "/module.modulemap") { maps.append(folder + "/module.modulemap") }
      if isFlatbookItself { continue }
      let objects = Self.objects(in: folder)
      if ownTargets.contains(name) { own += objects } else { spare += objects }
    }
    moduleMaps = maps
    ownObjects = own
    spareObjects = spare
  }

  static var libraryFileName: String {
    #if os(macOS)
      "libFlatbookDynamic.dylib"
    #else
      "libFlatbookDynamic.so"
    #endif
  }

  /// Targets whose code is in the dynamic library or belongs to the tool.
  static let flatbookTargets: Set<String> = [
    "Hashing", "DiskStore", "CKernels", "LinearAlgebra", "Learning", "FlatMinima", "Plotting", "CairoPlotting",
    "NotebookFormat", "CNotebookRuntime", "NotebookRuntime", "CNotebookProcess", "NotebookRunner", "NotebookReport",
    "NotebookPreview", "Flatbook", "notebook",
  ]

  private static func moduleMapFolders(of root: String) -> [String] {
    let manager = FileManager.default
    let sources = root + "/Sources"
    return ((try? manager.contentsOfDirectory(atPath: sources)) ?? []).sorted().flatMap { target in
      [sources + "/" + target, sources + "/" + target + "/include"].filter {
        manager.fileExists(atPath: $0 + "/module.modulemap")
      }
    }
  }

  /// The objects of a module's sources as they are now: those of sources that are gone may still lie there.
  private static func objects(in folder: String) -> [String] {
    guard let files = FileManager.default.enumerator(atPath: folder) else { return [] }
    let found = files.compactMap { $0 as? String }.filter { $0.hasSuffix(".o") }.sorted().map { folder + "/" + $0 }
    struct Outputs: Decodable { var object: String? }
    guard let map = FileManager.default.contents(atPath: folder + "/output-file-map.json"),
      let outputs = try? JSONDecoder().decode([String: Outputs].self, from: map)
    else { return found }
    let names = Set(outputs.values.compactMap { $0.object.map { ($0 as NSString).lastPathComponent } })
    return found.filter { names.contains(($0 as NSString).lastPathComponent) }
  }

  /// Targets of the tool, which no notebook can link: what is built anew for the tool concerns no notebook.
  private static let toolModules: Set<String> = [
    "notebook", "NotebookRunner", "NotebookReport", "NotebookPreview", "ArgumentParser", "ArgumentParserToolInfo",
  ]

  /// The SHA-256 of every file that a notebook is compiled or linked against: those of Flatbook, and all others.
  func parts(_ hashes: inout KnownHashes) -> (library: [String: String], package: [String: String]) {
    var library = [Self.libraryFileName: hashes.hash(productFolder + "/" + Self.libraryFileName)]
    var package: [String: String] = [:]
    let names = (try? FileManager.default.contentsOfDirectory(atPath: modulesFolder)) ?? []
    for name in names where name.hasSuffix(".swiftmodule") {
      let module = String(name.dropLast(".swiftmodule".count))
      if Self.toolModules.contains(module) { continue }
      let hash = hashes.hash(modulesFolder + "/" + name)
      if Self.flatbookTargets.contains(module) { library[name] = hash } else { package[name] = hash }
    }
    for path in ownObjects + spareObjects {
      package[String(path.dropFirst(productFolder.count + 1))] = hashes.hash(path)
    }
    return (library, package)
  }

  /// Changes whenever something that a notebook is compiled against was built anew, be it with the same result.
  public var stamp: String {
    let modules = ((try? FileManager.default.contentsOfDirectory(atPath: modulesFolder)) ?? [])
      .filter { $0.hasSuffix(".swiftmodule") }.sorted().map { modulesFolder + "/" + $0 }
    let library = productFolder + "/" + Self.libraryFileName
    return ([library] + modules + ownObjects).map { FileStamp.of($0) }.joined(separator: "\n")
  }
}
