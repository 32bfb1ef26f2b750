import Foundation
import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("The output folder")
struct OutputFolderTests {
  /// An empty folder that goes away with the test.
  final class Place {
    let path = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString)"
    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }
  }

  @Test("a report is replaced as a whole, and nothing else is left")
  func replace() throws {
    let place = try Place()
    let folder = try OutputFolder(place.path + "/reports", package: "/package")
    try folder.publish("A", files: [("A.html", [1]), ("run.json", [2]), ("figures/a.svg", [3])])
    try folder.publish("A", files: [("A.html", [4]), ("run.json", [5])])
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    #expect(
      names == [OutputFolder.manifestName, "A", "A/" + ReportManifest.fileName, "A/A.html", "A/run.json"])
    #expect(FileManager.default.contents(atPath: folder.path + "/A/A.html") == Data([4]))
    // Opened again, it is known as ours.
    _ = try OutputFolder(folder.path, package: "/package")
  }

  @Test("the root, the package, and folders above it are refused")
  func roots() throws {
    let place = try Place()
    for path in ["/", place.path, place.path + "/.", place.path + "/Sources/.."] {
      #expect(throws: OutputFolder.Refused.self) { try OutputFolder(path, package: place.path) }
    }
    #expect(throws: OutputFolder.Refused.self) {
      try OutputFolder(place.path, package: place.path + "/inside")
    }
  }

  @Test("a folder with files of others is refused, and a file in its place")
  func others() throws {
    let place = try Place()
    try Data([1]).write(to: URL(fileURLWithPath: place.path + "/mine.txt"))
    #expect(throws: OutputFolder.Refused.self) { try OutputFolder(place.path, package: "/package") }
    #expect(throws: OutputFolder.Refused.self) { try OutputFolder(place.path + "/mine.txt", package: "/package") }
  }

  @Test("a folder of the user's inside ours is not replaced")
  func usersFolder() throws {
    let place = try Place()
    let folder = try OutputFolder(place.path, package: "/package")
    try FileManager.default.createDirectory(atPath: place.path + "/A", withIntermediateDirectories: false)
    #expect(throws: OutputFolder.Refused.self) { try folder.publish("A", files: [("run.json", [])]) }
  }

  @Test("a file that the user put beside a report outlives the next one, and what a killed run left does not")
  func leftovers() throws {
    let place = try Place()
    let folder = try OutputFolder(place.path + "/r", package: "/package")
    try folder.publish("A", files: [("run.json", [1]), ("old.csv", [2])])
    try Data([7]).write(to: URL(fileURLWithPath: folder.path + "/A/notes.txt"))
    try FileManager.default.createDirectory(
      atPath: folder.path + "/.new-A-killed/figures", withIntermediateDirectories: true)
    try OutputFolder(folder.path, package: "/package").publish("A", files: [("run.json", [3])])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/A").sorted()
    #expect(names == [ReportManifest.fileName, "notes.txt", "run.json"])
    #expect(FileManager.default.contents(atPath: folder.path + "/A/notes.txt") == Data([7]))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [OutputFolder.manifestName, "A"])
  }

  @Test("what is being written is not taken for what a killed run left")
  func held() throws {
    let place = try Place()
    let work = try WorkFolder(in: place.path, name: "A")
    WorkFolder.sweep(place.path)
    #expect(FileManager.default.fileExists(atPath: work.path))
  }

  @Test("many reports written at once to one folder are each whole")
  func atOnce() throws {
    let place = try Place()
    let path = place.path + "/r"
    DispatchQueue.concurrentPerform(iterations: 40) { index in
      let bytes = [UInt8](repeating: UInt8(index), count: 5000)
      let folder = try? OutputFolder(path, package: "/package")
      let name = "N\(index % 3)"
      #expect(throws: Never.self) { try folder?.publish(name, files: [("run.json", bytes), ("page.html", bytes)]) }
    }
    for name in ["N0", "N1", "N2"] {
      let files = ["run.json", "page.html"].map { FileManager.default.contents(atPath: "\(path)/\(name)/\($0)") }
      #expect(files[0]?.count == 5000 && files[0] == files[1])
      let manifest = try #require(ReportManifest.read(path + "/" + name))
      #expect(manifest.files.keys.allSatisfy { manifest.isUntouched($0, in: path + "/" + name) })
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 4)
  }

  @Test("what cannot be written leaves the last good report and no rest", .enabled(if: access("/dev/full", W_OK) == 0))
  func fullDisk() throws {
    let place = try Place()
    let folder = try OutputFolder(place.path + "/r", package: "/package")
    try folder.publish("A", files: [("run.json", [1])])
    // A name that no file system takes stands for a disk that refuses.
    let name = String(repeating: "x", count: 300)
    #expect(throws: OutputFolder.Refused.self) {
      try folder.publish("A", files: [("run.json", [2]), (name, [3])])
    }
    #expect(FileManager.default.contents(atPath: folder.path + "/A/run.json") == Data([1]))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == [OutputFolder.manifestName, "A"])
  }
}
