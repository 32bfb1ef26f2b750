import Foundation
import Testing

@Suite("Notebooks in editors", .serialized)
struct EditorTests {
  private static let configuration = ScratchPackage.package + "/.sourcekit-lsp/config.json"

  @Test(
    "with the written configuration sourcekit-lsp explains and completes what a notebook imports",
    .enabled(if: LanguageServer.program != nil, "this toolchain has no sourcekit-lsp"))
  func hoverAndCompletion() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    try? FileManager.default.removeItem(atPath: Self.configuration)
    let written = try ProgramRun.tool(["editor"])
    #expect(written.code == 0 && written.output.contains("wrote "), "\(written.everything)")
    #expect(try ProgramRun.tool(["editor"]).output.contains("is up to date"))

    let program = try #require(LanguageServer.program)
    let server = try LanguageServer(
      program, package: ScratchPackage.package, scratch: ScratchPackage.home + "/language-server")
    let path = ScratchPackage.notebooks + "/Edited.swift"
    let text = """
      import Course
      import Flatbook

      let data = try Dataset.fashionMNIST(classes: [0, 1], perClass: 4)
      show(Plot { Line(x: [0, 1], y: [0, 1]) })
      let nine = square(3)

      """
    try server.open(path, text + "func size(_ data: Dataset) -> Int { data. }\n")
    let other = ScratchPackage.notebooks + "/EditedToo.swift"
    try server.open(other, text + "Plot { Line(x: [0], y: [0]) }.\n")
    #expect(try server.hover(path, line: 3, column: 15).contains("struct Dataset"))
    let plot = try server.hover(path, line: 4, column: 6)
    #expect(plot.contains("Plot"), "\(plot)")
    #expect(try server.hover(path, line: 5, column: 12).contains("func square(_ x: Int) -> Int"))
    let ofData = try server.completions(path, line: 6, column: 41)
    #expect(ofData.contains("count"), "\(ofData)")
    let ofPlot = try server.completions(other, line: 6, column: 30)
    #expect(ofPlot.contains { $0.hasPrefix("x(") } && ofPlot.contains { $0.hasPrefix("color(") }, "\(ofPlot)")
  }

  @Test("a configuration of the user's own stays as it is, and what to add to it is printed")
  func ownFile() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let own = "{\"backgroundIndexing\": false}\n"
    try? FileManager.default.removeItem(atPath: Self.configuration)
    try ScratchPackage.write(own, to: Self.configuration)
    defer { try? FileManager.default.removeItem(atPath: Self.configuration) }
    let refused = try ProgramRun.tool(["editor"])
    #expect(refused.code == 7)
    #expect(refused.output.contains("swiftCompilerFlags") && refused.errors.contains("left as it is"))
    #expect(try String(contentsOfFile: Self.configuration, encoding: .utf8) == own)
    let printed = try ProgramRun.tool(["editor", "--print"])
    #expect(printed.code == 0 && refused.output.hasPrefix(printed.output))
  }
}
