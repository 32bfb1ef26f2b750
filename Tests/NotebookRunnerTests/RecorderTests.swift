import Foundation
import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("The recorder")
struct RecorderTests {
  static let notebook = Notebook(
    path: "X.swift", source: "let a = 1\n\n  expect(a == 1)\n", options: NotebookOptions(),
    blocks: [
      .cell(Cell(index: 0, lines: 1...1, code: "let a = 1")),
      .cell(Cell(index: 1, lines: 3...3, code: "expect(a == 1)")),
    ])

  static func recorder(_ events: [RecordingEvent]) -> Recorder {
    var recorder = Recorder(notebook)
    for event in events { recorder.record(event) }
    return recorder
  }

  @Test("outputs, claims and times belong to the cell that runs")
  func cells() {
    let recorder = Self.recorder([
      .cellBegan(index: 0, secondsSinceStart: 0), .shown(.text("x"), line: 1),
      .cellBegan(index: 1, secondsSinceStart: 2), .expectation(Expectation(claim: "", held: true, detail: "", line: 3)),
      .cellBegan(index: -1, secondsSinceStart: 5), .ended(secondsSinceStart: 6),
    ])
    let stream = CellStream(mark: "m", limit: 10)
    let records = recorder.records(output: stream, errors: stream)
    #expect(records.map(\.seconds) == [2, 3])
    #expect(records[0].outputs == [.text("x")])
    #expect(records[1].expectations.map(\.claim) == ["expect(a == 1)"])
    #expect(recorder.hasEnded)
  }

  @Test("a cell that does not finish has no time")
  func unfinished() {
    let recorder = Self.recorder([.cellBegan(index: 0, secondsSinceStart: 0)])
    let stream = CellStream(mark: "m", limit: 10)
    #expect(recorder.records(output: stream, errors: stream).map(\.seconds) == [nil])
    #expect(!recorder.hasEnded)
  }

  @Test("events survive being cut anywhere, and broken lines are passed over")
  func eventLines() throws {
    var lines = EventLines()
    let bytes = try EventCoding.line(.seed(3)) + Array("{\"seed\":\n".utf8) + EventCoding.line(.seed(4))
    var events: [RecordingEvent] = []
    for byte in bytes { [byte].withUnsafeBytes { events += lines.receive($0) } }
    #expect(events == [.seed(3), .seed(4)])
  }

  @Test("a failure that was meant is none of the run's, and takes its trace with it")
  func expectedFailure() {
    let recorder = Self.recorder([
      .cellBegan(index: 0, secondsSinceStart: 0), .crashed(signal: 4, callers: [7], throwers: []),
      .failedAsExpected(cell: 0, message: nil), .cellBegan(index: 1, secondsSinceStart: 1),
      .cached(CacheUse(name: "x", line: 3, isReused: true, computed: "", seconds: 1, bytes: 2)),
    ])
    #expect(recorder.crashes.isEmpty)
    #expect(recorder.expectedFailures[0]?.crash?.callers == [7])
    #expect(recorder.expectedFailures[0]?.message == nil)
    let stream = CellStream(mark: "m", limit: 10)
    let failure = Failure(kind: .trap, message: "Index out of range")
    let records = recorder.records(output: stream, errors: stream, expectedFailures: [0: failure])
    #expect(records.map(\.expectedFailure) == [failure, nil])
    #expect(records[1].cached.map(\.name) == ["x"])
  }

  @Test("memory is watched against the cell's limit, then the command line's, then the notebook's")
  func memoryGuard() throws {
    var notebook = Self.notebook
    notebook.options.memory = 1
    func passed(_ cell: Int, limit: Int? = nil) -> MemoryGuard.Passed? {
      var memory = MemoryGuard(notebook, limit: limit)
      memory.note(.cellBegan(index: cell, secondsSinceStart: 0))
      Thread.sleep(forTimeInterval: 0.02)
      let advice = memory.check(process: ProcessInfo.processInfo.processIdentifier)
      #expect((advice == .ask) == (memory.passed != nil))
      return memory.passed
    }
    #expect(passed(0)?.limit == 1)
    #expect((passed(0)?.held ?? 0) > 1_000_000)
    #expect(passed(0, limit: 1 << 50) == nil)
    guard case .cell(var cell) = notebook.blocks[0] else { return }
    cell.options.memory = 2
    notebook.blocks[0] = .cell(cell)
    let ofCell = try #require(passed(0, limit: 1 << 50))
    #expect(ofCell.limit == 2 && ofCell.cell == 0)
    #expect(passed(1, limit: 1 << 50) == nil)
  }
}
