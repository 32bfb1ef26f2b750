import Foundation
import NotebookFormat
import Testing

@testable import NotebookRunner

@Suite("Comparing two runs")
struct RunComparisonTests {
  /// A run of three cells: a table, a figure, a text with a claim.
  struct Sample {
    var sharpness = 20.0
    var cellNumber = 0.25
    var steps = 120
    var curveEnd = 4.0
    var text = "loss 1.5×10⁻⁷ after 120 steps"
    var claims = ["it converged"]
    var labels: [String?] = ["tbl-runs", "fig-curve", nil]
    var printed = ""
    var seed: UInt64 = 7
    var learningRate = "0.1"
    var failure: Failure?
    /// How the second cell failed, which was meant to.
    var expected: Failure? = Failure(kind: .thrown, message: "no curve for rate 4", line: 21)

    var record: RunRecord {
      var options = labels.map { label -> CellOptions in
        var options = CellOptions()
        options.label = label
        return options
      }
      options.append(CellOptions())
      var blocks = labels.indices.map { index in
        Block.cell(Cell(index: index, lines: 10 * index + 10...10 * index + 12, code: "", options: options[index]))
      }
      blocks.append(
        .prose(
          Prose(
            lines: 1...2, markdown: "", sourceLines: [1],
            inlineValues: [InlineValue(id: 0, expression: "sharpness", format: "%.0f", line: 2, column: 4)])))
      let notebook = Notebook(path: "n/X.swift", source: "", options: NotebookOptions(), blocks: blocks)
      let table = TableOutput(
        columns: ["η", "steps", "name"],
        rows: [[.number(0.1), .integer(steps), .text("a")], [.number(cellNumber), .integer(8), .missing]])
      let curve = TableOutput(
        title: "loss", columns: ["x", "y"],
        rows: (0..<20).map { [.number(Double($0)), .number(Double($0) / 19 * curveEnd)] })
      let figure = FigureOutput(svg: "<svg/>", width: 1, height: 1, alt: "A curve.", data: [curve])
      let outputs: [[Output]] = [[.table(table)], [.figure(figure)], [.text(text)]]
      let cells = labels.indices.map { index in
        CellRecord(
          index: index, outputs: outputs[index],
          expectations: index == 2
            ? claims.map { Expectation(claim: $0, held: true, detail: "1.0 is near 1.0", line: 31) } : [],
          standardOutput: CapturedText(index == 2 ? printed : ""), seconds: Double.random(in: 0...1),
          expectedFailure: index == 1 ? expected : nil)
      }
      let recording = Recording(
        cells: cells,
        parameters: [
          Parameter(
            name: "learning-rate", type: "number", value: learningRate, defaultValue: "0.1", range: nil, help: nil,
            isOverridden: false, line: 5)
        ],
        inlineValues: [
          0: .init(text: String(Int(sharpness)), tex: "", number: sharpness)
        ], seed: seed, failure: failure)
      return RunRecord(notebook, recording, exitCode: failure == nil ? .ok : .cellFailed, files: [])
    }
  }

  private static func report(
    _ change: (inout Sample) -> Void, tolerances: Tolerances = Tolerances()
  ) -> DriftReport {
    var sample = Sample()
    change(&sample)
    return RunComparison.report(recorded: Sample().record, found: sample.record, tolerances: tolerances)
  }

  @Test("a run agrees with itself, whatever its times, and after it was written and read")
  func same() throws {
    let report = Self.report { _ in }
    #expect(report.drifts.isEmpty)
    #expect(report.comparedCount > 40)
    let data = try RunRecord.encoder().encode(Sample().record)
    let read = try EventCoding.decoder().decode(RunRecord.self, from: data)
    #expect(RunComparison.report(recorded: read, found: Sample().record).drifts.isEmpty)
  }

  @Test("every kind of value that changes is named with both values")
  func kinds() throws {
    func only(_ change: (inout Sample) -> Void) throws -> Drift {
      let report = Self.report(change)
      #expect(report.drifts.count == 1, "\(report.drifts.map(\.words))")
      return try #require(report.drifts.first)
    }
    let value = try only { $0.sharpness = 21 }
    #expect(value.kind == .value && value.line == 2)
    #expect(value.words == #"\(sharpness): recorded 20, found 21 (relative difference 0.05)"#)
    let number = try only { $0.cellNumber = 0.5 }
    #expect(number.words == "tbl-runs, table, row 2, “η”: recorded 0.25, found 0.5 (relative difference 1)")
    let whole = try only { $0.steps = 121 }
    #expect(whole.name == "table, row 1, “steps”" && whole.line == 10)
    let text = try only { $0.text = "loss 1.6×10⁻⁷ after 120 steps" }
    #expect(text.kind == .text && text.cell == "cell 3")
    #expect(abs((text.relativeDifference ?? 0) - 1 / 15) < 1e-9)
    #expect(try only { $0.printed = "done" }.name == "printed text")
    #expect(try only { $0.seed = 8 }.kind == .seed)
    #expect(try only { $0.learningRate = "0.2" }.words.hasPrefix("parameter 'learning-rate': recorded 0.1, found 0.2"))
    let ending = try only { $0.failure = Failure(kind: .trap, message: "index out of range", line: 31) }
    #expect(ending.kind == .ending && ending.found == "trap: index out of range")
    let reworded = try only { $0.expected = Failure(kind: .thrown, message: "no curve for rate 2", line: 20) }
    #expect(reworded.name == "words of the expected error" && reworded.cell == "fig-curve")
    #expect(reworded.recorded == "no curve for rate 4" && reworded.found == "no curve for rate 2")
    #expect(reworded.kind == .text && reworded.line == 20)
    let trapped = try only { $0.expected = Failure(kind: .trap, message: "Index out of range", line: 21) }
    #expect(
      trapped.words
        == "fig-curve, how the cell ended: recorded error: no curve for rate 4, found trap: Index out of range")
    #expect(trapped.kind == .ending && trapped.line == 21)
    #expect(try only { $0.expected = nil }.found == "ran to its end")
    let claim = try only { $0.claims = [] }
    #expect(claim.words.contains("claim “it converged”") && claim.found == nil)
  }

  @Test("where many values of a figure drift, the largest are listed, the rest counted, and both curves kept")
  func figure() throws {
    let report = Self.report { $0.curveEnd = 5 }
    // The first point, zero, stays.
    #expect(report.driftCount == 19)
    #expect(report.drifts.count == RunComparison.listLimit)
    #expect(report.drifts.allSatisfy { $0.kind == .figure && $0.cell == "fig-curve" })
    let curves = try #require(report.curves.first)
    #expect(curves.title == "fig-curve “loss”" && curves.yName == "y")
    #expect(curves.recorded.last?.y == 4 && curves.found.last?.y == 5)
  }

  @Test("cells that come or go are named, and the others still find their partners")
  func cells() {
    let report = Self.report { $0.labels = ["tbl-runs", "fig-other", nil] }
    #expect(report.drifts.map(\.cell) == ["fig-curve", "fig-other"])
    #expect(report.drifts.map { $0.found == nil } == [true, false])
    var shorter = Sample().record
    shorter.cells.remove(at: 0)
    let gone = RunComparison.report(recorded: Sample().record, found: shorter).drifts
    #expect(gone.map(\.words) == ["tbl-runs: recorded a cell with table, now missing"])
  }

  @Test("outputs, values, columns and rows that come or go are named")
  func parts() {
    var other = Sample().record
    other.values = []
    other.cells[2].outputs.append(other.cells[2].outputs[0])
    other.cells[0].outputs[0].tables[0].columns[2] = "word"
    other.cells[1].outputs[0].tables[0].rows.removeLast()
    let words = RunComparison.report(recorded: Sample().record, found: other).drifts.map(\.words)
    #expect(
      words == [
        #"\(sharpness): recorded 20, now missing"#, "tbl-runs, table, column “name”: recorded a column, now missing",
        "tbl-runs, table, column “word”: not recorded, found a column",
        "fig-curve, data of the figure “loss”, number of rows: recorded 20, found 19",
        "cell 3, output 2: not recorded, found loss 1.5×10⁻⁷ after 120 steps",
      ])
  }

  @Test("a tolerance holds for everything, a kind, or a name, and a nearer one goes before")
  func tolerances() {
    func count(_ tolerances: Tolerances, _ change: (inout Sample) -> Void) -> Int {
      Self.report(change, tolerances: tolerances).drifts.count
    }
    #expect(count(Tolerances(general: 1e-3)) { $0.cellNumber = 0.2501 } == 0)
    #expect(count(Tolerances()) { $0.cellNumber = 0.2501 } == 1)
    #expect(count(Tolerances()) { $0.cellNumber = 0.25 * (1 + 1e-12) } == 0)
    #expect(count(Tolerances(byKind: [.value: 0.1])) { $0.sharpness = 21 } == 0)
    #expect(count(Tolerances(byName: ["sharpness": 0.1])) { $0.sharpness = 21 } == 0)
    #expect(count(Tolerances(byKind: [.table: 1], byName: ["tbl-runs": 0])) { $0.cellNumber = 0.2501 } == 1)
    #expect(count(Tolerances(byName: ["fig-curve": 0.3])) { $0.curveEnd = 5 } == 0)
    #expect(count(Tolerances(general: 0.3)) { $0.curveEnd = 5 } == 0)
    // Whole numbers of tables only by name or kind, those of figures like all others.
    var (a, b) = (Sample().record, Sample().record)
    a.cells[1].outputs[0].tables[0].rows[1] = [.integer(1), .integer(20)]
    b.cells[1].outputs[0].tables[0].rows[1] = [.integer(1), .integer(21)]
    #expect(RunComparison.report(recorded: a, found: b, tolerances: Tolerances(general: 0.1)).drifts.isEmpty)
    #expect(RunComparison.report(recorded: a, found: b).drifts.count == 1)
    #expect(count(Tolerances(general: 0.1)) { $0.steps = 121 } == 1)
    #expect(count(Tolerances(byName: ["tbl-runs": 0.1])) { $0.steps = 121 } == 0)
    #expect(count(Tolerances(byKind: [.text: .infinity])) { $0.text = "quite other" } == 0)
    #expect(count(Tolerances(byName: ["fig-curve": 1])) { $0.expected?.message = "no curve for rate 5" } == 0)
    // Where in the cell it failed is not compared.
    #expect(count(Tolerances()) { $0.expected?.line = 22 } == 0)
  }

  @Test("a value whose digits on the page agree is told with all digits")
  func hiddenDigits() {
    let drift = Self.report { $0.sharpness = 20.25 }.drifts.first
    #expect(drift?.recorded == "20.0" && drift?.found == "20.25")
  }

  @Test("of a long text the part is told where it changes")
  func longText() {
    let start = String(repeating: "word ", count: 40)
    var (a, b) = (Sample(), Sample())
    (a.text, b.text) = (start + "one end", start + "other end")
    let drift = RunComparison.report(recorded: a.record, found: b.record).drifts.first
    #expect(drift?.recorded?.hasSuffix("word one end") == true && drift?.recorded?.hasPrefix("… ") == true)
    #expect(drift?.words.contains("other end") == true)
  }

  @Test("NaN agrees with NaN and with nothing else, and noise around zero is measured by its column")
  func specialNumbers() {
    let tolerance = Tolerance(relative: 1e-9)
    #expect(tolerance.accepts(.nan, for: .nan))
    #expect(!tolerance.accepts(.nan, for: 1) && !tolerance.accepts(1, for: .nan))
    #expect(tolerance.accepts(.infinity, for: .infinity) && !tolerance.accepts(.infinity, for: -.infinity))
    #expect(tolerance.accepts(-3e-16, for: 1e-16, scale: 1) && !tolerance.accepts(-3e-16, for: 1e-16))
  }

  @Test(
    "numbers in text are read as people and machines write them",
    arguments: [
      ("loss −1.5×10⁻⁷.", [-1.5e-7]), ("x=2.5e-3, y=+4", [2.5e-3, 4]), ("sha ab3f29", []),
      ("∞ and −∞", [.infinity, -.infinity]),
      ("no number", []), ("1,2;3", [1, 2, 3]), ("fig2 a_1", []), ("12:30:59", [12, 30, 59]), (".5 5.", [0.5, 5]),
    ] as [(String, [Double])])
  func numbers(text: String, values: [Double]) {
    let read = NumberedText(text)
    #expect(read.numbers.map(\.value) == values)
    #expect(read.words.count == read.numbers.count + 1)
  }

  @Test("the last of five digits may round otherwise, and a word may not change")
  func rounding() {
    func drifts(_ recorded: String, _ found: String) -> Bool {
      var (a, b) = (Sample(), Sample())
      (a.text, b.text) = (recorded, found)
      return !RunComparison.report(recorded: a.record, found: b.record).drifts.isEmpty
    }
    #expect(!drifts("1.23456", "1.23457"))
    #expect(drifts("1.23456", "1.23458"))
    #expect(drifts("1.23", "1.24"))
    #expect(drifts("12345", "12346"))
    #expect(drifts("a 1.0 b", "a 1.0 c"))
    #expect(!drifts("a −1.50 b", "a -1.5 b"))
  }

  @Test("alignment keeps order and uses everything once")
  func alignment() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      let a = (0..<Int.random(in: 0...8, using: &generator)).map { _ in Int.random(in: 0...3, using: &generator) }
      let b = (0..<Int.random(in: 0...8, using: &generator)).map { _ in Int.random(in: 0...3, using: &generator) }
      let pairs = Alignment.pairs(a, b) { _, _ in true }
      #expect(pairs.compactMap(\.recorded) == Array(a.indices))
      #expect(pairs.compactMap(\.found) == Array(b.indices))
    }
    #expect(Alignment.pairs([1, 2, 3], [1, 3]).map { [$0.recorded, $0.found] } == [[0, 0], [1, nil], [2, 1]])
  }

  @Test("a record of another format, a damaged one and another file are refused in words")
  func reading() throws {
    let path = FileManager.default.temporaryDirectory.path + "/flatbook-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    func refusal(_ text: String) throws -> String {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      do {
        _ = try RunRecord(contentsOf: path)
        return ""
      } catch { return error.description }
    }
    #expect(try refusal("{\"format\": 2}").contains("format 2, and this version of Flatbook reads format 1"))
    #expect(try refusal("{\"format\": 1}").contains("is damaged"))
    #expect(try refusal("[1, 2]").contains("is not a recorded run"))
    let text = String(decoding: try RunRecord.encoder().encode(Sample().record), as: UTF8.self)
    #expect(try refusal(text).isEmpty)
    // A record of before, without the newer fields.
    let older = text.replacing(/"(number|isSeedOverridden)" : [^,\n]*,\n\s*/, with: "")
    #expect(older != text)
    #expect(try refusal(older).isEmpty)
    #expect(throws: RunRecord.Unreadable.self) { try RunRecord(contentsOf: path + "-missing") }
  }
}
