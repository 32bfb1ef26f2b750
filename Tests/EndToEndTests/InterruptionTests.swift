import Foundation
import Testing

@Suite("Interrupted runs")
struct InterruptionTests {
  /// What ends a run from outside.
  enum Ending: String, CaseIterable {
    case interrupt, terminate, kill, pluginGone

    var code: Int32 { self == .kill ? SIGKILL : 130 }

    func happen(to started: StartedProgram) {
      let process = started.process.processIdentifier
      switch self {
      case .interrupt: _ = Foundation.kill(process, SIGINT)
      case .terminate: _ = Foundation.kill(process, SIGTERM)
      case .kill: _ = Foundation.kill(process, SIGKILL)
      case .pluginGone: started.closeInput()
      }
    }
  }

  @Test(
    "a tool that is interrupted or killed, or whose plugin goes away, leaves no process and the last good report",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/cmdline")), arguments: Ending.allCases)
  func interrupted(ending: Ending) throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let reports = ReportFolder()
    let name = "Endless_\(ending.rawValue)"
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
    Self.waitUntil(atMost: 1000) { !Self.processes(named: name).isEmpty }
    #expect(!Self.processes(named: name).isEmpty)
    ending.happen(to: started)
    let run = started.finish(limit: 20)
    #expect(run.code == ending.code, "\(run.everything)")
    Self.waitUntil(atMost: 300) { Self.processes(named: name).isEmpty }
    #expect(Self.processes(named: name).isEmpty)
    #expect(try reports.record(name).status == "ok")
    #expect(reports.entries == [name])
  }

  /// Looks every hundredth of a second, `atMost` times.
  private static func waitUntil(atMost looks: Int, _ condition: () -> Bool) {
    for _ in 0..<looks {
      if condition() { return }
      usleep(10_000)
    }
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
