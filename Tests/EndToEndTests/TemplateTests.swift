import Foundation
import Testing

@Suite("New notebooks")
struct TemplateTests {
  @Test("every template passes its check and runs as it is written", arguments: ["blank", "experiment", "assignment"])
  func runs(template: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let name = "New_\(template)"
    let path = ScratchPackage.home + "/new/\(name).swift"
    try? FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(
      atPath: ScratchPackage.home + "/new", withIntermediateDirectories: true)
    let new = try ProgramRun.tool(["new", path, "--template", template])
    #expect(new.code == 0, "\(new.everything)")
    let check = try ProgramRun.tool(["check", path, "--strict"])
    #expect(check.code == 0, "\(check.everything)")
    let run = try ProgramRun.tool(["run", path, "--strict", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    #expect(try reports.record(name).status == "ok")
    #expect(try ProgramRun.tool(["new", path, "--template", template]).code == 7, "a file that is there stays")
  }

  @Test("a template that does not exist, or one beside a report, is refused before anything is written")
  func refusals() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let path = ScratchPackage.home + "/new/Never.swift"
    #expect(try ProgramRun.tool(["new", path, "--template", "poem"]).code == 64)
    #expect(try ProgramRun.tool(["new", path, "--template", "blank", "--from", "x.html"]).code == 64)
    #expect(!FileManager.default.fileExists(atPath: path))
  }
}
