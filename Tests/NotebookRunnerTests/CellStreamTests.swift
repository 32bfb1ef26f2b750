import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("Captured streams")
struct CellStreamTests {
  static func stream(_ text: String, chunk: Int, limit: Int = 1 << 16) -> CellStream {
    var stream = CellStream(mark: "M-1", limit: limit)
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let end = min(start + chunk, bytes.count)
      bytes[start..<end].withUnsafeBytes { stream.receive($0) }
      start = end
    }
    stream.finish()
    return stream
  }

  static func mark(_ cell: Int) -> String { SessionSettings.boundary(mark: "M-1", cell: cell) }

  @Test("what each cell wrote is parted at the marks, however the bytes arrive", arguments: [1, 2, 3, 7, 64, 4096])
  func parts(chunk: Int) {
    let text = mark(0) + "one\n" + mark(1) + mark(2) + "three \u{2} and \u{2}M-1 no mark" + mark(-1) + "end"
    let stream = Self.stream(text, chunk: chunk)
    #expect(stream.cells[0]?.captured.text == "one\n")
    #expect(stream.cells[1] == nil)
    #expect(stream.cells[2]?.captured.text == "three \u{2} and \u{2}M-1 no mark")
    #expect(stream.cells[-1]?.captured.text == "end")
  }

  func mark(_ cell: Int) -> String { Self.mark(cell) }

  @Test("the mark of another run is ordinary text")
  func otherMark() {
    let text = mark(0) + SessionSettings.boundary(mark: "M-2", cell: 1) + "x"
    #expect(Self.stream(text, chunk: 5).cells.keys.sorted() == [0])
  }

  @Test("beyond the limit, beginning and end are kept and the rest is counted")
  func limit() {
    let text = mark(0) + "begin" + String(repeating: "x", count: 100_000) + "end" + mark(1) + "next"
    let stream = Self.stream(text, chunk: 1000, limit: 1000)
    let captured = stream.cells[0]?.captured
    #expect(captured?.droppedBytes == 100_008 - 1000)
    #expect(captured?.text.hasPrefix("begin") == true)
    #expect(captured?.text.hasSuffix("end") == true)
    #expect(captured?.text.contains("99008 bytes left out") == true)
    #expect(stream.cells[1]?.captured == CapturedText("next"))
  }

  @Test("a million lines cost no memory and little time")
  func flood() {
    var stream = CellStream(mark: "M-1", limit: 1 << 18)
    let chunk = [UInt8](repeating: 65, count: 1 << 16)
    for _ in 0..<4096 { chunk.withUnsafeBytes { stream.receive($0) } }
    #expect(stream.cells[0]?.captured.droppedBytes == (1 << 28) - (1 << 18))
  }
}
