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
}
