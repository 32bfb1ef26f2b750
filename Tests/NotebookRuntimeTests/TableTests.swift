import NotebookFormat
import NotebookRuntime
import Testing

@Suite("Tables")
struct TableTests {
  struct Run {
    var rate: Double
    var count: Int?
    var name: String
  }

  static let runs = [Run(rate: 0.1, count: 3, name: "a"), Run(rate: .nan, count: nil, name: "b")]

  @Test("columns take properties and closures, and keep every digit")
  func columns() throws {
    let output = try Table(Self.runs, title: "Runs") {
      Column("η", \.rate, format: "%.3g")
      Column("n", \.count)
      Column("twice") { 2 * $0.rate }
      Column("name", \.name)
    }.output()
    guard case .table(let table) = output else {
      Issue.record("no table")
      return
    }
    #expect(table.title == "Runs")
    #expect(table.columns == ["η", "n", "twice", "name"])
    #expect(table.formats == ["%.3g", nil, nil, nil])
    #expect(table.rows[0] == [.number(0.1), .integer(3), .number(0.2), .text("a")])
    #expect(table.rows[1][1] == .missing)
  }

  @Test("columns may depend on conditions and loops")
  func builder() throws {
    let isLong = true
    let output = try Table(Self.runs) {
      if isLong { Column("name", \.name) }
      for power in 1...2 { Column("η^\(power)") { power == 1 ? $0.rate : $0.rate * $0.rate } }
    }.output()
    guard case .table(let table) = output else { return }
    #expect(table.columns == ["name", "η^1", "η^2"])
  }

  @Test(
    "a format that C would take but we do not is refused", arguments: ["%n", "%*d", "%.3", "%s%s", "plain", "%1000f"])
  func wrongFormat(format: String) {
    #expect(throws: NumberFormat.Mistake.self) {
      try Table(Self.runs) { Column("η", \.rate, format: format) }.output()
    }
  }
}
