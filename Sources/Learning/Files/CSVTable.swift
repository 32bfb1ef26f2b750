/// A column of a table of text: by its name in the first line, or by its position, counted from 0.
public enum CSVColumn: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// The column of a name, which the first line must give.
  case named(String)
  /// The column of a position, from 0.
  case position(Int)

  /// A column from its name: `"mass"`.
  public init(stringLiteral name: String) { self = .named(name) }
  /// A column from its position: `0` is the first.
  public init(integerLiteral position: Int) { self = .position(position) }
}

/// A table of text with equally many cells in every row, as a CSV file holds it.
///
/// The cells stay text until a column is asked for, so that a table may hold names and numbers side by side.
/// Memory: the file's bytes and 8 more per cell and row.
public struct CSVTable: Sendable {
  /// What stands between two cells.
  public enum Separator: UInt8, Sendable, CaseIterable {
    /// `,`
    case comma = 0x2C
    /// `;`, usual where a comma is the decimal mark.
    case semicolon = 0x3B
    /// A tab.
    case tab = 0x09
  }

  /// Whether the first line names the columns.
  public enum Header: Sendable, Hashable {
    /// The first line holds names and no row.
    case firstLine
    /// The first line is a row like the others; columns have positions only.
    case absent
  }

  let source: FileSource
  let separator: Separator
  /// Where each cell lies, row by row; those of the line of names come first.
  private let cells: [CSVScan.Cell]
  /// The line in which each row begins, from 1.
  private let lines: ArraySlice<Int>
  /// The number of cells in every row.
  public let columnCount: Int
  /// The names of the columns; nil if the first line is a row like the others.
  public let columnNames: [String]?

  /// The number of rows, the line of names not counted.
  public var rowCount: Int { lines.count }
}

extension CSVTable {
  /// What to advise about a CSV file that cannot be used, if the caller knows nothing better.
  public static let defaultCure = "Mend the cell, or write the table again with '.' as decimal mark."

  /// Reads a CSV file in UTF-8: cells in quotes may hold separators, line breaks and doubled quotes; lines end as on any
  /// system; a byte order mark and empty lines at the end are skipped.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - header: whether the first line names the columns.
  ///   - separator: what stands between two cells. It is not guessed.
  ///   - byteLimit: the largest file to accept; 1 GiB if not given, and never 4 GiB or more.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with the path, the line, the column and the cure, as for a row with too few cells.
  ///
  /// Source: RFC 4180.
  public init(
    csv path: String, header: Header = .firstLine, separator: Separator = .comma, byteLimit: Int = 1 << 30,
    cure: String = defaultCure
  ) throws(DataError) {
    try self.init(
      csvBytes: FileBytes.read(path, limit: min(byteLimit, CSVScan.largestSize), cure: cure), path: path,
      header: header, separator: separator, cure: cure)
  }

  /// Reads a CSV file from its bytes; `path` is used in errors only.
  ///
  /// - Throws: as `init(csv:header:separator:byteLimit:cure:)`.
  public init(
    csvBytes bytes: [UInt8], path: String = "data", header: Header = .firstLine, separator: Separator = .comma,
    cure: String = defaultCure
  ) throws(DataError) {
    let source = FileSource(bytes, path: path, cure: cure)
    guard bytes.count <= CSVScan.largestSize else {
      throw source.failure(.tooLarge(size: bytes.count, limit: CSVScan.largestSize), at: 0)
    }
    var scan = CSVScan(source, separator: separator.rawValue)
    try scan.run()
    guard let columnCount = scan.columnCount else { throw source.failure(.truncated(needed: 1, found: 0), at: 0) }
    self.source = source
    self.separator = separator
    self.columnCount = columnCount
    switch header {
    case .absent:
      columnNames = nil
      lines = scan.lines[...]
    case .firstLine:
      var names: [String] = []
      for column in 0..<columnCount {
        names.append(try Self.text(source, scan.cells[column], line: scan.lines[0], column: column))
      }
      columnNames = names
      lines = scan.lines.dropFirst()
    }
    cells = scan.cells
  }

  func failure(_ problem: FileProblem, row: Int, column: Int) -> DataError {
    .file(
      path: source.path, place: .cell(line: lines[lines.startIndex + row], column: column + 1), problem: problem,
      cure: source.cure)
  }

  /// The position of a column.
  ///
  /// - Throws: `DataError.file` if no column or more than one has the name, or there is no such position.
  public func position(of column: CSVColumn) throws(DataError) -> Int {
    func failure(_ problem: FileProblem) -> DataError {
      .file(path: source.path, place: .cell(line: 1, column: 1), problem: problem, cure: source.cure)
    }
    switch column {
    case .position(let position):
      guard (0..<columnCount).contains(position) else {
        throw .invalidArgument(
          name: "column of \(source.path)", value: "\(position)", allowed: "positions from 0 to \(columnCount - 1)")
      }
      return position
    case .named(let name):
      let names = columnNames ?? []
      guard let position = names.firstIndex(of: name) else {
        throw failure(.missingName(name, available: names))
      }
      guard names.lastIndex(of: name) == position else { throw failure(.duplicateName(name)) }
      return position
    }
  }

  /// The text of every cell of a column, without quotes and without space around it.
  ///
  /// - Throws: `DataError.file` for an unknown column or a cell that is not UTF-8.
  public func texts(in column: CSVColumn) throws(DataError) -> [String] {
    let position = try position(of: column)
    var texts: [String] = []
    for row in 0..<rowCount { texts.append(try text(row, position)) }
    return texts
  }

  /// The different texts of a column in the order of their first appearance.
  ///
  /// - Throws: as ``texts(in:)``.
  public func classes(in column: CSVColumn) throws(DataError) -> [String] {
    var seen: Set<String> = []
    return try texts(in: column).filter { seen.insert($0).inserted }
  }

  func text(_ row: Int, _ column: Int) throws(DataError) -> String {
    let place = lines.startIndex + row
    return try Self.text(source, cells[place * columnCount + column], line: lines[place], column: column)
  }

  private static func text(
    _ source: FileSource, _ cell: CSVScan.Cell, line: Int, column: Int
  ) throws(DataError) -> String {
    let quote = UInt8(ascii: "\"")
    var range = cell.range
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
    while let first = source.bytes[range].first, isSpace(first) { range = range.dropFirst() }
    while let last = source.bytes[range].last, isSpace(last) { range = range.dropLast() }
    var text = source.text(range)
    if range.count >= 2, source.bytes[range.lowerBound] == quote {
      var content: [UInt8] = []
      var wasQuote = false
      for byte in source.bytes[range.dropFirst().dropLast()] {
        if byte == quote, wasQuote {
          wasQuote = false
          continue
        }
        wasQuote = byte == quote
        content.append(byte)
      }
      text = utf8Text(content)
    }
    guard let text else {
      throw .file(
        path: source.path, place: .cell(line: line, column: column + 1), problem: .malformed("the cell is not UTF-8"),
        cure: source.cure)
    }
    return text
  }
}
