import Foundation
import NotebookFormat
import Testing

@Suite("Events")
struct EventTests {
  static let events: [RecordingEvent] = [
    .cellBegan(index: 3, secondsSinceStart: 0.25),
    .shown(.text("a\nb \u{1F600} \u{0}"), line: 4),
    .shown(.table(TableOutput(columns: ["x"], rows: [[.number(.infinity)], [.missing], [.integer(3)]])), line: 5),
    .parameter(
      Parameter(
        name: "p", type: "number", value: "1", defaultValue: "2", range: nil, help: "η", isOverridden: true, line: 1)),
    .expectation(Expectation(claim: "c", held: false, detail: "d", line: 9)),
    .progress(done: 1, total: 2, label: "training"),
    .seed(.max),
    .inlineValue(id: 0, text: "−1", tex: "-1"),
    .inlineFailure(id: 1, message: "bad"),
    .failed(Failure(kind: .thrown, message: "m", line: 1, column: 2, details: "x")),
    .crashed(signal: 4, callers: [1, 2], throwers: []),
    .ended(secondsSinceStart: 1),
  ]

  @Test("every event is one line of JSON and reads back as itself", arguments: events)
  func roundTrip(event: RecordingEvent) throws {
    let line = try EventCoding.line(event)
    #expect(line.last == UInt8(ascii: "\n"))
    #expect(line.dropLast().contains(UInt8(ascii: "\n")) == false)
    #expect(try EventCoding.event(line: line) == event)
  }

  @Test("NaN and both infinities survive")
  func notANumber() throws {
    let values: [TableOutput.Value] = [.number(.nan), .number(.infinity), .number(-.infinity), .number(-0.0)]
    let event = RecordingEvent.shown(.table(TableOutput(columns: ["v"], rows: values.map { [$0] })), line: 1)
    guard case .shown(.table(let table), _) = try EventCoding.event(line: EventCoding.line(event)) else {
      Issue.record("another event came back")
      return
    }
    let numbers = table.rows.map { row -> Double? in if case .number(let number) = row[0] { number } else { nil } }
    #expect(numbers[0]?.isNaN == true)
    #expect(numbers[1] == .infinity)
    #expect(numbers[2] == -.infinity)
    #expect(numbers[3]?.sign == .minus)
  }

  @Test("a line that the C side writes at a crash is an event")
  func crashLine() throws {
    let line = Array(#"{"crashed":{"signal":11,"callers":[10662,10107],"throwers":[]}}"#.utf8)
    #expect(try EventCoding.event(line: line) == .crashed(signal: 11, callers: [10662, 10107], throwers: []))
  }

  @Test("a table without formats, as older records have them, still reads")
  func olderTable() throws {
    let table = try EventCoding.decoder().decode(TableOutput.self, from: Data(#"{"columns":["a"],"rows":[]}"#.utf8))
    #expect(table == TableOutput(columns: ["a"], rows: []))
  }
}
