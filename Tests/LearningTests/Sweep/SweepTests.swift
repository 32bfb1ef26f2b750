import Foundation
import LinearAlgebra
import Testing

@testable import Learning

private struct Row: Codable, Hashable, Sendable {
  let rate: Double
  let value: Double
  let odd: Double
}

private struct Broken: Error {}

/// Counts what is computed.
private final class Counter: @unchecked Sendable {
  private let lock = NSLock()
  private var number = 0
  var count: Int { lock.withLock { number } }
  func increment() -> Int {
    lock.withLock {
      number += 1
      return number
    }
  }
}

private func withFolder(_ body: (String) throws -> Void) throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sweep-\(UUID().uuidString)").path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try body(folder)
}

/// The rows of a folder by the names of their files, as they were encoded: what stands after the line that says when.
private func contents(_ folder: String) throws -> [String: Data] {
  var found: [String: Data] = [:]
  for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name.hasSuffix(".value") {
    let file = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
    found[name] = try Data(file[#require(file.firstIndex(of: UInt8(ascii: "\n")))...])
  }
  return found
}

@Suite("Sweeps") struct SweepTests {
  private let rates = [0.1, 0.25, 1 / 3.0, 5]

  private static func row(_ rate: Double, _ generator: inout SplitMix64) -> Row {
    Row(rate: rate, value: generator.normal() / 3, odd: rate > 4 ? .infinity : -0.1 * rate)
  }

  private func stored(
    _ folder: String, points: [Double]? = nil, definition: String = "a", seed: UInt64 = 7, threads: Int? = nil,
    cancellation: SweepCancellation? = nil, counter: Counter = Counter(), cancelAfter: Int = .max
  ) throws -> Sweep<Double, Row> {
    try Sweep(
      over: points ?? rates, repetitions: 3, seed: seed, store: RowFolder(folder + "/rows/of/mine"),
      definition: definition, threads: threads, cancellation: cancellation, progress: { _ in },
      row: { rate, generator in
        if counter.increment() >= cancelAfter { cancellation?.cancel() }
        return Self.row(rate, &generator)
      })
  }

  @Test("rows come in order, with the same random numbers at every point")
  func order() throws {
    let sweep = try Sweep(over: rates, repetitions: 3, seed: 7) { Self.row($0, &$1) }
    let rows = try sweep.rows
    #expect(rows.map(\.rate) == rates.flatMap { [$0, $0, $0] })
    #expect(sweep.entries.map(\.repetition) == [0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2])
    for point in 0..<4 { #expect(rows[3 * point..<3 * point + 3].map(\.value) == rows[0..<3].map(\.value)) }
    #expect(Set(rows[0..<3].map(\.value)).count == 3)
  }

  @Test("rows depend neither on the number of threads nor on the other points, nor on being stored")
  func determinism() throws {
    let plain = try Sweep(over: rates, repetitions: 3, seed: 7) { Self.row($0, &$1) }.rows
    for threads in [1, 2, 5] {
      try withFolder { folder in
        let rows = try stored(folder, threads: threads).rows
        #expect(rows == plain)
      }
    }
    let fewer = try Sweep(over: [rates[2]], repetitions: 3, seed: 7) { Self.row($0, &$1) }.rows
    #expect(fewer == Array(plain[6..<9]))
  }

  @Test("a sweep that was broken off goes on where it stopped, with the same bytes")
  func resuming() throws {
    try withFolder { folder in
      try withFolder { whole in
        let expected = try stored(whole, threads: 1).rows
        let first = Counter()
        #expect(throws: SweepError.cancelled(finished: 5, of: 12)) {
          _ = try stored(
            folder, threads: 1, cancellation: SweepCancellation(), counter: first, cancelAfter: 5)
        }
        // What a process killed while it writes leaves behind.
        try Data("half a r".utf8).write(to: URL(fileURLWithPath: folder + "/rows/of/mine/.new-17"))
        let second = Counter()
        let sweep = try stored(folder, counter: second)
        #expect(try sweep.rows == expected)
        #expect(first.count == 5 && second.count == 7 && sweep.entries.filter(\.isFromStore).count == 5)
        #expect(try contents(folder + "/rows/of/mine") == contents(whole + "/rows/of/mine"))
      }
    }
  }

  @Test("a damaged row is computed again, and nothing else is")
  func damage() throws {
    try withFolder { folder in
      let rows = try stored(folder).rows
      let place = folder + "/rows/of/mine"
      let files = try contents(place)
      let names = files.keys.sorted()
      #expect(names.count == 12)
      func change(_ name: String, _ change: (Data) -> Data) throws {
        let file = URL(fileURLWithPath: place + "/" + name)
        try change(Data(contentsOf: file)).write(to: file)
      }
      try change(names[0]) { Data($0.dropLast(3)) + [$0[$0.count - 3] ^ 1] + Data($0.suffix(2)) }
      try change(names[1]) { Data($0.dropLast(5)) }
      try change(names[2]) { _ in Data() }
      let other = try Data(contentsOf: URL(fileURLWithPath: place + "/" + names[4]))
      try change(names[3]) { _ in other }
      try FileManager.default.removeItem(atPath: place + "/" + names[5])
      let counter = Counter()
      #expect(try stored(folder, counter: counter).rows == rows && counter.count == 5)
      #expect(try contents(place) == files)
    }
  }

  @Test("another seed, definition or point is another row")
  func keys() throws {
    try withFolder { folder in
      _ = try stored(folder)
      func computed(_ definition: String, _ seed: UInt64, _ points: [Double]) throws -> Int {
        let counter = Counter()
        _ = try stored(folder, points: points, definition: definition, seed: seed, counter: counter)
        return counter.count
      }
      #expect(try computed("a", 7, rates) == 0)
      #expect(try computed("a", 7, [rates[3], 8, rates[0]]) == 3)
      #expect(try computed("b", 7, rates) == 12)
      #expect(try computed("a", 8, rates) == 12)
    }
  }

  @Test("a row that fails takes no other with it and is tried again")
  func failures() throws {
    try withFolder { folder in
      func sweep(_ fails: Bool) throws -> Sweep<Double, Row> {
        try Sweep(over: rates, repetitions: 2, seed: 1, store: RowFolder(folder), definition: "f") { rate, generator in
          if fails, rate == 0.25 { throw Broken() }
          return Self.row(rate, &generator)
        }
      }
      let broken = try sweep(true)
      #expect(broken.finishedRows.count == 6 && broken.failures.map(\.point) == [0.25, 0.25])
      #expect(throws: SweepError.failed(2, of: 8, first: "point 0.25, repetition 0: Broken()")) { try broken.rows }
      let mended = try sweep(false)
      #expect(try mended.rows.count == 8 && mended.entries.filter(\.isFromStore).count == 6)
    }
  }

  @Test("progress counts every row and says how long the rest takes")
  func progress() throws {
    let lock = NSLock()
    nonisolated(unsafe) var seen: [SweepProgress] = []
    _ = try Sweep(
      over: rates, repetitions: 5, seed: 1, progress: { step in lock.withLock { seen.append(step) } },
      row: { Self.row($0, &$1) })
    #expect(seen.map(\.finished) == Array(1...20) && seen.allSatisfy { $0.total == 20 && $0.remaining != nil })
    #expect(seen.last?.remaining == .zero)
    let half = SweepProgress(finished: 6, fromStore: 2, total: 10, elapsed: .seconds(8))
    #expect(half.remaining == .seconds(8))
    #expect(SweepProgress(finished: 2, fromStore: 2, total: 10, elapsed: .seconds(8)).remaining == nil)
  }

  @Test("a store that cannot be written fails its rows with the place")
  func unwritable() throws {
    let sweep = try Sweep(over: [1.0], seed: 1, store: RowFolder("/dev/null/rows"), definition: 0) {
      Self.row($0, &$1)
    }
    #expect(throws: SweepError.self) { try sweep.rows }
    let reason = sweep.failures.first.map { "\($0.error)" } ?? ""
    #expect(reason.contains("/dev/null"))
    #expect(throws: SweepError.noRepetitions(0)) { try Sweep(over: [1], repetitions: 0, seed: 1) { point, _ in point } }
    #expect(try Sweep(over: [Int](), seed: 1) { point, _ in point }.rows.isEmpty)
  }
}
