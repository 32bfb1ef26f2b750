import Foundation
import Testing

@Suite("The course of the examples")
struct CourseTests {
  @Test("its lectures run through the plugin with their own module and data, and make a site")
  func lectures() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let run = try ProgramRun.swiftPackage(["run-notebook", "Spring", "StepSize", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    let spring = try reports.record("Spring")
    #expect(spring.values.first?.text == "4.01")
    let steps = try reports.record("StepSize")
    // 2 over the mean square of the loads 0.5, 1, … 5.
    #expect(steps.values.map(\.text) == ["9.625", "0.2078"])
    let site = reports.path + "-site"
    defer { try? FileManager.default.removeItem(atPath: site) }
    let published = try ProgramRun.tool(
      ["publish", "Spring", "StepSize", "--no-run", "--reports-path", reports.path, "--output", site])
    #expect(published.code == 0, "\(published.everything)")
    #expect(FileManager.default.fileExists(atPath: site + "/StepSize.html"))
  }
}
