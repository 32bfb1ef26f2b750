import LinearAlgebra

/// Inputs with their targets: n samples in d dimensions with C outputs, every number finite.
///
/// A value of this type is never empty and its two tables always have equally many rows.
public struct Dataset: Equatable, Sendable {
  /// The inputs, one sample per row: n × d.
  public let inputs: Matrix
  /// The targets, one sample per row: n × C.
  public let targets: Matrix

  /// A data set from inputs (n × d) and targets (n × C). O(n (d + C)).
  ///
  /// - Throws: `DataError.countMismatch`, `.empty` or `.notFinite`, which names the first offending entry.
  public init(inputs: Matrix, targets: Matrix) throws(DataError) {
    guard inputs.rows == targets.rows else {
      throw .countMismatch(inputs: inputs.rows, targets: targets.rows)
    }
    guard inputs.rows > 0 else { throw .empty("samples") }
    guard inputs.columns > 0 else { throw .empty("input coordinates") }
    guard targets.columns > 0 else { throw .empty("outputs") }
    try Self.requireFinite(inputs, table: "inputs")
    try Self.requireFinite(targets, table: "targets")
    self.inputs = inputs
    self.targets = targets
  }

  /// A data set with one output: inputs (n × d) and n targets.
  ///
  /// - Throws: as `init(inputs:targets:)`.
  public init(inputs: Matrix, targets: [Double]) throws(DataError) {
    try self.init(inputs: inputs, targets: Matrix(rows: targets.count, columns: 1, elements: targets))
  }

  /// A rearrangement of tables that have been checked before.
  init(checkedInputs inputs: Matrix, targets: Matrix) {
    self.inputs = inputs
    self.targets = targets
  }

  /// The number of samples, n.
  public var count: Int { inputs.rows }
  /// The number of input coordinates, d.
  public var inputDimension: Int { inputs.columns }
  /// The number of outputs, C.
  public var outputDimension: Int { targets.columns }

  private static func requireFinite(_ table: Matrix, table name: String) throws(DataError) {
    guard let place = table.elements.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(
      table: name, row: place / table.columns, column: place % table.columns, value: "\(table.elements[place])")
  }
}
