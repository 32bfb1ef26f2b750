import Foundation
import Testing

@Suite("Killed runs")
struct KilledRunsTests {
  /// `Scripts/kill-runs` asks for more.
  static func number(_ variable: String, _ otherwise: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) } ?? otherwise
  }

  @Test(
    "runs killed at random moments leave whole reports, no process and a sound cache, and the next run succeeds",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/environ")))
  func killed() throws {
    try #require(ScratchPackage.firstRun.code == 0)
    let (count, seed) = (Self.number("FLATBOOK_KILL_RUNS", 15), Self.number("FLATBOOK_KILL_SEED", 1))
    var runs = try KilledRuns(seed: seed)
    let failure = try runs.measure()
    try #require(failure == nil, "the notebook does not run: \(failure ?? "")")
    // A second time, now that the compiler's modules are there.
    _ = try runs.measure()
    for _ in 0..<count { try runs.killOne() }
    try runs.lookAtCache()
    print(runs.summary)
    #expect(runs.troubles.isEmpty, "\(runs.troubles.joined(separator: "\n"))")
  }
}
