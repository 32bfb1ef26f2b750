/// A dense real matrix, stored row by row.
///
/// A vector is a plain `[Double]`; a data set of n inputs in d dimensions is an n × d matrix.
public struct Matrix: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The entries in row-major order, `rows * columns` of them.
  public var elements: [Double]

  /// A matrix from its entries in row-major order.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) rows and \(columns) columns")
    precondition(
      elements.count == rows * columns, "\(rows) × \(columns) needs \(rows * columns) entries, got \(elements.count)")
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix with every entry the same.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: rows * columns))
  }

  /// A matrix of which `write` sets every entry; nothing is set before.
  @inlinable
  public init(rows: Int, columns: Int, writtenBy write: (UnsafeMutablePointer<Double>) -> Void) {
    precondition(rows >= 0 && columns >= 0, "a matrix cannot have \(rows) rows and \(columns) columns")
    let size = rows * columns
    self.init(
      rows: rows, columns: columns,
      elements: [Double](unsafeUninitializedCapacity: size) { entries, count in
        if let base = entries.baseAddress, size > 0 { write(base) }
        count = size
      })
  }

  /// A matrix from its rows, which must have equal lengths.
  public init(_ rows: [[Double]]) {
    let columns = rows.first?.count ?? 0
    precondition(rows.allSatisfy { $0.count == columns }, "every row of a matrix needs \(columns) entries")
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// The identity of the given size.
  public static func identity(_ size: Int) -> Matrix { diagonal(Array(repeating: 1, count: size)) }

  /// A square matrix with the given diagonal and zeros elsewhere.
  public static func diagonal(_ entries: [Double]) -> Matrix {
    var result = Matrix(rows: entries.count, columns: entries.count)
    for (i, entry) in entries.enumerated() { result[i, i] = entry }
    return result
  }

  /// The entry in a row and a column, both from 0.
  public subscript(row: Int, column: Int) -> Double {
    @inlinable get { elements[row * columns + column] }
    @inlinable set { elements[row * columns + column] = newValue }
  }

  /// A copy of one row.
  public func row(_ index: Int) -> [Double] { Array(elements[index * columns..<(index + 1) * columns]) }

  /// A copy of one column.
  public func column(_ index: Int) -> [Double] { (0..<rows).map { self[$0, index] } }

  /// The rows at `indices`, in that order; an index may repeat.
  public func rows(at indices: some Sequence<Int>) -> Matrix {
    var gathered: [Double] = []
    var count = 0
    for index in indices {
      gathered.append(contentsOf: elements[index * columns..<(index + 1) * columns])
      count += 1
    }
    return Matrix(rows: count, columns: columns, elements: gathered)
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rows: columns, columns: rows)
    for i in 0..<rows {
      for j in 0..<columns { result.elements[j * rows + i] = elements[i * columns + j] }
    }
    return result
  }
}
