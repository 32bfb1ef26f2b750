import Foundation
import NotebookFormat
import NotebookRunner
import Testing

@Suite("Results")
struct ResultTests {
  @Test("CSV keeps digits, quotes what must be, and starts no formula")
  func csv() {
    let table = TableOutput(
      columns: ["a,b", "=x"], rows: [[.number(0.1 + 0.2), .text("say \"hi\"")], [.missing, .integer(-3)]])
    #expect(CommaSeparated.text(table) == "\"a,b\",'=x\r\n0.30000000000000004,\"say \"\"hi\"\"\"\r\n,-3\r\n")
  }

  @Test("figures are named by their label, other outputs by their cell")
  func figureNames() {
    var options = CellOptions()
    options.label = "fig-loss"
    let notebook = Notebook(
      path: "X.swift", source: "", options: NotebookOptions(),
      blocks: [
        .cell(Cell(index: 0, lines: 1...1, code: "", options: options)), .cell(Cell(index: 1, lines: 2...2, code: "")),
      ])
    let figure = FigureOutput(
      svg: "<svg/>", png: [1], width: 1, height: 1, alt: "", data: [TableOutput(columns: [], rows: [])])
    let recording = Recording(cells: [
      CellRecord(index: 0, outputs: [.figure(figure)]),
      CellRecord(index: 1, outputs: [.text("t"), .table(TableOutput(columns: ["x"], rows: []))]),
    ])
    let names = FigureFiles.all(notebook, recording).map(\.name)
    #expect(names == ["fig-loss.svg", "fig-loss.png", "fig-loss.csv", "cell-2-2.csv"])
  }

  @Test("a record reads back, NaN included")
  func record() throws {
    let recording = Recording(
      cells: [CellRecord(index: 0, outputs: [.table(TableOutput(columns: ["x"], rows: [[.number(-.infinity)]]))])],
      seed: 9, failure: Failure(kind: .timeout, message: "slow"), failedCell: 0)
    let notebook = Notebook(
      path: "n/X.swift", source: "", options: NotebookOptions(), blocks: [.cell(Cell(index: 0, lines: 1...2, code: ""))]
    )
    let record = RunRecord(notebook, recording, exitCode: .cellFailed, files: [])
    let data = try RunRecord.encoder().encode(record)
    #expect(try EventCoding.decoder().decode(RunRecord.self, from: data) == record)
    #expect(record.exitCode == 1)
    #expect(record.notebook == "X.swift")
  }

  @Test("exit codes are those that are documented")
  func exitStatuses() {
    #expect(ExitStatus.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 6, 7, 64, 130])
    #expect(ExitStatus(nil) == .ok)
    #expect(ExitStatus(Failure(kind: .compilation, message: "")) == .doesNotCompile)
    #expect(ExitStatus(Failure(kind: .expectation, message: "")) == .cellFailed)
  }
}
