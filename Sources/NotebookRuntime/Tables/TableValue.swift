import NotebookFormat

/// What a cell of a table can hold.
public protocol TableValue {
  /// The value as a table holds it.
  var tableValue: TableOutput.Value { get }
}

extension Double: TableValue {
  /// The number; the column's format says how it is written.
  public var tableValue: TableOutput.Value { .number(self) }
}

extension Float: TableValue {
  /// The number as a `Double`.
  public var tableValue: TableOutput.Value { .number(Double(self)) }
}

extension Int: TableValue {
  /// The whole number.
  public var tableValue: TableOutput.Value { .integer(self) }
}

extension String: TableValue {
  /// The text as it is.
  public var tableValue: TableOutput.Value { .text(self) }
}

extension Bool: TableValue {
  /// `yes` or `no`.
  public var tableValue: TableOutput.Value { .text(self ? "yes" : "no") }
}

extension Optional: TableValue where Wrapped: TableValue {
  /// The value, or `TableOutput.Value.missing` for nil.
  public var tableValue: TableOutput.Value { self?.tableValue ?? .missing }
}
