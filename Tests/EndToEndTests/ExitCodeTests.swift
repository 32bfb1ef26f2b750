import Foundation
import Testing

@Suite("Exit codes")
struct ExitCodeTests {
  /// A command, and the code that it must end with. `5` is kept for the checks of assignments and never given.
  struct Case: Sendable, CustomTestStringConvertible {
    var code: Int32
    var name: String
    var cell = "print(1)"
    var words: [String] = []
    var testDescription: String { "\(code): \(name)" }
  }

  static let cases = [
    Case(code: 0, name: "ok"), Case(code: 1, name: "a claim is false", cell: "expect(false)"),
    Case(code: 1, name: "an error is thrown", cell: "struct E: Error {}\nthrow E()"),
    Case(code: 2, name: "a type is wrong", cell: "let x: Int = \"\""),
    Case(code: 3, name: "an option is unknown", cell: "//| captoin: x\nprint(1)"),
    Case(code: 6, name: "the page is too large", words: ["--max-size", "1KB"]),
    Case(code: 6, name: "a warning in a strict notebook", cell: "let unused = { let x = 1 }", words: ["--strict"]),
    Case(code: 7, name: "no place for reports", words: ["--output-path", "/proc/nowhere"]),
    Case(code: 64, name: "an option that does not exist", words: ["--sed", "1"]),
    Case(code: 64, name: "a cache that does not exist", words: ["--cache", "maybe"]),
  ]

  @Test("each way to end has its code, and the last line or the message says it", arguments: cases)
  func code(test: Case) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let name = "Exit" + test.name.split(separator: " ").map(\.capitalized).joined()
    let path = ScratchPackage.home + "/exit/\(name).swift"
    try ScratchPackage.write("//: # Exit\nimport Flatbook\n\n// %% Then\n\(test.cell)\n", to: path)
    let words = test.words.contains("--output-path") ? test.words : test.words + ["--output-path", reports.path]
    let run = try ProgramRun.tool(["run", path] + words)
    #expect(run.code == test.code, "\(run.everything)")
    if ![7, 64].contains(test.code) {
      #expect(run.output.hasSuffix("(exit code \(test.code))\n"), "\(run.everything)")
    }
    if [0, 1, 2].contains(test.code) { #expect(try reports.record(name).exitCode == test.code) }
  }

  @Test("drift is 4, an interruption 130")
  func driftAndInterruption() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let (reports, verified) = (ReportFolder(), ReportFolder())
    let path = ScratchPackage.home + "/exit/ExitDrift.swift"
    try ScratchPackage.write("//: Found \\(x).\nlet x = 1\n", to: path)
    #expect(try ProgramRun.tool(["run", path, "--output-path", reports.path]).code == 0)
    try ScratchPackage.write("//: Found \\(x).\nimport Foundation\nlet x = 2\nsleep(60)\n", to: path)
    let started = try StartedProgram(
      ScratchPackage.tool, ["run", path, "-v", "--output-path", reports.path], environment: ProgramRun.toolEnvironment)
    for _ in 0..<6000 where !started.errorsSoFar.contains("cell 1 of 1") { usleep(10_000) }
    kill(started.process.processIdentifier, SIGINT)
    let interrupted = started.finish(limit: 30)
    #expect(
      interrupted.code == 130 && interrupted.errors.hasSuffix("error: interrupted\n"), "\(interrupted.everything)")
    try ScratchPackage.write("//: Found \\(x).\nlet x = 2\n", to: path)
    let run = try ProgramRun.tool(["verify", path, "--against", reports.path, "--output-path", verified.path])
    #expect(run.code == 4, "\(run.everything)")
  }
}
