import LinearAlgebra

/// Which columns of a table of text are the targets, and what they mean.
public enum CSVTargets: Sendable, Hashable {
  /// Numbers, one output per column.
  case values([CSVColumn])
  /// The class of each sample as a text; `classes` lists them in the order of the outputs. See `CSVTable.classes(in:)`.
  case labels(CSVColumn, classes: [String], as: ClassTargets = .oneHot)
}

extension Dataset {
  /// Samples from a CSV file, one per row.
  ///
  /// ```swift
  /// let houses = try Dataset(csv: "houses.csv", inputs: ["area", "rooms"], targets: .values(["price"]))
  /// ```
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - inputs: the columns of the inputs, in this order.
  ///   - targets: the columns of the targets and what they mean.
  ///   - header: whether the first line names the columns.
  ///   - separator: what stands between two cells.
  ///   - cure: what to advise if the file cannot be used.
  /// - Throws: `DataError.file` with line and column; `.empty` without rows or columns; `.invalidArgument` for classes
  ///   that make no sense.
  public init(
    csv path: String, inputs: [CSVColumn], targets: CSVTargets, header: CSVTable.Header = .firstLine,
    separator: CSVTable.Separator = .comma, cure: String = CSVTable.defaultCure
  ) throws(DataError) {
    try self.init(
      CSVTable(csv: path, header: header, separator: separator, cure: cure), inputs: inputs, targets: targets)
  }

  /// Samples from a table of text, one per row.
  ///
  /// - Throws: as `init(csv:inputs:targets:header:separator:cure:)`.
  public init(_ table: CSVTable, inputs: [CSVColumn], targets: CSVTargets) throws(DataError) {
    let targetMatrix: Matrix
    switch targets {
    case .values(let columns): targetMatrix = try table.matrix(of: columns)
    case .labels(let column, let classes, let meaning):
      try meaning.requireUsable(classes)
      let position = try table.position(of: column)
      let positions = Dictionary(uniqueKeysWithValues: zip(classes, classes.indices))
      var rows: [[Double]] = []
      for (row, label) in try table.texts(in: column).enumerated() {
        guard let place = positions[label] else {
          let problem = label.isEmpty ? FileProblem.missingCell : .unknownLabel(label, classes: classes)
          throw table.failure(problem, row: row, column: position)
        }
        rows.append(meaning.values(position: place, classCount: classes.count))
      }
      targetMatrix = Matrix(rows)
    }
    try self.init(inputs: table.matrix(of: inputs), targets: targetMatrix)
  }
}

extension ClassTargets {
  /// Lets classes pass if they differ and this meaning has outputs for them.
  func requireUsable(_ classes: [some Hashable]) throws(DataError) {
    guard !classes.isEmpty, Set(classes).count == classes.count else {
      throw .invalidArgument(name: "classes", value: "\(classes)", allowed: "different classes, at least one")
    }
    if self == .signs, classes.count != 2 {
      throw .invalidArgument(name: "targets", value: "signs", allowed: "signs need exactly two classes")
    }
  }
}
