import Foundation
import Testing

@Suite("Backtraces")
struct BacktraceTests {
  @Test(
    "a crash in a function names the notebook's own functions and lines, innermost first",
    arguments: ["debug", "release"])
  func crash(configuration: String) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let path = ScratchPackage.home + "/bad/Backtrace.swift"
    try ScratchPackage.write(
      """
      //: # Backtrace
      import Flatbook
      @inline(never) func element(_ list: [Int], at index: Int) -> Int {
        let doubled = list.map { 2 * $0 }
        return doubled[index]
      }
      @inline(never) func sum(_ count: Int) -> Int {
        var total = 0
        for index in 0..<count { total += element([1, 2, 3], at: index) }
        return total
      }

      // %% The crash
      print(sum(CommandLine.arguments.count + 6))

      """, to: path)
    let run = try ProgramRun.tool(["run", path, "--configuration", configuration, "--output-path", reports.path])
    #expect(run.code == 1, "\(run.everything)")
    let failure = try #require(try reports.record("Backtrace").failure)
    #expect(failure.message.contains("Index out of range"))
    #expect(failure.line == 5)
    let lines = try #require(failure.details).split(separator: "\n").map(String.init)
    let places = ["element(_:at:) at ", "sum(_:) at "].map { name in lines.firstIndex { $0.hasPrefix(name) } }
    let inner = try #require(places[0], "\(lines)")
    let outer = try #require(places[1], "\(lines)")
    #expect(inner < outer)
    #expect(lines[inner].contains("Backtrace.swift:5:"), "\(lines)")
    #expect(lines[outer].contains("Backtrace.swift:9:"), "\(lines)")
    #expect(lines.contains { $0.contains("Backtrace.swift:14:") }, "\(lines)")
    #expect(lines.allSatisfy { !$0.contains("$s") && !$0.contains(ScratchPackage.flatbook) }, "\(lines)")
  }
}
