import NotebookFormat

/// Two tables, value by value.
struct TableComparison {
  /// A difference in a table, before it is known where the table stands.
  struct Difference {
    var name: String
    var recorded: String?
    var found: String?
    var relative: Double?
  }

  private let recorded: TableOutput
  private let found: TableOutput
  private let tolerance: Tolerance
  private(set) var drifts: [Difference] = []
  private(set) var count = 0

  init(_ recorded: TableOutput, _ found: TableOutput, _ tolerance: Tolerance) {
    self.recorded = recorded
    self.found = found
    self.tolerance = tolerance
  }

  mutating func compare() {
    count += 1
    if recorded.title != found.title {
      drifts.append(Difference(name: "title", recorded: recorded.title, found: found.title))
    }
    if recorded.rows.count != found.rows.count {
      drifts.append(
        Difference(name: "number of rows", recorded: "\(recorded.rows.count)", found: "\(found.rows.count)"))
    }
    for pair in Alignment.pairs(recorded.columns, found.columns) {
      switch (pair.recorded, pair.found) {
      case (let before?, let now?): compareColumn(before, now)
      case (let before?, nil):
        drifts.append(Difference(name: "column “\(recorded.columns[before])”", recorded: "a column", found: nil))
      case (nil, let now?):
        drifts.append(Difference(name: "column “\(found.columns[now])”", recorded: nil, found: "a column"))
      case (nil, nil): break
      }
    }
  }

  private mutating func compareColumn(_ before: Int, _ now: Int) {
    func values(_ table: TableOutput, _ column: Int) -> [TableOutput.Value] {
      table.rows.map { column < $0.count ? $0[column] : .missing }
    }
    let (old, new) = (values(recorded, before), values(found, now))
    let scale = old.reduce(0) { largest, value in
      guard case .number(let number) = value, number.isFinite else { return largest }
      return max(largest, number.magnitude)
    }
    for (row, (old, new)) in zip(old, new).enumerated() {
      count += 1
      guard !accepts(new, for: old, scale: scale) else { continue }
      drifts.append(
        Difference(
          name: "row \(row + 1), “\(recorded.columns[before])”", recorded: Self.text(old), found: Self.text(new),
          relative: Self.number(old).flatMap { old in
            Self.number(new).flatMap { Tolerance.relativeDifference($0, old) }
          }))
    }
  }

  private func accepts(_ found: TableOutput.Value, for recorded: TableOutput.Value, scale: Double) -> Bool {
    if tolerance.relative == .infinity { return true }
    switch (recorded, found) {
    case (.integer(let old), .integer(let new)): return tolerance.accepts(new, for: old)
    case (.text, .text), (.missing, .missing): return recorded == found
    default:
      guard let old = Self.number(recorded), let new = Self.number(found) else { return false }
      return tolerance.accepts(new, for: old, scale: scale)
    }
  }

  static func number(_ value: TableOutput.Value) -> Double? {
    switch value {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    default: nil
    }
  }

  private static func text(_ value: TableOutput.Value) -> String {
    switch value {
    case .number(let number): "\(number)"
    case .integer(let integer): "\(integer)"
    case .text(let text): text
    case .missing: "no value"
    }
  }

  /// What is told one by one: changes of the table's form, then the values that differ most, in their order.
  func listed(kind: Drift.Kind, cell: String, line: Int, name: String) -> [Drift] {
    let limit = RunComparison.listLimit
    let order = drifts.indices.sorted { a, b in
      let (x, y) = (drifts[a].relative ?? .infinity, drifts[b].relative ?? .infinity)
      return x != y ? x > y : a < b
    }
    let kept = order.prefix(limit).sorted()
    return kept.map { index in
      let difference = drifts[index]
      return Drift(
        kind: kind, cell: cell, line: line, name: "\(name), \(difference.name)", recorded: difference.recorded,
        found: difference.found, relativeDifference: difference.relative,
        unlisted: index == kept.last ? drifts.count - kept.count : 0)
    }
  }

  /// Both tables as curves, where they have two columns of numbers.
  func curves(title: String) -> DriftReport.Curves? {
    func isNumeric(_ column: Int) -> Bool {
      recorded.rows.contains { column < $0.count && Self.number($0[column]) != nil }
    }
    let numeric = recorded.columns.indices.filter(isNumeric)
    guard numeric.count >= 2, recorded.columns == found.columns else { return nil }
    func points(_ table: TableOutput) -> [DriftReport.Curves.Point] {
      table.rows.compactMap { row in
        guard numeric[1] < row.count, let x = Self.number(row[numeric[0]]), let y = Self.number(row[numeric[1]]),
          x.isFinite, y.isFinite
        else { return nil }
        return DriftReport.Curves.Point(x: x, y: y)
      }
    }
    return DriftReport.Curves(
      title: title, xName: recorded.columns[numeric[0]], yName: recorded.columns[numeric[1]],
      recorded: points(recorded), found: points(found))
  }
}
