import Testing

/// Prints, after all golden cases, how many there were, how many values were compared and what was skipped.
struct GoldenSummary: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let tally = GoldenTally()
    try await GoldenTally.$current.withValue(tally) { try await function() }
    print(await tally.summary)
  }
}

/// What has been checked so far.
actor GoldenTally {
  @TaskLocal static var current: GoldenTally?

  private var checked: Set<String> = []
  private var comparisons = 0
  private var skipped: [String: String] = [:]

  func add(_ golden: GoldenCase.Result) {
    checked.insert(golden.id)
    comparisons += golden.comparisons
    for path in golden.missing { skipped[path] = "not in the file" }
  }

  func skip(_ id: String, because reason: String) { skipped[id] = reason }

  var summary: String {
    let names = skipped.keys.sorted().map { "\($0) (\(skipped[$0] ?? ""))" }
    guard let file = try? GoldenFile.current.get() else { return "golden: no usable file" }
    return "golden: \(file.name): \(file.entries.count) cases, \(checked.count) checked, "
      + "\(comparisons) values compared, skipped: " + (names.isEmpty ? "none" : names.joined(separator: ", "))
  }
}
