import Foundation
import Testing

@Suite("A notebook in another package", .serialized)
struct GoodNotebookTests {
  @Test("the plugin builds, runs and reports")
  func plugin() throws {
    let run = ScratchPackage.firstRun
    #expect(run.code == 0, "\(run.everything)")
    #expect(run.output.contains("ok  "))
    #expect(run.output.hasSuffix("ok (exit code 0)\n"))
    #expect(FileManager.default.fileExists(atPath: ScratchPackage.work + "/reports/First/First.html"))
  }

  @Test("a second run through the plugin compiles nothing")
  func secondRun() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let run = try ProgramRun.swiftPackage(["run-notebook", "First"])
    #expect(run.code == 0, "\(run.everything)")
    #expect(run.everything.contains("already compiled"))
  }

  @Test("a failure through the plugin is a failure, and the last line tells the true code")
  func pluginFailure() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let run = try ProgramRun.swiftPackage(["run-notebook", "First", "-P", "offset=99"])
    #expect(run.code != 0)
    #expect(run.output.contains("(exit code 1)"), "\(run.everything)")
  }

  @Test("help needs no build")
  func help() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let run = try ProgramRun.swiftPackage(["run-notebook", "--help"])
    #expect(run.code == 0)
    #expect(run.output.contains("run"))
  }

  @Test("'swift run notebook' takes the same words and builds what it needs itself")
  func swiftRun() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let run = try ProgramRun.swiftRun(["First", "-P", "offset=2", "--seed", "5", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    let record = try reports.record("First")
    #expect(record.seed == 5)
    #expect(record.values.first?.text == "20")
    let failed = try ProgramRun.swiftRun(["First", "-P", "offset=99", "--output-path", reports.path])
    #expect(failed.code == 1)
  }

  @Test("figures are drawings or pictures as the cell or the command line says")
  func figures() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    func pictures(_ options: [String]) throws -> [String] {
      let run = try ProgramRun.tool(["Figures", "--output-path", reports.path] + options)
      #expect(run.code == 0, "\(run.everything)")
      let names = try FileManager.default.contentsOfDirectory(atPath: reports.path + "/Figures/figures")
      return names.filter { $0.hasSuffix(".png") }.sorted()
    }
    #expect(try pictures([]) == ["fig-picture.png"])
    #expect(reports.page("Figures")?.components(separatedBy: "<img src=\"data:image/png").count == 2)
    #expect(try pictures(["--figures", "png"]) == ["fig-drawing.png", "fig-picture.png"])
    #expect(reports.page("Figures")?.components(separatedBy: "<img src=\"data:image/png").count == 3)
    #expect(try pictures(["--figures", "svg"]).isEmpty)
  }

  @Test("the record tells what one needs to run the notebook again")
  func record() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let run = try ProgramRun.tool(["First", "--output-path", reports.path])
    #expect(run.code == 0, "\(run.everything)")
    let record = try reports.record("First")
    #expect(record.status == "ok")
    #expect(record.seed == 41)
    #expect(record.values.first?.text == "18")
    #expect(record.cells[1].standardOutput.text == "seed 41\n")
    #expect(record.cells.allSatisfy { $0.standardError.text.isEmpty })
    #expect(record.provenance.sourceHash?.count == 64)
    #expect(record.provenance.toolchain?.contains("Swift version") == true)
    #expect(
      record.provenance.command == "swift package run-notebook First --output-path …/"
        + (reports.path as NSString).lastPathComponent
        || record.provenance.command?.hasPrefix("swift package run-notebook First --output-path ") == true)
    #expect((record.provenance.peakMemoryBytes ?? 0) > 1_000_000)
    let text = try String(contentsOfFile: reports.path + "/First/run.json", encoding: .utf8)
    #expect(!text.contains(ScratchPackage.flatbook))
  }

  @Test("check finds type errors and runs nothing; list tells the last run; help explains markup and codes")
  func otherVerbs() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let good = try ProgramRun.tool(["check", "First"])
    #expect(good.code == 0, "\(good.everything)")
    let path = ScratchPackage.home + "/bad/Check.swift"
    try ScratchPackage.write("//: # Check\nimport Foundation\nlet x: Int = 1.5\n", to: path)
    let bad = try ProgramRun.tool(["check", path])
    #expect(bad.code == 2)
    #expect(bad.errors.contains("Check.swift:3:14: error: "))
    let list = try ProgramRun.tool(["list"])
    #expect(list.output.contains("From another package"))
    #expect(list.output.contains("-P offset="))
    let markup = try ProgramRun.tool(["help", "markup"])
    #expect(markup.code == 0 && markup.output.contains("//| key: value"))
    let help = try ProgramRun.tool(["help", "nb010"])
    #expect(help.code == 0)
    #expect(help.output.contains("unknown option"))
    #expect(try ProgramRun.tool(["--version"]).output == "0.1.0\n")
  }

  @Test("several notebooks run in one command, and the good ones are not lost to the bad one")
  func several() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let folder = ScratchPackage.home + "/several"
    for (name, line) in [("A", "print(1)"), ("B", "import Flatbook\nexpect(false)"), ("C", "print(3)")] {
      try ScratchPackage.write("//: # \(name)\n\(line)\n", to: "\(folder)/\(name).swift")
    }
    let run = try ProgramRun.tool(["run", folder, "-j", "2", "--output-path", reports.path])
    #expect(run.code == 1, "\(run.everything)")
    #expect(reports.entries == ["A", "B", "C"])
    #expect(try reports.record("C").status == "ok")
    #expect(try reports.record("B").status == "failed")
  }
}
