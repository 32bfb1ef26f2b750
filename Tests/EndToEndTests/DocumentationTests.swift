import Foundation
import Testing

@Suite("Documentation that the tool prints")
struct DocumentationTests {
  @Test(
    "is what it prints",
    arguments: [("Commands.md", ["help", "--markdown"]), ("Diagnostics.md", ["help", "codes", "--markdown"])])
  func printed(file: String, arguments: [String]) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let printed = try ProgramRun.tool(arguments)
    #expect(printed.code == 0)
    let committed = try String(contentsOfFile: "\(ScratchPackage.flatbook)/Documentation/\(file)", encoding: .utf8)
    #expect(
      printed.output == committed,
      "write it again: swift run notebook \(arguments.joined(separator: " ")) > Documentation/\(file)")
  }
}
