import Foundation
import Testing

@testable import NotebookRunner

@Suite("The configuration of editors")
struct EditorConfigurationTests {
  private func inFolder(_ work: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.path + "/editor-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try work(folder + "/" + EditorConfiguration.path)
  }

  @Test("our own file is written, left when it is the same, and replaced when flags change")
  func own() throws {
    try inFolder { (path: String) throws -> Void in
      #expect(try EditorConfiguration(flags: ["-I", "/a"]).write(to: path) == .written)
      #expect(try EditorConfiguration(flags: ["-I", "/a"]).write(to: path) == .unchanged)
      #expect(try EditorConfiguration(flags: ["-I", "/b"]).write(to: path) == .written)
      #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"/b\""))
    }
  }

  @Test(
    "a file that somebody else wrote, or added something to, is never written to",
    arguments: [
      "", "no JSON", "{}", "[]", #"{"fallbackBuildSystem": {"swiftCompilerFlags": ["-I", "/a"]}}"#,
      #"{"fallbackBuildSystem": {"swiftCompilerFlags": ["-DFLATBOOK_EDITOR"]}, "logging": {}}"#,
      #"{"fallbackBuildSystem": {"swiftCompilerFlags": ["-DFLATBOOK_EDITOR"], "sdk": "/"}}"#,
    ])
  func others(text: String) throws {
    try inFolder { (path: String) throws -> Void in
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(try EditorConfiguration(flags: ["-I", "/b"]).write(to: path) == .isOfUser)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
    }
  }
}
