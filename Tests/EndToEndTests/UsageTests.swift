import Foundation
import Testing

@Suite("Wrong usage and unwritable places")
struct UsageTests {
  @Test(
    "a word that is not known is answered with the one that was meant",
    arguments: [
      (["--sed", "3"], "Did you mean '--seed'?"), (["chekc"], "did you mean 'check'?"),
      (["Frist"], "did you mean 'First'?"), (["First", "-P", "ofset=1"], "did you mean 'offset'?"),
      (["First", "-P", "offset"], "offset"), (["--timeout", "-3"], "timeout"), (["help", "NB01"], "did you mean"),
      (["grade"], "not there yet"), (["First", "-j", "0"], "-j"), (["no/such/folder"], "there is no notebook"),
    ])
  func unknown(words: [String], answer: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let run = try ProgramRun.tool(words)
    #expect(run.code == 64, "\(run.everything)")
    #expect(run.everything.contains(answer), "\(run.everything)")
  }

  @Test("a place where no report can go is refused before anything runs", arguments: ["/", "/dev/null/x", "/proc/x"])
  func unwritable(path: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let run = try ProgramRun.tool(["First", "--output-path", path])
    #expect(run.code == 7, "\(run.everything)")
    #expect(run.errors.contains("--output-path"))
  }

  @Test("the package itself and a folder with other files are refused")
  func precious() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    for path in [ScratchPackage.package, ScratchPackage.notebooks] {
      #expect(try ProgramRun.tool(["First", "--output-path", path]).code == 7)
    }
  }

  @Test("a disk that is full leaves the last good report and nothing half-written")
  func fullDisk() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    #expect(try ProgramRun.tool(["First", "--output-path", reports.path]).code == 0)
    let before = reports.page("First")
    // No file may grow beyond 4 KB: what is compiled is there already, the page does not fit.
    let limited = "ulimit -f 4; trap '' XFSZ; exec \"$0\" \"$@\""
    let run = try ProgramRun.run(
      "/bin/bash", ["-c", limited, ScratchPackage.tool, "First", "--output-path", reports.path],
      environment: ProgramRun.toolEnvironment, limit: 60)
    #expect(run.code == 7, "\(run.everything)")
    #expect(run.errors.contains("could not be written"))
    #expect(reports.page("First") == before)
    #expect(reports.entries == ["First"])
  }
}
