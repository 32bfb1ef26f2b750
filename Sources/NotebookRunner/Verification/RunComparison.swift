import NotebookFormat

/// Compares a new run of a notebook with a recorded one, by value.
///
/// Values in prose, parameters, the seed, claims, shown text, tables, the data of figures, pictures, what was printed and
/// the words of failures that were expected are compared; times, memory and where the run comes from are not. Cells that have a label are matched by it, the
/// others by what they show, in order; what has no partner is drift.
public struct RunComparison: Sendable {
  /// How many values of one table or text are listed one by one: those that differ most.
  public static let listLimit = 8

  private let tolerances: Tolerances
  private var drifts: [Drift] = []
  private var count = 0
  private var curves: [DriftReport.Curves] = []

  private init(_ tolerances: Tolerances) {
    self.tolerances = tolerances
  }

  /// What differs, beyond the tolerances.
  public static func report(
    recorded: RunRecord, found: RunRecord, tolerances: Tolerances = Tolerances()
  ) -> DriftReport {
    var comparison = RunComparison(tolerances)
    comparison.compareEnding(recorded, found)
    comparison.compareParameters(recorded, found)
    comparison.compareValues(recorded.values, found.values)
    comparison.compareCells(recorded.cells, found.cells)
    return DriftReport(
      notebook: found.notebook, drifts: comparison.drifts, comparedCount: comparison.count,
      curves: comparison.curves, circumstances: circumstances(recorded.provenance, found.provenance),
      recordedRun: recordedRun(recorded.provenance))
  }

  private static func recordedRun(_ provenance: Provenance) -> String? {
    let commit = provenance.commit.map {
      "commit \($0.prefix(10))" + (provenance.hasUncommittedChanges == true ? " with changes" : "")
    }
    let parts = [provenance.date, commit].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// What may be the cause of drift.
  private static func circumstances(_ recorded: Provenance, _ found: Provenance) -> [String] {
    var words: [String] = []
    func compare(_ name: String, _ recorded: String?, _ found: String?) {
      guard let recorded, let found, recorded != found else { return }
      words.append("\(name): recorded with \(recorded), now \(found)")
    }
    if let before = recorded.sourceHash, let now = found.sourceHash, before != now {
      words.append("the notebook's file has changed since")
    }
    compare("Flatbook", recorded.libraryVersion, found.libraryVersion)
    compare("toolchain", recorded.toolchain, found.toolchain)
    compare("processor", recorded.processor, found.processor)
    compare("platform", recorded.platform, found.platform)
    compare("configuration", recorded.configuration, found.configuration)
    return words
  }

  // MARK: The run as a whole

  private mutating func compareEnding(_ recorded: RunRecord, _ found: RunRecord) {
    count += 1
    func words(_ record: RunRecord) -> String {
      record.failure.map { "\($0.kind.rawValue): \($0.message)" } ?? "ran to its end"
    }
    guard words(recorded) != words(found) else { return }
    drifts.append(
      Drift(
        kind: .ending, line: found.failure?.line, name: "how the run ended", recorded: words(recorded),
        found: words(found)))
  }

  private mutating func compareParameters(_ recorded: RunRecord, _ found: RunRecord) {
    for pair in Alignment.pairs(recorded.parameters.map(\.name), found.parameters.map(\.name)) {
      let (before, now) = (pair.recorded.map { recorded.parameters[$0] }, pair.found.map { found.parameters[$0] })
      count += 1
      let tolerance = tolerances.tolerance(of: .parameter, named: before?.name ?? now?.name)
      if let before, let now {
        if before.value == now.value { continue }
        if let a = Double(before.value), let b = Double(now.value), tolerance.holdsForWholeNumbers,
          tolerance.accepts(b, for: a)
        {
          continue
        }
      }
      drifts.append(
        Drift(
          kind: .parameter, line: now?.line ?? before?.line, name: "parameter '\(before?.name ?? now?.name ?? "")'",
          recorded: before?.value, found: now?.value,
          relativeDifference: Self.difference(before?.value, now?.value)))
    }
    count += 1
    if recorded.seed != found.seed {
      drifts.append(
        Drift(kind: .seed, name: "seed", recorded: recorded.seed.map { "\($0)" }, found: found.seed.map { "\($0)" }))
    }
  }

  private static func difference(_ recorded: String?, _ found: String?) -> Double? {
    guard let recorded = recorded.flatMap(Double.init), let found = found.flatMap(Double.init) else { return nil }
    return Tolerance.relativeDifference(found, recorded)
  }

  // MARK: Prose

  private mutating func compareValues(_ recorded: [RunRecord.Value], _ found: [RunRecord.Value]) {
    for pair in Alignment.pairs(recorded.map(\.expression), found.map(\.expression)) {
      let (before, now) = (pair.recorded.map { recorded[$0] }, pair.found.map { found[$0] })
      count += 1
      let expression = before?.expression ?? now?.expression ?? ""
      var drift = Drift(
        kind: .value, line: now?.line ?? before?.line, name: "\\(\(expression))", recorded: before?.text,
        found: now?.text)
      if let before, let now {
        let tolerance = tolerances.tolerance(of: .value, named: expression)
        if let a = before.number, let b = now.number {
          if before.text == now.text && a == b || tolerance.accepts(b, for: a) { continue }
          drift.relativeDifference = Tolerance.relativeDifference(b, a)
          // Where the digits on the page do not tell them apart, all digits do.
          if before.text == now.text { (drift.recorded, drift.found) = ("\(a)", "\(b)") }
        } else {
          guard let difference = Self.textDifference(before.text, now.text, tolerance) else { continue }
          drift.relativeDifference = difference.largest
        }
      }
      drifts.append(drift)
    }
  }

  /// How two texts differ; nil where they say the same.
  private static func textDifference(
    _ recorded: String, _ found: String, _ tolerance: Tolerance
  ) -> (largest: Double?, numbers: [(recorded: NumberedText.Number, found: NumberedText.Number)])? {
    if recorded == found || tolerance.relative == .infinity { return nil }
    let (before, now) = (NumberedText(recorded), NumberedText(found))
    guard before.words == now.words else { return (nil, []) }
    let differing = zip(before.numbers, now.numbers).filter { !NumberedText.accepts($1, for: $0, tolerance) }
    guard !differing.isEmpty else { return nil }
    let differences = differing.compactMap { Tolerance.relativeDifference($1.value, $0.value) }
    return (differences.max(), differing.map { (recorded: $0, found: $1) })
  }

  // MARK: Cells

  /// What a cell is known by: its label, or else what it shows and claims.
  private struct CellKey: Hashable {
    var label: String?
    var outputs: [String] = []
    var claims: [String] = []

    init(_ cell: RunRecord.Cell) {
      label = cell.label
      guard label == nil else { return }
      outputs = cell.outputs.map(\.kind)
      claims = cell.expectations.map(\.claim)
    }
  }

  private mutating func compareCells(_ recorded: [RunRecord.Cell], _ found: [RunRecord.Cell]) {
    let pairs = Alignment.pairs(recorded.map(CellKey.init), found.map(CellKey.init)) {
      $0.label == nil && $1.label == nil
    }
    for pair in pairs {
      switch (pair.recorded, pair.found) {
      case (let before?, let now?): compare(recorded[before], found[now])
      case (let before?, nil): addCell(recorded[before], isRecorded: .recorded)
      case (nil, let now?): addCell(found[now], isRecorded: .found)
      case (nil, nil): break
      }
    }
  }

  private enum Side { case recorded, found }

  private static func name(_ cell: RunRecord.Cell) -> String { cell.label ?? "cell \(cell.index + 1)" }

  private mutating func addCell(_ cell: RunRecord.Cell, isRecorded side: Side) {
    count += 1
    let parts =
      cell.outputs.map(\.kind) + cell.expectations.map { "claim “\($0.claim)”" }
      + (cell.standardOutput.text.isEmpty ? [] : ["printed text"])
    let words = "a cell" + (parts.isEmpty ? " that shows nothing" : " with " + parts.joined(separator: ", "))
    drifts.append(
      Drift(
        kind: .cell, cell: Self.name(cell), line: cell.firstLine, name: "", recorded: side == .recorded ? words : nil,
        found: side == .found ? words : nil))
  }

  private mutating func compare(_ recorded: RunRecord.Cell, _ found: RunRecord.Cell) {
    let cell = Self.name(found)
    let line = found.firstLine
    let pairs = Alignment.pairs(recorded.outputs.map(\.kind), found.outputs.map(\.kind))
    let several = max(recorded.outputs.count, found.outputs.count) > 1
    for pair in pairs {
      let (before, now) = (pair.recorded.map { recorded.outputs[$0] }, pair.found.map { found.outputs[$0] })
      let position = several ? " \((pair.found ?? pair.recorded ?? 0) + 1)" : ""
      if let before, let now {
        compare(before, now, cell: cell, label: found.label, line: line, position: position)
      } else {
        count += 1
        drifts.append(
          Drift(
            kind: (before ?? now).map(Self.kind) ?? .text, cell: cell, line: line, name: "output\(position)",
            recorded: before.map(Self.words), found: now.map(Self.words)))
      }
    }
    compareClaims(recorded.expectations, found.expectations, cell: cell, label: found.label)
    let text = tolerances.tolerance(of: .text, named: found.label)
    compareText(recorded.standardOutput.text, found.standardOutput.text, text, cell, line, "printed text")
    compareText(recorded.standardError.text, found.standardError.text, text, cell, line, "text on standard error")
    compareFailures(recorded.expectedFailure, found.expectedFailure, text, cell: cell, firstLine: line)
  }

  /// How a cell failed that was meant to: in which way, and in which words. The line where it did is not compared.
  private mutating func compareFailures(
    _ recorded: Failure?, _ found: Failure?, _ tolerance: Tolerance, cell: String, firstLine: Int
  ) {
    guard recorded != nil || found != nil else { return }
    let line = found?.line ?? firstLine
    if let recorded, let found, recorded.kind == found.kind {
      compareText(recorded.message, found.message, tolerance, cell, line, "words of the expected \(Self.noun(found))")
      return
    }
    count += 1
    func words(_ failure: Failure?) -> String {
      failure.map { "\(Self.noun($0)): \($0.message)" } ?? "ran to its end"
    }
    drifts.append(
      Drift(
        kind: .ending, cell: cell, line: line, name: "how the cell ended", recorded: words(recorded),
        found: words(found)))
  }

  private static func noun(_ failure: Failure) -> String { failure.kind == .thrown ? "error" : "trap" }

  private static func kind(_ shown: RunRecord.Shown) -> Drift.Kind { Drift.Kind(rawValue: shown.kind) ?? .text }

  private static func words(_ shown: RunRecord.Shown) -> String {
    switch shown.kind {
    case "text": shown.text ?? ""
    case "table": "a table of \(shown.tables.first?.rows.count ?? 0) rows"
    default: "\(shown.kind) “\(shown.alt ?? "")”"
    }
  }

  private mutating func compareClaims(
    _ recorded: [Expectation], _ found: [Expectation], cell: String, label: String?
  ) {
    for pair in Alignment.pairs(recorded.map(\.claim), found.map(\.claim)) {
      let (before, now) = (pair.recorded.map { recorded[$0] }, pair.found.map { found[$0] })
      count += 1
      func words(_ claim: Expectation) -> String {
        (claim.held ? "held" : "false") + (claim.detail.isEmpty ? "" : ": \(claim.detail)")
      }
      let claim = before?.claim ?? now?.claim ?? ""
      var drift = Drift(
        kind: .expectation, cell: cell, line: now?.line ?? before?.line, name: "claim “\(claim)”",
        recorded: before.map(words), found: now.map(words))
      if let before, let now, before.held == now.held {
        let tolerance = tolerances.tolerance(of: .text, named: label)
        guard let difference = Self.textDifference(before.detail, now.detail, tolerance) else { continue }
        drift.relativeDifference = difference.largest
      }
      drifts.append(drift)
    }
  }

  private mutating func compareText(
    _ recorded: String, _ found: String, _ tolerance: Tolerance, _ cell: String, _ line: Int, _ name: String
  ) {
    guard !(recorded.isEmpty && found.isEmpty) else { return }
    count += 1
    guard let difference = Self.textDifference(recorded, found, tolerance) else { return }
    // The first line that differs says more than the beginning of a long text.
    let before = recorded.split(separator: "\n", omittingEmptySubsequences: false)
    let now = found.split(separator: "\n", omittingEmptySubsequences: false)
    let differing = zip(before, now).enumerated().filter {
      Self.textDifference(String($0.element.0), String($0.element.1), tolerance) != nil
    }
    guard max(before.count, now.count) > 1, before.count == now.count, let first = differing.first else {
      let parts = Self.excerpts(recorded, found)
      drifts.append(
        Drift(
          kind: .text, cell: cell, line: line, name: name, recorded: parts.recorded, found: parts.found,
          relativeDifference: difference.largest))
      return
    }
    let parts = Self.excerpts(String(first.element.0), String(first.element.1))
    drifts.append(
      Drift(
        kind: .text, cell: cell, line: line, name: "\(name), line \(first.offset + 1)", recorded: parts.recorded,
        found: parts.found, relativeDifference: difference.largest, unlisted: differing.count - 1))
    count += differing.count - 1
  }

  /// Two texts from shortly before the place where they part.
  private static func excerpts(_ recorded: String, _ found: String) -> (recorded: String, found: String) {
    let common = zip(recorded, found).prefix { $0 == $1 }.count
    guard common > 48 else { return (recorded, found) }
    return ("… " + recorded.dropFirst(common - 32), "… " + found.dropFirst(common - 32))
  }

  // MARK: Outputs

  private mutating func compare(
    _ recorded: RunRecord.Shown, _ found: RunRecord.Shown, cell: String, label: String?, line: Int, position: String
  ) {
    let kind = Self.kind(found)
    switch kind {
    case .table, .figure:
      let tolerance = tolerances.tolerance(of: kind, named: label)
      if kind == .figure {
        compareText(recorded.alt ?? "", found.alt ?? "", tolerance, cell, line, "figure\(position), its words")
      }
      // Marks may have no title: then they are told by their place.
      let pairs = Alignment.pairs(
        recorded.tables.map { $0.title ?? "" }, found.tables.map { $0.title ?? "" }, mayPair: { _, _ in true })
      for pair in pairs {
        let (before, now) = (pair.recorded.map { recorded.tables[$0] }, pair.found.map { found.tables[$0] })
        let title = (before ?? now)?.title.map { " “\($0)”" } ?? ""
        let name = (kind == .table ? "table" : "data of the figure") + position + title
        guard let before, let now else {
          count += 1
          drifts.append(
            Drift(
              kind: kind, cell: cell, line: line, name: name, recorded: before.map { "\($0.rows.count) rows" },
              found: now.map { "\($0.rows.count) rows" }))
          continue
        }
        var comparison = TableComparison(before, now, tolerance)
        comparison.compare()
        count += comparison.count
        guard !comparison.drifts.isEmpty else { continue }
        drifts += comparison.listed(kind: kind, cell: cell, line: line, name: name)
        if kind == .figure {
          curves += comparison.curves(title: "\(cell)\(position)\(title)").map { [$0] } ?? []
        }
      }
    case .image:
      count += 1
      let bytesDiffer = recorded.hash != nil && found.hash != nil && recorded.hash != found.hash
      guard bytesDiffer || recorded.alt != found.alt else { return }
      func words(_ shown: RunRecord.Shown) -> String {
        "“\(shown.alt ?? "")”" + (shown.hash.map { ", SHA-256 \($0.prefix(12))…" } ?? "")
      }
      drifts.append(
        Drift(
          kind: .image, cell: cell, line: line, name: "picture\(position)", recorded: words(recorded),
          found: words(found)))
    default:
      compareText(
        recorded.text ?? "", found.text ?? "", tolerances.tolerance(of: .text, named: label), cell, line,
        "text\(position)")
    }
  }
}
