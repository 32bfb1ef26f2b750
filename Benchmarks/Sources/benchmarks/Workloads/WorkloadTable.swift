/// Lines of the Markdown table.
enum WorkloadTable {
  static let header = """
    | workload | Flatbook | peers | fastest peer / Flatbook | goal | | notes |
    |---|---|---|---|---|---|---|
    """

  /// One row with all sides, fastest first.
  static func line(_ row: WorkloadRow, _ measured: WorkloadRecord.Row) -> String {
    let ours = measured.seconds["flatbook"]
    let peers = measured.seconds.filter { $0.key != "flatbook" }.sorted { $0.value < $1.value }.map { engine, time in
      let compiling = (measured.first[engine] ?? 0) - time
      let first = compiling > 0.3 && !(measured.notes.contains { $0.hasPrefix("\(engine): measured over") })
      return "\(engine) \(time.asTime)" + (first ? " (+ \(compiling.asTime) at first)" : "")
    }
    var notes = measured.notes
    if let fraction = measured.productFraction {
      notes.insert("\((fraction * 100).rounded(digits: 0)) % of the measured rate of matrix products", at: 0)
    }
    var verdict = ""
    var ratio = "—"
    var goals: [String] = row.goal > 0 ? ["\(row.goal.rounded(digits: 1)) ×"] : []
    if let fastest = measured.fastest {
      ratio = "\(fastest.ratio.rounded(digits: 2)) (\(fastest.engine))"
      verdict = fastest.ratio >= row.goal ? "pass" : "**short**"
    }
    for (engine, goal) in row.engineGoals.sorted(by: { $0.key < $1.key }) {
      goals.append("\(goal.rounded(digits: 0)) × \(engine)")
      guard let ours, let theirs = measured.seconds[engine] else { continue }
      ratio += "; \((theirs / ours).rounded(digits: 1)) (\(engine))"
      verdict += theirs / ours >= goal ? ", pass" : ", **short**"
    }
    let cells = [
      row.title, ours.map(\.asTime) ?? "—", peers.joined(separator: "<br>"), ratio, goals.joined(separator: "; "),
      verdict, notes.joined(separator: "; "),
    ]
    return "| \(cells.joined(separator: " | ")) |"
  }

  /// A row that is not measured, with the reason.
  static func skippedLine(_ row: WorkloadRow, _ reason: String) -> String {
    "| \(row.title) | — | — | — | — | | not measured: \(reason) |"
  }

  /// One row of a check.
  static func checkLine(_ measured: WorkloadRecord.Row) -> String {
    let seconds = measured.first["flatbook"].map { ", \($0.asTime)" } ?? ""
    let compared = measured.compared == 0 ? "nothing to compare with" : "\(measured.compared) compared"
    return "\(measured.job): \(compared)\(seconds)"
      + (measured.notes.isEmpty ? "" : " (\(measured.notes.joined(separator: "; ")))")
  }
}
