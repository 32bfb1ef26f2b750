import Foundation
import Testing

@Suite("Bad notebooks")
struct BadNotebookTests {
  @Test("each bad notebook fails at its place, keeps its output and still has its page", arguments: BadNotebook.all)
  func fails(notebook: BadNotebook) throws {
    try #require(ScratchPackage.firstRun.code == 0, "\(ScratchPackage.firstRun.everything)")
    let reports = ReportFolder()
    let path = ScratchPackage.home + "/bad/\(notebook.name).swift"
    try ScratchPackage.write(notebook.source, to: path)
    let run = try ProgramRun.tool(["run", path, "--output-path", reports.path] + notebook.arguments, limit: 90)
    #expect(run.code == notebook.code, "\(run.everything)")
    #expect(run.output.hasSuffix("(exit code \(notebook.code))\n"))
    #expect(run.errors.contains("\(notebook.name).swift:\(notebook.line):"), "\(run.errors)")

    let record = try reports.record(notebook.name)
    #expect(record.exitCode == notebook.code)
    #expect(record.failure?.kind == notebook.kind)
    #expect(record.failure?.line == notebook.line)
    if let column = notebook.column { #expect(record.failure?.column == column) }
    #expect(record.failure?.message.contains(notebook.message) == true, "\(record.failure?.message ?? "")")
    if notebook.keepsOutput {
      #expect(record.cells.first?.outputs.first?.text == "shown before")
      #expect(record.cells.first?.standardOutput.text == "printed before")
    }
    #expect(record.cells.last?.outputs.last?.text != "shown after" || notebook.name.hasPrefix("Prose"))

    let page = try #require(reports.page(notebook.name))
    #expect(page.hasSuffix("</html>\n") || page.hasSuffix("</html>"))
    #expect(!page.contains(ScratchPackage.home), "the page names a folder of this machine")
    #expect(reports.entries == [notebook.name])
  }

  @Test("a notebook that prints a gigabyte succeeds, and what it printed is cut")
  func gigabyte() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = ScratchPackage.home + "/bad/Gigabyte.swift"
    try ScratchPackage.write(
      """
      //: # Much
      let line = String(repeating: "0123456789abcdef", count: 64)
      for _ in 0..<1_000_000 { print(line) }

      // %% Then
      print("the end")

      """, to: path)
    let run = try ProgramRun.tool(["run", path, "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    let record = try reports.record("Gigabyte")
    #expect(record.cells[0].standardOutput.droppedBytes == 1_025_000_000 - 262_144)
    #expect(record.cells[0].standardOutput.text.utf8.count < 300_000)
    #expect(record.cells[1].standardOutput.text == "the end\n")
  }

  @Test("wrong markup is told in one pass, nothing is run and the last good report stays")
  func markup() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = ScratchPackage.home + "/bad/Markup.swift"
    try ScratchPackage.write("//: # Good\nprint(1)\n", to: path)
    #expect(try ProgramRun.tool(["run", path, "--output-path", reports.path]).code == 0)
    try ScratchPackage.write(
      """
      //| titel: x

      //| label: fig-a
      let a = 1

      //: Text
      //| label: fig-a
      let b = 2
      //#-hidden-code
      let c = 3

      """, to: path)
    let run = try ProgramRun.tool(["run", path, "--output-path", reports.path])
    #expect(run.code == 3)
    for place in ["Markup.swift:1:5: error: ", "Markup.swift:7:12: error: ", "Markup.swift:9:1: error: "] {
      #expect(run.errors.contains(place), "\(run.errors)")
    }
    #expect(run.errors.contains("did you mean 'title'?"))
    #expect(try reports.record("Markup").exitCode == 0)
  }
}
