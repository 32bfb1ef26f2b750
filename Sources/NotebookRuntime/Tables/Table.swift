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
    public static func buildExpression(_ column: Column<Row>) -> [Column<Row>] { [column] }
    public static func buildBlock(_ columns: [Column<Row>]...) -> [Column<Row>] { columns.flatMap { $0 } }
    public static func buildOptional(_ columns: [Column<Row>]?) -> [Column<Row>] { columns ?? [] }
    public static func buildEither(first columns: [Column<Row>]) -> [Column<Row>] { columns }
    public static func buildEither(second columns: [Column<Row>]) -> [Column<Row>] { columns }
    public static func buildArray(_ columns: [[Column<Row>]]) -> [Column<Row>] { columns.flatMap { $0 } }
  }

  private let title: String?
  private let rows: [Row]
  private let columns: [Column<Row>]

  /// A table with a line for every row and the columns in the order given.
  public init(_ rows: some Sequence<Row>, title: String? = nil, @Columns columns: () -> [Column<Row>]) {
    self.title = title
    self.rows = Array(rows)
    self.columns = columns()
  }

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
