import NotebookFormat

/// What a cell of a table can hold.
public protocol TableValue {
  var tableValue: TableOutput.Value { get }
}

extension Double: TableValue {
  public var tableValue: TableOutput.Value { .number(self) }
}

extension Float: TableValue {
  public var tableValue: TableOutput.Value { .number(Double(self)) }
}

extension Int: TableValue {
  public var tableValue: TableOutput.Value { .integer(self) }
}

extension String: TableValue {
  public var tableValue: TableOutput.Value { .text(self) }
}

extension Bool: TableValue {
  public var tableValue: TableOutput.Value { .text(self ? "yes" : "no") }
}

extension Optional: TableValue where Wrapped: TableValue {
  public var tableValue: TableOutput.Value { self?.tableValue ?? .missing }
}
