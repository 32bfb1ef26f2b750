import Foundation
import LinearAlgebra
import Testing

@testable import Learning

/// A sweep whose process is killed: rows that write down that they are computed, in a folder which outlives it.
private struct KilledSweep {
  /// How the child, which cannot be handed anything, finds its folder and how many rows it may finish.
  static let variable = "FLATBOOK_KILLED_SWEEP"
  static let rates = (1...8).map { 1 / Double($0) }
  static let repetitions = 5

  let folder: String

  var log: String { folder + "/computed" }
  var rows: String { folder + "/rows" }

  /// The names of the rows' files.
  var files: Set<String> {
    Set(((try? FileManager.default.contentsOfDirectory(atPath: rows)) ?? []).filter { $0.hasSuffix(".value") })
  }

  /// The rows that were ever begun, "rate repetition", as often as they were.
  var begun: [String] {
    ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
  }

  /// Writes a line in one call, which the system appends whole.
  private static func append(_ line: String, to path: String) {
    let file = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
    _ = line.withCString { write(file, $0, strlen($0)) }
    close(file)
  }

  struct Row: Codable, Hashable, Sendable {
    let rate: Double
    let values: [Double]
  }

  func run(threads: Int, killAfter limit: Int? = nil) throws -> Sweep<Double, Row> {
    try Sweep(
      over: Self.rates, repetitions: Self.repetitions, seed: 3, store: RowFolder(rows), definition: "killed",
      threads: threads, cancellation: nil,
      progress: { if let limit, $0.finished - $0.fromStore == limit { kill(getpid(), SIGKILL) } },
      row: { rate, generator in
        // Different rates need different times, so that several threads are in the midst of rows at any moment.
        usleep(UInt32(1000 + 4000 * rate))
        let values = (0..<500).map { _ in rate * generator.normal() }
        Self.append("\(rate) \(values[0])\n", to: log)
        return Row(rate: rate, values: values)
      })
  }

  func contents() throws -> [String: Data] {
    var found: [String: Data] = [:]
    for name in files {
      let file = try Data(contentsOf: URL(fileURLWithPath: rows + "/" + name))
      // The first line says when a row was kept.
      found[name] = try Data(file[#require(file.firstIndex(of: UInt8(ascii: "\n")))...])
    }
    return found
  }

  /// What the child does: goes on with the sweep until it is killed.
  static func workAndDie() throws {
    let words = try #require(ProcessInfo.processInfo.environment[variable]).split(separator: "|").map(String.init)
    let (threads, limit) = (try #require(Int(words[0])), try #require(Int(words[1])))
    _ = try KilledSweep(folder: words[2]).run(threads: threads, killAfter: limit)
  }
}

@Suite("Killed sweeps", .serialized) struct KilledSweepTests {
  @Test(
    "a process killed amid a sweep loses no finished row: the next ones, of other numbers of threads, go on, and the end is what an undisturbed sweep ends with"
  )
  func killed() async throws {
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("killed-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: place) }
    let (broken, whole) = (KilledSweep(folder: place + "/broken"), KilledSweep(folder: place + "/whole"))
    for sweep in [broken, whole] {
      try FileManager.default.createDirectory(atPath: sweep.folder, withIntermediateDirectories: true)
    }
    defer { unsetenv(KilledSweep.variable) }
    for (threads, limit) in [(4, 5), (2, 9), (3, 1)] {
      let (finished, begun) = (broken.files, broken.begun.count)
      setenv(KilledSweep.variable, "\(threads)|\(limit)|\(broken.folder)", 1)
      await #expect(processExitsWith: .signal(SIGKILL)) { try KilledSweep.workAndDie() }
      // What was there stays, at least what the progress told of is new, and no more was begun than is new or was lost.
      #expect(broken.files.isSuperset(of: finished))
      let new = broken.files.count - finished.count
      #expect((limit...limit + threads - 1).contains(new))
      #expect((new...new + threads).contains(broken.begun.count - begun))
    }
    let (kept, begun) = (broken.files.count, broken.begun.count)
    let total = KilledSweep.rates.count * KilledSweep.repetitions
    try #require(kept >= 15 && kept < total)
    let resumed = try broken.run(threads: 5)
    #expect(resumed.entries.filter(\.isFromStore).count == kept)
    #expect(broken.begun.count - begun == total - kept)
    let undisturbed = try whole.run(threads: 1)
    #expect(whole.begun.count == total && Set(whole.begun) == Set(broken.begun))
    #expect(try resumed.rows == undisturbed.rows)
    #expect(try broken.contents() == whole.contents())
  }
}
