import Foundation
import Testing

@testable import NotebookRunner

@Suite("Cleaning")
struct ReportCleanerTests {
  static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  @Test("what the tool wrote goes, and the folder with it")
  func all() throws {
    let place = try OutputFolderTests.Place()
    let path = place.path + "/r"
    let folder = try OutputFolder(path, package: "/package")
    for name in ["A", "B"] { try folder.publish(name, files: [("run.json", [1, 2]), ("figures/a.svg", [3])]) }
    let planned = ReportCleaner(folder: path, isDryRun: true).clean { _ in true }
    #expect(planned.reports == ["A", "B"] && planned.fileCount == 4 && planned.byteCount == 6)
    #expect(Self.names(path).count == 11)
    let one = ReportCleaner(folder: path, isDryRun: false).clean { $0 == "A" }
    #expect(one.reports == ["A"] && one.kept.isEmpty)
    #expect(FileManager.default.fileExists(atPath: path + "/B/figures/a.svg"))
    _ = ReportCleaner(folder: path, isDryRun: false).clean { _ in true }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("what the user changed, added or made stays and is named; a folder that is not the tool's is not touched")
  func others() throws {
    let place = try OutputFolderTests.Place()
    let path = place.path + "/r"
    let folder = try OutputFolder(path, package: "/package")
    try folder.publish("A", files: [("run.json", [1]), ("A.html", [2]), ("figures/a.svg", [3])])
    try Data([9]).write(to: URL(fileURLWithPath: path + "/A/A.html"))
    try Data([9]).write(to: URL(fileURLWithPath: path + "/A/figures/mine.svg"))
    try FileManager.default.createDirectory(atPath: path + "/Mine", withIntermediateDirectories: false)
    try Data([9]).write(to: URL(fileURLWithPath: path + "/Mine/run.json"))
    try FileManager.default.createSymbolicLink(atPath: path + "/Link", withDestinationPath: place.path)
    let result = ReportCleaner(folder: path, isDryRun: false).clean { _ in true }
    #expect(result.kept.count == 4)
    for words in ["A/A.html: it was changed", "figures/mine.svg: this tool did not", "Mine: it", "Link: it"] {
      #expect(result.kept.contains { $0.contains(words) }, "\(result.kept)")
    }
    #expect(
      Self.names(path).filter { !$0.hasPrefix(".") && !$0.contains("/.") }
        == ["A", "A/A.html", "A/figures", "A/figures/mine.svg", "Link", "Mine", "Mine/run.json"])
    let foreign = ReportCleaner(folder: path + "/Mine", isDryRun: false).clean { _ in true }
    #expect(foreign.reports.isEmpty && FileManager.default.fileExists(atPath: path + "/Mine/run.json"))
  }

  @Test("a manifest that leads out of its folder is not believed")
  func outside() throws {
    let place = try OutputFolderTests.Place()
    let precious = place.path + "/precious"
    try Data([5]).write(to: URL(fileURLWithPath: precious))
    let folder = try OutputFolder(place.path + "/r", package: "/package")
    try folder.publish("A", files: [("run.json", [1])])
    var manifest = ReportManifest()
    manifest.files["../../precious"] = FileHash.of(precious)
    try JSONEncoder().encode(manifest).write(
      to: URL(fileURLWithPath: folder.path + "/A/" + ReportManifest.fileName))
    let result = ReportCleaner(folder: folder.path, isDryRun: false).clean { _ in true }
    #expect(result.reports.isEmpty && FileManager.default.fileExists(atPath: precious))
  }
}
