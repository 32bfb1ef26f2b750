import Foundation
import Testing

@Suite("Cells that are meant to fail")
struct ExpectedFailureTests {
  @Test(
    "the notebook goes on after an error and a trap, tells both calmly, and nothing of them is left behind",
    arguments: ["release", "debug"])
  func goesOn(configuration: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let name = "Expected_\(configuration)"
    let path = ScratchPackage.home + "/bad/\(name).swift"
    try ScratchPackage.write(
      """
      //: # Expected
      import Flatbook
      struct Bad: Error { var width: Int }
      var count = 1
      let list = [1, 2, 3].filter { $0 > 1 }

      //| expect: error
      count += 1
      show("before")
      if list.count > 1 { throw Bad(width: list.count) }
      show("not reached")

      //| expect: trap
      count += 10
      print("in the copy")
      show(list[list.count + 2])

      //: It is \\(count).
      show(count)
      expect(count == 2)

      """, to: path)
    let run = try ProgramRun.tool(
      ["run", path, "--output-path", reports.path, "--configuration", configuration, "--strict"])
    #expect(run.code == 0, "\(run.everything)")
    let record = try reports.record(name)
    #expect(record.failure == nil)
    #expect(record.values.map(\.text) == ["2"])
    let failures = record.cells.compactMap(\.expectedFailure)
    #expect(failures.map(\.kind) == ["thrown", "trap"])
    #expect(failures.first?.message == "Bad(width: 2)")
    #expect(failures.last?.message.contains("Index out of range") == true, "\(failures)")
    // In optimised code the cell is sure, the line is not.
    let line = try #require(failures.last?.line)
    #expect(configuration == "debug" ? line == 16 : (14...16).contains(line))
    #expect(record.cells[1].outputs.map(\.text) == ["before"])
    #expect(record.cells[2].standardOutput.text == "in the copy\n")
    #expect(record.cells[2].standardError.text == "")
    let page = try #require(reports.page(name))
    #expect(page.contains("Throws an error, as it is meant to") && page.contains("Traps, as it is meant to"))
  }
}
