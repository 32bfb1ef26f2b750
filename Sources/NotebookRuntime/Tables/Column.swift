import NotebookFormat

/// A column of a `Table`: a title and what it takes from each row.
///
/// A format such as `"%.3g"` says how numbers are written on the page; the table's data keep every digit.
public struct Column<Row> {
  let title: String
  let format: String?
  let value: (Row) throws -> TableOutput.Value

  init(_ title: String, format: String?, value: @escaping (Row) throws -> TableOutput.Value) {
    self.title = title
    self.format = format
    self.value = value
  }

  /// From a property or a closure: `Column("η", \.learningRate)` or `Column("2/η") { 2 / $0.learningRate }`.
  public init(_ title: String, format: String? = nil, _ value: @escaping (Row) throws -> some TableValue) {
    self.init(title, format: format) { try value($0).tableValue }
  }

  /// From a property of the row.
  public init(_ title: String, _ path: KeyPath<Row, some TableValue>, format: String? = nil) {
    self.init(title, format: format) { $0[keyPath: path].tableValue }
  }
}
