import Testing

@testable import Plotting

@Suite("Data as CSV")
struct DataTableCSVTests {
  /// The fields of a text after RFC 4180, read by its grammar.
  private func read(_ text: String) throws -> [[String]] {
    var rows: [[String]] = []
    var (row, field): ([String], String) = ([], "")
    let scalars = Array(text.unicodeScalars)
    var index = 0
    var isQuoted = false
    while index < scalars.count {
      let scalar = scalars[index]
      if isQuoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if index + 1 < scalars.count, scalars[index + 1] == "\"" {
          field += "\""
          index += 1
        } else {
          isQuoted = false
        }
      } else if scalar == "\"" {
        try #require(field.isEmpty)
        isQuoted = true
      } else if scalar == "," {
        row.append(field)
        field = ""
      } else if scalar == "\r" {
        try #require(index + 1 < scalars.count && scalars[index + 1] == "\n")
        rows.append(row + [field])
        (row, field) = ([], "")
        index += 1
      } else {
        try #require(scalar != "\n")
        field.unicodeScalars.append(scalar)
      }
      index += 1
    }
    #expect(!isQuoted && row.isEmpty && field.isEmpty)
    return rows
  }

  @Test("Every number comes back bit for bit, and every text as it was")
  func roundTrip() throws {
    var generator = SplitMix64(seed: 5)
    let numbers = (0..<300).map { _ in Double(bitPattern: generator.next()) } + [0, 1, -3, 1e15, 0.1, 1e300, .infinity]
    let pieces = ["a", ",", "\"", "\r", "\n", "\r\n", " ", "η", "训练", "שלום", ";", "=1+1", "'", "🎉"]
    let texts = numbers.map { _ in
      (0..<generator.whole(0...5)).map { _ in pieces[generator.whole(0...(pieces.count - 1))] }.joined()
    }
    let table = DataTable(columns: [
      .init("loss, \"mean\"", .numbers(numbers)), .init("name", .texts(texts)), .init("short", .numbers([2])),
    ])
    let rows = try read(table.csv())
    #expect(rows.count == numbers.count + 1)
    #expect(rows[0] == ["loss, \"mean\"", "name", "short"])
    for (index, row) in rows.dropFirst().enumerated() {
      #expect(row.count == 3)
      if numbers[index].isNaN {
        #expect(row[0].isEmpty)
      } else {
        #expect(Double(row[0])?.bitPattern == numbers[index].bitPattern)
      }
      #expect(Array(row[1].unicodeScalars) == Array(texts[index].unicodeScalars))
      #expect(row[2] == (index == 0 ? "2" : ""))
    }
  }

  @Test("A small table is written as one would by hand")
  func small() {
    let table = DataTable(columns: [
      .init("epoch", .numbers([1, 2])), .init("loss", .numbers([0.1, .nan])), .init("run", .texts(["a", "b,c"])),
    ])
    #expect(table.csv() == "epoch,loss,run\r\n1,0.1,a\r\n2,,\"b,c\"\r\n")
    #expect(DataTable(columns: []).csv() == "\r\n")
  }

  @Test("A grid's table names the place of every value, and takes no memory for that")
  func grid() throws {
    let grid = Grid(x: [1.0, 2], y: [10.0, 20, 30]) { $0 + $1 }
    let table = try #require(Heatmap(grid).table(naming: ChannelNames()))
    #expect(table.rowCount == 6)
    let rows = try read(table.csv()).dropFirst()
    #expect(Array(rows) == [10, 20, 30].flatMap { y in [1, 2].map { x in ["\(x)", "\(y)", "\(x + y)"] } })
    #expect(table.columns[0].values == .repeated([1, 2], each: 1, count: 6))
    #expect(table.columns[1].values == .repeated([10, 20, 30], each: 2, count: 6))
  }

  @Test("A figure has a file for each table, with different names that say which")
  func files() {
    let figure = Figure(columns: 2) {
      for name in ["B = 1", "B = 4"] {
        Plot(name) {
          for index in 0..<6 { Line(x: [0, 1], y: [0, Double(index)], label: #"$\lambda_{\#(index)}$ / run"#) }
          Points(x: [1], y: [2])
          Rule(x: 1, label: "///")
        }
      }
    }
    .x("epoch")
    let files = figure.csv()
    #expect(files.count == figure.tables().count && files.count == 16)
    #expect(Set(files.map(\.name)).count == 16)
    #expect(files[0] == DataFile(name: "01-b-1-λ₀-run.csv", text: "epoch,y\r\n0,0\r\n1,0\r\n"))
    #expect(files.allSatisfy { !$0.name.contains("/") && !$0.name.contains(" ") && $0.name.hasSuffix(".csv") })
    #expect(Plot { Points(x: [1], y: [2]) }.csv().map(\.name) == ["1-data.csv"])
  }

  @Test("Every mark with data has a table, whatever the layout")
  func everyFigure() {
    for seed in UInt64(0)..<60 {
      var generator = SplitMix64(seed: seed)
      let figure = randomFigure(&generator)
      let tables = figure.tables()
      #expect(figure.csv().map(\.text) == tables.map { $0.csv() })
    }
  }
}
