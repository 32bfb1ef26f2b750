/// Values over a rectangle of places: one for every pair of an x and a y.
public struct Grid: Hashable, Sendable {
  /// Increasing.
  public let x: [Double]
  /// Increasing.
  public let y: [Double]
  /// `values[row * x.count + column]` belongs to `x[column]` and `y[row]`.
  public let values: [Double]
  let note: String?

  /// A function's values at every pair of an x and a y. Places are put in order; those that repeat or are not finite
  /// are left out, and a note under the figure says so.
  public init<Failure: Error>(
    x givenX: [Double], y givenY: [Double], _ value: (Double, Double) throws(Failure) -> Double
  ) throws(Failure) {
    self.x = Grid.ordered(givenX)
    self.y = Grid.ordered(givenY)
    var values: [Double] = []
    values.reserveCapacity(self.x.count * self.y.count)
    for y in self.y {
      for x in self.x { values.append(try value(x, y)) }
    }
    self.values = values
    let dropped = givenX.count - self.x.count + givenY.count - self.y.count
    note = dropped == 0 ? nil : "\(dropped) grid places repeat or are not finite and are left out."
  }

  // Whole numbers by overloads and not by a generic initialiser, which the compiler would take seconds to choose.

  /// A function's values at every pair of an x and a whole y.
  public init<Failure: Error>(
    x: [Double], y: [Int], _ value: (Double, Double) throws(Failure) -> Double
  ) throws(Failure) {
    try self.init(x: x, y: y.map { Double($0) }, value)
  }

  /// A function's values at every pair of a whole x and a y.
  public init<Failure: Error>(
    x: [Int], y: [Double], _ value: (Double, Double) throws(Failure) -> Double
  ) throws(Failure) {
    try self.init(x: x.map { Double($0) }, y: y, value)
  }

  /// A function's values at every pair of a whole x and a whole y.
  public init<Failure: Error>(
    x: [Int], y: [Int], _ value: (Double, Double) throws(Failure) -> Double
  ) throws(Failure) {
    try self.init(x: x.map { Double($0) }, y: y.map { Double($0) }, value)
  }

  /// A ready matrix of values, a row for every y.
  ///
  /// - Throws: ``GridError`` if the numbers of values do not match, or the places do not increase.
  public init(x: [Double], y: [Double], rows: [[Double]]) throws(GridError) {
    guard rows.count == y.count else { throw .rowCount(given: rows.count, expected: y.count) }
    for (index, row) in rows.enumerated() where row.count != x.count {
      throw .columnCount(row: index, given: row.count, expected: x.count)
    }
    guard x == Grid.ordered(x) else { throw .notIncreasing(axis: "x") }
    guard y == Grid.ordered(y) else { throw .notIncreasing(axis: "y") }
    self.x = x
    self.y = y
    values = rows.flatMap { $0 }
    note = nil
  }

  /// The value of a column and a row.
  public subscript(column: Int, row: Int) -> Double { values[row * x.count + column] }

  private static func ordered(_ values: [Double]) -> [Double] {
    var result: [Double] = []
    for value in values.filter(\.isFinite).sorted() where result.last != value { result.append(value) }
    return result
  }
}

/// Why a matrix cannot be a grid.
public enum GridError: Error, Hashable, CustomStringConvertible {
  /// There are more or fewer rows than values of y.
  case rowCount(given: Int, expected: Int)
  /// A row has more or fewer values than there are values of x.
  case columnCount(row: Int, given: Int, expected: Int)
  /// The places along an axis do not increase, or are not finite.
  case notIncreasing(axis: String)

  /// The error in words: what was found and what to give instead.
  public var description: String {
    switch self {
    case .rowCount(let given, let expected):
      "The grid has \(given) rows for \(expected) values of y: give one row for every y."
    case .columnCount(let row, let given, let expected):
      "Row \(row) of the grid has \(given) values for \(expected) values of x: give one value for every x."
    case .notIncreasing(let axis):
      "The values of \(axis) of a grid must be finite and increase: sort them, and the rows or columns with them."
    }
  }
}
