import LinearAlgebra

/// The shift and the scale that give every column of a table mean 0 and standard deviation 1, to be applied to other
/// tables as well: x ↦ (x − mean)/scale.
///
/// Take it from the training inputs and apply the same to the test inputs. It changes the input gradients of a network
/// by the scales, so every statement about them is in the standardised units.
public struct Standardization: Equatable, Sendable, Codable {
  /// The mean of each column.
  public let means: [Double]
  /// The standard deviation of each column (with 1/n); 1 where the column is constant.
  public let scales: [Double]
  /// The positions of the columns with one value only, which become 0.
  public let constantColumns: [Int]

  /// The means and standard deviations of a table. O(entries).
  ///
  /// - Throws: `DataError.empty` for no row, `.notFinite` for an entry that is NaN or infinite, `.invalidArgument` for a
  ///   column whose spread is not a finite number.
  public init(of table: Matrix) throws(DataError) {
    guard table.rows > 0 else { throw .empty("samples") }
    if let place = table.elements.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(
        table: "table", row: place / table.columns, column: place % table.columns, value: "\(table.elements[place])")
    }
    var means: [Double] = []
    var scales: [Double] = []
    var constantColumns: [Int] = []
    for column in 0..<table.columns {
      let values = table.column(column)
      guard let first = values.first, values.contains(where: { $0 != first }) else {
        means.append(values.first ?? 0)
        scales.append(1)
        constantColumns.append(column)
        continue
      }
      let count = Double(values.count)
      let mean = values.reduce(0) { $0 + $1 / count }
      let scale = vectorNorm(values.map { $0 - mean }, exponent: 2) / count.squareRoot()
      guard scale.isFinite, scale > 0 else {
        throw .invalidArgument(
          name: "spread of column \(column)", value: "\(scale)", allowed: "a positive finite number; rescale the column"
        )
      }
      means.append(mean)
      scales.append(scale)
    }
    self.means = means
    self.scales = scales
    self.constantColumns = constantColumns
  }

  /// (x − mean)/scale, entry by entry.
  ///
  /// - Throws: `DataError.invalidArgument` for another number of columns.
  public func applied(to table: Matrix) throws(DataError) -> Matrix {
    try transformed(table) { ($0 - $1) / $2 }
  }

  /// x · scale + mean: the inverse of ``applied(to:)``.
  ///
  /// - Throws: `DataError.invalidArgument` for another number of columns.
  public func undone(in table: Matrix) throws(DataError) -> Matrix {
    try transformed(table) { $0 * $2 + $1 }
  }

  private func transformed(
    _ table: Matrix, _ transform: (_ x: Double, _ mean: Double, _ scale: Double) -> Double
  ) throws(DataError) -> Matrix {
    guard table.columns == means.count else {
      throw .invalidArgument(
        name: "columns", value: "\(table.columns)", allowed: "\(means.count), as in the recorded table")
    }
    var result = table
    for row in 0..<table.rows {
      for column in 0..<table.columns {
        result[row, column] = transform(table[row, column], means[column], scales[column])
      }
    }
    return result
  }
}

extension Dataset {
  /// The same samples with their inputs standardised as recorded, from these inputs or from others.
  ///
  /// ```swift
  /// let recorded = try Standardization(of: training.inputs)
  /// let (a, b) = try (training.standardizingInputs(by: recorded), test.standardizingInputs(by: recorded))
  /// ```
  ///
  /// - Throws: `DataError.invalidArgument` for another number of columns, `.notFinite` if a result overflows.
  public func standardizingInputs(by standardization: Standardization) throws(DataError) -> Dataset {
    try Dataset(inputs: standardization.applied(to: inputs), targets: targets)
  }
}
