import LinearAlgebra

extension CSVTable {
  /// The numbers of a column, written with '.' as decimal mark and no mark between thousands; every one finite.
  ///
  /// - Throws: `DataError.file` with line and column for an empty cell, a text, a decimal comma, NaN or infinity.
  public func numbers(in column: CSVColumn) throws(DataError) -> [Double] {
    let position = try position(of: column)
    var numbers: [Double] = []
    numbers.reserveCapacity(rowCount)
    for row in 0..<rowCount { numbers.append(try number(row, position)) }
    return numbers
  }

  /// The numbers of some columns, one row per row of the table.
  ///
  /// - Throws: as ``numbers(in:)``.
  public func matrix(of columns: [CSVColumn]) throws(DataError) -> Matrix {
    var positions: [Int] = []
    for column in columns { positions.append(try position(of: column)) }
    var entries: [Double] = []
    entries.reserveCapacity(rowCount * positions.count)
    for row in 0..<rowCount {
      for position in positions { entries.append(try number(row, position)) }
    }
    return Matrix(rows: rowCount, columns: positions.count, elements: entries)
  }

  private func number(_ row: Int, _ column: Int) throws(DataError) -> Double {
    let text = try text(row, column)
    guard !text.isEmpty else { throw failure(.missingCell, row: row, column: column) }
    guard let value = Self.number(text) else {
      throw failure(.notANumber(text, hint: hint(text)), row: row, column: column)
    }
    guard value.isFinite else { throw failure(.notFinite(text), row: row, column: column) }
    return value
  }

  /// A decimal number; the hexadecimal ones that the standard library reads as well are not meant here.
  private static func number(_ text: String) -> Double? {
    if let value = Double(text), text.utf8.allSatisfy({ numberBytes.contains($0) }) || !value.isFinite { return value }
    return nil
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)

  private func hint(_ text: String) -> String? {
    if text.contains(","), Self.number(text.replacing(",", by: ".")) != nil {
      return "it is written with a decimal comma, which must be a point"
    }
    let other = Separator.allCases.first { $0 != separator && text.utf8.contains($0.rawValue) }
    if let other { return "the cells seem to be separated by a \(other)" }
    if ["na", "n/a", "null", "none", "-", "?"].contains(text.lowercased()) { return "it stands for a missing value" }
    if rowCount > 0, columnNames == nil { return "if the first line names the columns, say so" }
    return nil
  }
}

extension String {
  fileprivate func replacing(_ mark: Character, by other: Character) -> String {
    String(map { $0 == mark ? other : $0 })
  }
}
