import Foundation
import Testing

@Suite("Interrupted runs")
struct InterruptionTests {
  @Test(
    "a tool that is interrupted, or killed, leaves no process and the last good report",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/cmdline")), arguments: [SIGINT, SIGTERM, SIGKILL])
  func interrupted(signal: Int32) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let name = "Endless\(signal)"
    let path = ScratchPackage.home + "/bad/\(name).swift"
    try ScratchPackage.write(
      """
      //: # Endless
      import Flatbook
      let rounds = param("rounds", default: 1_000_000_000)
      var i = 0
      for _ in 0..<rounds { for _ in 0..<1_000_000_000 { i = (i &* 31 &+ 7) % 1_000_003 } }
      print(i)

      """, to: path)
    let good = try ProgramRun.tool(["run", path, "-P", "rounds=0", "--output-path", reports.path])
    #expect(good.code == 0, "\(good.everything)")

    let started = try StartedProgram(
      ScratchPackage.tool, ["run", path, "-v", "--output-path", reports.path], environment: ProgramRun.toolEnvironment)
    for _ in 0..<1000 where Self.processes(named: name).isEmpty { usleep(10_000) }
    #expect(!Self.processes(named: name).isEmpty)
    kill(started.process.processIdentifier, signal)
    let run = started.finish(limit: 20)
    #expect(run.code == (signal == SIGKILL ? SIGKILL : 130), "\(run.everything)")
    for _ in 0..<300 where !Self.processes(named: name).isEmpty { usleep(10_000) }
    #expect(Self.processes(named: name).isEmpty)
    #expect(try reports.record(name).status == "ok")
    #expect(reports.entries == [name])
  }

  /// Running programs compiled from the notebook.
  private static func processes(named name: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { entry in
      guard Int(entry) != nil, let data = FileManager.default.contents(atPath: "/proc/\(entry)/cmdline") else {
        return false
      }
      return String(decoding: data, as: UTF8.self).hasPrefix(ScratchPackage.work)
        && String(decoding: data, as: UTF8.self).contains("/Notebook_\(name)\0")
    }
  }
}
