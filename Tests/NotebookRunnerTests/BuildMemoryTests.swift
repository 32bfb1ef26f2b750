import Foundation
import Testing

@testable import NotebookRunner

@Suite("The memory of the library's build")
struct BuildMemoryTests {
  /// A package that is built, as far as files tell.
  private final class Package {
    let root: String
    let memory: BuildMemory

    init(dependencies: String = "") throws {
      root = NSTemporaryDirectory() + "build-memory-\(UUID().uuidString)"
      let workspace = PackageWorkspace(
        package: root, scratch: root + "/.build", flatbook: root, ownTargets: [], workFolder: root + "/.work")
      memory = BuildMemory(workspace: workspace, toolchain: Toolchain(folder: root + "/.toolchain"))
      try write("Package.swift", "manifest")
      try write("Sources/A/A.swift", "let a = 1")
      try write("notebooks/Notes.swift", "show(1)")
      try write(".build/workspace-state.json", "{\"object\":{\"dependencies\":[\(dependencies)]}}")
      try write(".build/release/\(BuiltLibrary.libraryFileName)", "library")
      try write(".build/release/Modules/A.swiftmodule", "module")
      try write(".toolchain/swift-frontend", "compiler")
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func write(_ path: String, _ text: String) throws {
      let file = root + "/" + path
      try FileManager.default.createDirectory(
        atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: true, encoding: .utf8)
    }

    func isBuilt() throws -> Bool { memory.isBuilt(of: try #require(memory.sources)) }
  }

  @Test("What was built of the sources that are there is not built again")
  func same() throws {
    let package = try Package()
    #expect(try !package.isBuilt())
    package.memory.keep(try #require(package.memory.sources))
    #expect(try package.isBuilt())
    try package.write("notebooks/Notes.swift", "show(2), an edited notebook")
    #expect(try package.isBuilt())
  }

  @Test(
    "Whatever the library is built of, and what was built, is looked at",
    arguments: [
      "Package.swift", "Package.resolved", "Sources/A/A.swift", "Sources/A/New.swift", "Sources/C/include/c.h",
      ".toolchain/swift-frontend", ".build/release/\(BuiltLibrary.libraryFileName)",
      ".build/release/Modules/A.swiftmodule", ".work/built-library",
    ])
  func changed(_ path: String) throws {
    let package = try Package()
    package.memory.keep(try #require(package.memory.sources))
    try package.write(path, "something else than before")
    #expect(try !package.isBuilt())
  }

  @Test(
    "A file that is gone, of the sources or of what was built, is missed",
    arguments: ["Sources/A/A.swift", ".build/release"])
  func gone(_ path: String) throws {
    let package = try Package()
    package.memory.keep(try #require(package.memory.sources))
    try FileManager.default.removeItem(atPath: package.root + "/" + path)
    #expect(try !package.isBuilt())
  }

  @Test("The state of the packages that it depends on is looked at")
  func packages() throws {
    let reference = "{\"kind\":\"remoteSourceControl\",\"location\":\"https://a/b\"}"
    let pinned = "{\"packageRef\":\(reference),\"state\":{\"name\":\"sourceControlCheckout\"}}"
    let package = try Package(dependencies: pinned)
    package.memory.keep(try #require(package.memory.sources))
    #expect(try package.isBuilt())
    try package.write(".build/workspace-state.json", "{\"object\":{\"dependencies\":[]}}")
    #expect(try !package.isBuilt())
  }

  @Test(
    "Where packages may change by themselves, nothing is said of them",
    arguments: [
      "{\"packageRef\":{\"kind\":\"fileSystem\",\"location\":\"/elsewhere\"},\"state\":{\"name\":\"fileSystem\"}}",
      "{\"packageRef\":{\"kind\":\"remoteSourceControl\",\"location\":\"https://a/b\"},\"state\":{\"name\":\"edited\"}}",
      "not the state of packages",
    ])
  func unpinned(_ dependency: String) throws {
    #expect(try Package(dependencies: dependency).memory.sources == nil)
  }
}
