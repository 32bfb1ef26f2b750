import Flatbook
import Foundation

/// Asks the sides in turn, compares what they found, and keeps the times.
struct WorkloadMeasurement {
  let sides: WorkloadSides
  let expectation: WorkloadExpectation
  let rounds: Int
  let limit: Double
  /// Results that are wrong, in words.
  private(set) var disagreements: [String] = []
  /// Numbers that were compared.
  private(set) var comparisonCount = 0
  /// The largest relative difference from what was expected: row and side → name → difference.
  private(set) var errors: [String: [String: Double]] = [:]
  /// What sides found: row → engine → name → numbers.
  private(set) var findings: WorkloadExpectation.Findings = [:]
  private var processes: [String: Peer] = [:]

  init(sides: WorkloadSides, expectation: WorkloadExpectation, rounds: Int, limit: Double) {
    self.sides = sides
    self.expectation = expectation
    self.rounds = rounds
    self.limit = limit
  }

  /// What the machine reaches in "gemm" or "bandwidth", per second.
  mutating func rate(_ job: String) throws -> Double {
    try ask("flatbook", job, warm: true)?.values["rate"]?.first ?? 0
  }

  /// Measures one row: warms every side, then asks them in turn.
  mutating func measure(_ row: WorkloadRow, productRate: Double) throws -> WorkloadRecord.Row {
    var result = WorkloadRecord.Row(
      job: row.job, title: row.title, goal: row.goal, seconds: [:], first: [:], rounds: [:])
    result.engineGoals = row.engineGoals
    var engines: [String] = []
    var values: [String: [String: [Double]]] = [:]
    for engine in ["flatbook"] + (sides.python == nil ? [] : row.engines) {
      guard let answer = try ask(engine, row.job, warm: true) else { continue }
      if let problem = answer.error ?? answer.missing {
        result.notes.append("\(engine): \(problem)")
        if answer.error != nil, engine == "flatbook" { disagreements.append("\(row.job), flatbook: \(problem)") }
        continue
      }
      engines.append(engine)
      result.first[engine] = answer.seconds
      values[engine] = answer.values
    }
    var times: [String: [Double]] = [:]
    for round in 0..<rounds {
      for engine in engines {
        let spent = times[engine, default: []].reduce(0, +)
        let last = times[engine]?.last ?? 0
        guard round == 0 || spent + last <= limit else { continue }
        guard let answer = try ask(engine, row.job, warm: false) else { continue }
        if let problem = answer.error {
          result.notes.append("\(engine): \(problem)")
          engines.removeAll { $0 == engine }
          break
        }
        times[engine, default: []].append(answer.seconds / (answer.share ?? 1))
        values[engine] = answer.values
        if let share = answer.share, share < 1, round == 0 {
          result.notes.append("\(engine): measured over \((share * 100).rounded(digits: 0)) % of the work")
        }
      }
    }
    for (engine, times) in times {
      result.seconds[engine] = median(times)
      result.ranges[engine] = [times.min() ?? 0, times.max() ?? 0]
      result.rounds[engine] = times.count
    }
    if let operations = row.productOperations, let ours = result.seconds["flatbook"], productRate > 0 {
      result.productFraction = operations / ours / productRate
    }
    compare(row, values, &result)
    findings[row.job] = values.filter { !$0.value.isEmpty }
    return result
  }

  /// With expected.json; where it has nothing, with the first side that has the same number.
  private mutating func compare(
    _ row: WorkloadRow, _ values: [String: [String: [Double]]], _ result: inout WorkloadRecord.Row
  ) {
    var others = 0
    for (engine, found) in values.sorted(by: { $0.key < $1.key }) where !found.isEmpty {
      if let comparisons = expectation.comparisons(row.job, engine, found, sides.precision) {
        comparisonCount += comparisons.count
        result.compared += comparisons.count
        for comparison in comparisons {
          errors["\(row.job), \(engine)", default: [:]][comparison.name, default: 0].grow(to: comparison.error)
        }
        if comparisons.isEmpty {
          disagreements.append("\(row.job), \(engine): nothing to compare in \(found.keys.sorted())")
        }
        for comparison in comparisons where !comparison.holds {
          disagreements.append("\(row.job), \(engine): \(comparison.text)")
        }
        continue
      }
      guard engine != "flatbook", let ours = values["flatbook"], ours["steps"] == found["steps"] else { continue }
      for (name, numbers) in found {
        guard let mine = ours[name] else { continue }
        others += 1
        guard let tolerance = WorkloadTolerance.of(name, row.job, engine, sides.precision) else { continue }
        for (a, b) in zip(mine, numbers) {
          let comparison = WorkloadExpectation.Comparison(name: name, found: a, expected: b, tolerance: tolerance)
          comparisonCount += 1
          result.compared += 1
          if !comparison.holds { disagreements.append("\(row.job): flatbook found \(name) \(a), \(engine) \(b)") }
        }
      }
    }
    if others > 0 { result.notes.append("compared with the peers, not with expected.json") }
  }

  private mutating func ask(_ engine: String, _ job: String, warm: Bool) throws -> SideAnswer? {
    if processes[engine] == nil {
      processes[engine] = engine == "flatbook" ? try sides.ours() : try sides.peer(engine)
    }
    guard let process = processes[engine] else { return nil }
    let request = try JSONEncoder().encode(SideRequest(job: job, warm: warm))
    let line = try process.answer(to: String(decoding: request, as: UTF8.self))
    return try JSONDecoder().decode(SideAnswer.self, from: Data(line.utf8))
  }
}

extension Double {
  fileprivate mutating func grow(to other: Double) { self = max(self, other) }
}
