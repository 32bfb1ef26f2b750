/// Finds the cells of a CSV file in one pass.
struct CSVScan {
  /// Where a cell lies in the bytes, quotes included. Four bytes each: a table may have a cell per byte.
  struct Cell: Sendable {
    private let start: UInt32
    private let end: UInt32

    init(_ range: Range<Int>) {
      start = UInt32(range.lowerBound)
      end = UInt32(range.upperBound)
    }

    var range: Range<Int> { Int(start)..<Int(end) }
  }

  /// The largest file whose places a cell can hold.
  static let largestSize = Int(UInt32.max)
  /// The most cells in a row: names of columns take far more memory than the bytes between them.
  static let largestColumnCount = 1 << 20

  private let source: FileSource
  private let separator: UInt8
  private var offset = 0
  private var line = 1
  private(set) var cells: [Cell] = []
  private(set) var lines: [Int] = []
  /// The number of cells in the first row; nil if there is no row.
  private(set) var columnCount: Int?

  init(_ source: FileSource, separator: UInt8) {
    self.source = source
    self.separator = separator
  }

  mutating func run() throws(DataError) {
    let bytes = source.bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
    // Empty lines at the end say nothing; elsewhere they are rows with a missing cell.
    var end = bytes.count
    while end > offset, Self.isLineEnd(bytes[end - 1]) { end -= 1 }
    while offset < end { try row(until: end) }
  }

  private mutating func row(until end: Int) throws(DataError) {
    let first = cells.count
    let startLine = line
    while true {
      let column = cells.count - first + 1
      guard column <= Self.largestColumnCount else {
        throw failure(.malformed("a row has more than \(Self.largestColumnCount) cells"), line: line, column: column)
      }
      cells.append(Cell(try cell(until: end, column: column)))
      guard offset < end, source.bytes[offset] == separator else { break }
      offset += 1
    }
    if offset < end { endLine(until: end) }
    let found = cells.count - first
    let expected = columnCount ?? found
    guard found == expected else {
      throw failure(
        .wrongCellCount(found: found, expected: expected), line: startLine, column: min(found, expected) + 1)
    }
    columnCount = expected
    lines.append(startLine)
  }

  /// One cell, quotes and space around it included; leaves the offset at what ends it.
  private mutating func cell(until end: Int, column: Int) throws(DataError) -> Range<Int> {
    let bytes = source.bytes
    let quote = UInt8(ascii: "\"")
    let start = offset
    while offset < end, bytes[offset] == 0x20 || (bytes[offset] == 0x09 && separator != 0x09) { offset += 1 }
    if offset < end, bytes[offset] == quote {
      let startLine = line
      offset += 1
      while true {
        guard offset < end else {
          throw failure(.malformed("a cell in quotes is not closed"), line: startLine, column: column)
        }
        if bytes[offset] == quote {
          offset += 1
          guard offset < end, bytes[offset] == quote else { break }
          offset += 1
        } else if Self.isLineEnd(bytes[offset]) {
          endLine(until: end)
        } else {
          offset += 1
        }
      }
      while offset < end, bytes[offset] == 0x20 || (bytes[offset] == 0x09 && separator != 0x09) { offset += 1 }
      guard offset == end || bytes[offset] == separator || Self.isLineEnd(bytes[offset]) else {
        throw failure(.malformed("something follows the closing quote of a cell"), line: line, column: column)
      }
      return start..<offset
    }
    while offset < end, bytes[offset] != separator, !Self.isLineEnd(bytes[offset]) {
      guard bytes[offset] != quote else {
        throw failure(.malformed("a quote in the middle of a cell without quotes"), line: line, column: column)
      }
      offset += 1
    }
    return start..<offset
  }

  /// Steps over one line end: LF, CR LF or CR.
  private mutating func endLine(until end: Int) {
    let isReturn = source.bytes[offset] == 0x0D
    offset += 1
    if isReturn, offset < end, source.bytes[offset] == 0x0A { offset += 1 }
    line += 1
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private func failure(_ problem: FileProblem, line: Int, column: Int) -> DataError {
    .file(path: source.path, place: .cell(line: line, column: column), problem: problem, cure: source.cure)
  }
}
