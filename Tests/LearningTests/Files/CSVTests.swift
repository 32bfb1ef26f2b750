import Foundation
import Learning
import LinearAlgebra
import Testing

@Suite("CSV files") struct CSVTests {
  private static let houses =
    "area,rooms,\"kind, of \"\"house\"\"\"\r\n50.5,2,flat\n-1e2, 3 ,\"old\nhut\"\n7,4,flat\n\n"

  private func table(
    _ text: String, header: CSVTable.Header = .firstLine, separator: CSVTable.Separator = .comma
  ) throws -> CSVTable {
    try CSVTable(csvBytes: Array(text.utf8), path: "t.csv", header: header, separator: separator)
  }

  private func refused(
    _ text: String, line: Int, column: Int, _ problem: FileProblem? = nil, header: CSVTable.Header = .absent,
    separator: CSVTable.Separator = .comma, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expectRefusal(.cell(line: line, column: column), problem, sourceLocation: sourceLocation) {
      let table = try table(text, header: header, separator: separator)
      _ = try table.matrix(of: (0..<table.columnCount).map { .position($0) })
    }
  }

  @Test("names, numbers, quotes and line ends of every kind are read")
  func reading() throws {
    let table = try table(Self.houses)
    #expect(table.columnNames == ["area", "rooms", "kind, of \"house\""])
    #expect(table.rowCount == 3)
    #expect(try table.numbers(in: "area") == [50.5, -100, 7])
    #expect(try table.matrix(of: [1, "area"]) == Matrix([[2, 50.5], [3, -100], [4, 7]]))
    #expect(try table.texts(in: 2) == ["flat", "old\nhut", "flat"])
    #expect(try table.classes(in: "kind, of \"house\"") == ["flat", "old\nhut"])
    let plain = try self.table("\u{FEFF}1;2\r3;\"4\"", header: .absent, separator: .semicolon)
    #expect(plain.columnNames == nil)
    #expect(try plain.matrix(of: [0, 1]) == Matrix([[1, 2], [3, 4]]))
    #expect(try self.table("x\n").rowCount == 0)
  }

  @Test("a missing cell, a decimal comma, a text, NaN and infinity are errors with line and column")
  func badCells() {
    refused("1,2\n3,\n", line: 2, column: 2, .missingCell)
    refused("1,2\n  ,4", line: 2, column: 1, .missingCell)
    refused("1,2\n3,\"\"", line: 2, column: 2, .missingCell)
    refused("1\n\n3", line: 2, column: 1, .missingCell)
    let comma = "it is written with a decimal comma, which must be a point"
    refused(
      "a;b\n1;2\n1;3,5", line: 3, column: 2, .notANumber("3,5", hint: comma), header: .firstLine, separator: .semicolon)
    refused("1,\"2,5\"", line: 1, column: 2, .notANumber("2,5", hint: comma))
    refused("1,x", line: 1, column: 2)
    refused("1;2", line: 1, column: 1, .notANumber("1;2", hint: "the cells seem to be separated by a semicolon"))
    refused(
      "a,b\n1,NA", line: 2, column: 2, .notANumber("NA", hint: "it stands for a missing value"), header: .firstLine)
    refused("0x10", line: 1, column: 1)
    refused("1_000", line: 1, column: 1)
    refused("nan", line: 1, column: 1, .notFinite("nan"))
    refused("1\n-inf", line: 2, column: 1, .notFinite("-inf"))
    refused("1e999", line: 1, column: 1, .notFinite("1e999"))
  }

  @Test("rows of other lengths, open quotes and text that is not UTF-8 are errors with line and column")
  func badRows() {
    refused("1,2\n3", line: 2, column: 2, .wrongCellCount(found: 1, expected: 2))
    refused("1,2\n3,4,5", line: 2, column: 3, .wrongCellCount(found: 3, expected: 2))
    refused("1,2\n\n3,4", line: 2, column: 2, .wrongCellCount(found: 1, expected: 2))
    // A row in a locale with decimal commas has more cells than it should.
    refused("1,2\n1,5,2", line: 2, column: 3, .wrongCellCount(found: 3, expected: 2))
    refused("1,\"2\n3,4", line: 1, column: 2)
    refused("\"a\nb\",1\n1,\"2\"3", line: 3, column: 2)
    refused("1,2\"3", line: 1, column: 2)
    refused(String(repeating: ",", count: 1 << 20), line: 1, column: (1 << 20) + 1)
    expectRefusal(.cell(line: 1, column: 1)) {
      _ = try CSVTable(csvBytes: [0xFF, 0xFE], header: .firstLine)
    }
    for empty in ["", "\n\r\n", "\u{FEFF}"] {
      expectRefusal(.byte(0), .truncated(needed: 1, found: 0)) { _ = try table(empty) }
    }
  }

  @Test("a column is found by its name if that is there once")
  func columns() throws {
    let table = try table("a,b,a\n1,2,3\n")
    #expect(throws: DataError.self) { try table.position(of: 3) }
    #expect(throws: DataError.self) { try table.position(of: -1) }
    expectRefusal(.cell(line: 1, column: 1), .missingName("c", available: ["a", "b", "a"])) {
      _ = try table.position(of: "c")
    }
    expectRefusal(.cell(line: 1, column: 1), .duplicateName("a")) { _ = try table.position(of: "a") }
    #expect(try table.numbers(in: 2) == [3])
  }

  @Test("a data set comes from chosen columns, with values or classes as targets")
  func dataset() throws {
    try IDXBytes.withTemporaryDirectory { folder in
      let path = folder.appendingPathComponent("houses.csv").path
      try Data(Self.houses.utf8).write(to: URL(fileURLWithPath: path))
      let values = try Dataset(csv: path, inputs: ["rooms"], targets: .values(["area"]))
      #expect(values.inputs == Matrix([[2], [3], [4]]))
      #expect(values.targets == Matrix([[50.5], [-100], [7]]))
      let classes = ["old\nhut", "flat"]
      let labels = try Dataset(csv: path, inputs: ["area", "rooms"], targets: .labels(2, classes: classes))
      #expect(labels.targets == Matrix([[0, 1], [1, 0], [0, 1]]))
      let signs = try Dataset(csv: path, inputs: [0], targets: .labels(2, classes: classes, as: .signs))
      #expect(signs.targets == Matrix([[1], [-1], [1]]))
      expectRefusal(.cell(line: 3, column: 3), .unknownLabel("old\nhut", classes: ["flat"])) {
        _ = try Dataset(csv: path, inputs: [0], targets: .labels(2, classes: ["flat"]))
      }
      #expect(throws: DataError.self) {
        try Dataset(csv: path, inputs: [0], targets: .labels(2, classes: ["a", "a"]))
      }
      #expect(throws: DataError.self) {
        try Dataset(csv: path, inputs: [0], targets: .labels(2, classes: ["flat"], as: .signs))
      }
      #expect(throws: DataError.empty("input coordinates")) {
        try Dataset(csv: path, inputs: [], targets: .values([0]))
      }
    }
    #expect(throws: DataError.empty("samples")) {
      try Dataset(self.table("a,b\n"), inputs: [0], targets: .values([1]))
    }
  }

  @Test("20,000 damaged files end in a value or in a typed error")
  func corruptions() {
    let original = Array("a,b,c\r\n1,-2.5e3,\"x \"\"y\"\"\"\n4, 5 ,z\n".utf8)
    let refused = Corruption.refusals(of: original, head: original.count, seed: 51) {
      let table = try CSVTable(csvBytes: $0)
      guard table.columnCount == 3 else { return }
      _ = try table.matrix(of: [0, 1])
      _ = try table.texts(in: 2)
    }
    #expect(refused > 5_000)
  }

  @Test("an error says line, column and cure, without control characters")
  func wording() {
    let error = DataError.file(
      path: "t.csv", place: .cell(line: 3, column: 2), problem: .notANumber("3\u{1B},5", hint: nil), cure: "Mend it.")
    #expect(error.description == "t.csv, line 3, column 2: '3\u{FFFD},5' is not a number. Mend it.")
  }
}
