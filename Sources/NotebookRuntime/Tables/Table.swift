import NotebookFormat

/// A table of rows:
///
/// ```swift
/// show(Table(runs) {
///   Column("η", \.learningRate, format: "%.3g")
///   Column("sharpness", \.sharpness, format: "%.2f")
/// })
/// ```
public struct Table<Row>: Displayable {
  /// Collects the columns of a table.
  @resultBuilder
  public enum Columns {
    /// A column in the list.
    public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    /// The columns in the order given.
    public static func buildBlock(_ columns: [Column<Row>]...) -> [Column<Row>] { columns.flatMap { $0 } }
    /// The columns of an `if` without `else`; none where it is false.
    public static func buildOptional(_ columns: [Column<Row>]?) -> [Column<Row>] { columns ?? [] }
    /// The columns of an `if` that is true.
    public static func buildEither(first columns: [Column<Row>]) -> [Column<Row>] { columns }
    /// The columns of an `else`.
    public static func buildEither(second columns: [Column<Row>]) -> [Column<Row>] { columns }
    /// The columns of a loop, one turn after the other.
    public static func buildArray(_ columns: [[Column<Row>]]) -> [Column<Row>] { columns.flatMap { $0 } }
  }

  private let title: String?
  private let rows: [Row]
  private let columns: [Column<Row>]

  /// A table with a line for every row and the columns in the order given.
  ///
  /// The title is text, like all that a run makes: Markdown and formulas go into the cell's option `caption`.
  public init(_ rows: some Sequence<Row>, title: String? = nil, @Columns columns: () -> [Column<Row>]) {
    self.title = title
    self.rows = Array(rows)
    self.columns = columns()
  }

  /// The table as the page gets it.
  ///
  /// - Throws: `NumberFormat.Mistake` for a format that is none, or what a column's closure throws.
  public func output() throws -> Output {
    for column in columns {
      guard let format = column.format else { continue }
      _ = try NumberFormat(format)
    }
    return .table(
      TableOutput(
        title: title, columns: columns.map(\.title),
        rows: try rows.map { row in try columns.map { try $0.value(row) } },
        formats: columns.map(\.format)))
  }
}
