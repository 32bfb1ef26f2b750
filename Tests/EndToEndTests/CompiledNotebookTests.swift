import Foundation
import Testing

@Suite("Compiled notebooks that are kept")
struct CompiledNotebookTests {
  /// A folder for what is compiled and written, so that no other test's entries count.
  final class Work {
    let path = ScratchPackage.home + "/work/" + UUID().uuidString
    var cache: String { path + "/cache" }
    var environment: [String: String] { ProgramRun.toolEnvironment(workFolder: path) }

    init() throws {
      try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
      // The compiler's own store of C modules takes seconds to make anew.
      let modules = ScratchPackage.work + "/cache/modules"
      if FileManager.default.fileExists(atPath: modules) {
        try? FileManager.default.copyItem(atPath: modules, toPath: cache + "/modules")
      }
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func run(_ words: [String]) throws -> ProgramRun { try ProgramRun.tool(words, environment: environment) }

    /// The folders of the entries.
    var entries: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: cache)) ?? []).filter { $0.count == 64 }
        .map { cache + "/" + $0 }
    }
  }

  @Test("it is told why a notebook is compiled or not, a damaged program is never run, and the limit is kept")
  func explained() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let work = try Work()
    let path = ScratchPackage.home + "/cache/Explained.swift"
    func said(_ text: String, _ words: [String] = []) throws -> ProgramRun {
      try ScratchPackage.write(text, to: path)
      let run = try work.run(["run", path, "--explain-cache"] + words)
      #expect(run.code == 0, "\(run.everything)")
      return run
    }
    func expect(_ run: ProgramRun, _ words: String, isFound: Bool) {
      #expect(run.errors.contains("Explained: \(words)"), "\(run.errors)")
      #expect(run.errors.contains("already compiled") == isFound, "\(run.errors)")
    }
    let first = "//: # Explained\n\nimport Flatbook\nlet x = 1\nshow(\"\\(x)\")\n"
    expect(try said(first), "compiled: it was not compiled here before", isFound: false)
    expect(try said(first), "not compiled: nothing changed since the last time", isFound: true)
    let prose = first.replacing("# Explained", with: "# Explained at length")
    expect(try said(prose), "not compiled: only text changed (line 1)", isFound: true)
    let second = prose.replacing("x = 1", with: "x = 2")
    expect(try said(second), "compiled again: line 4 changed", isFound: false)
    expect(
      try said(second, ["--configuration", "debug"]),
      "compiled again: the compiler's options changed: without -O -g, with -Onone -gline-tables-only", isFound: false)
    #expect(work.entries.count == 3)
    expect(try said(second, ["--cache", "off"]), "compiled: --cache off", isFound: false)
    #expect(work.entries.count == 3)
    expect(try said(second, ["--cache", "refresh"]), "compiled again: --cache refresh", isFound: false)
    #expect(work.entries.count == 3)

    // Somebody puts another program in place of every one that is kept.
    for entry in work.entries {
      let program = entry + "/Notebook_Explained"
      try FileManager.default.removeItem(atPath: program)
      try FileManager.default.copyItem(atPath: "/bin/true", toPath: program)
    }
    let poisoned = try said(second)
    expect(poisoned, "compiled again: the kept program was damaged: its program was changed", isFound: false)
    #expect(poisoned.errors.contains("note: the kept program of "))
    expect(try said(second), "not compiled: nothing changed", isFound: true)

    let limited = try said(second + "print(7)\n", ["--cache-limit", "1KB"])
    #expect(limited.errors.contains("line 6 changed"))
    // The program that ran stays until the next is kept.
    #expect(work.entries.count <= 1)
    let environment = work.environment.merging(["FLATBOOK_CACHE_LIMIT": "much"]) { $1 }
    #expect(try ProgramRun.tool([path], environment: environment).code == 64)
  }

  @Test("two tools that compile and run one notebook at once both succeed, and leave whole reports and entries")
  func atOnce() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let work = try Work()
    let path = ScratchPackage.home + "/cache/AtOnce.swift"
    try ScratchPackage.write("//: # At once\nimport Flatbook\nshow(Plot { Line(x: [0, 1], y: [0, 1]) })\n", to: path)
    for _ in 0..<2 {
      let started = try (0..<3).map { _ in
        try StartedProgram(ScratchPackage.tool, ["run", path, "--cache", "refresh"], environment: work.environment)
      }
      for run in started.map({ $0.finish(limit: 120) }) { #expect(run.code == 0, "\(run.everything)") }
      #expect(try ReportCheck.damage(work.path + "/reports/AtOnce") == nil)
    }
    #expect(try ProgramRun.tool(["run", path], environment: work.environment).errors.contains("already compiled"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: work.cache).allSatisfy { !$0.hasPrefix(".new-") })
  }

  @Test("clean removes what the tool wrote, keeps the rest and names it")
  func clean() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let work = try Work()
    #expect(try work.run(["run", "First", "Figures"]).code == 0)
    let notes = work.path + "/reports/First/notes.txt"
    try "mine".write(toFile: notes, atomically: true, encoding: .utf8)
    let planned = try work.run(["clean", "--dry-run"])
    #expect(planned.code == 0 && planned.output.contains("would remove 2 reports (Figures, First)"))
    #expect(planned.errors.contains("kept: ") && planned.errors.contains("notes.txt: this tool did not write it"))
    #expect(work.entries.count == 2)
    let one = try work.run(["clean", "Figures"])
    #expect(one.code == 0 && one.output.contains("removed 1 report (Figures)"), "\(one.everything)")
    #expect(work.entries.count == 2)
    let all = try work.run(["clean"])
    #expect(all.code == 0 && all.output.contains("removed 2 compiled notebooks"), "\(all.everything)")
    #expect(FileManager.default.fileExists(atPath: notes) && work.entries.isEmpty)
    #expect(!FileManager.default.fileExists(atPath: work.path + "/reports/First/run.json"))
    #expect(try work.run(["clean", "Figures"]).code == 64)
    #expect(try work.run(["run", "First"]).code == 0)
  }
}
