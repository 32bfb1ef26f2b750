import LinearAlgebra
import Testing

/// One golden case, as a checker sees it.
struct GoldenCase {
  let id: String
  let inputs: GoldenValue
  let expected: GoldenValue
  let record = GoldenRecord()
  private let file: GoldenFile
  private let entry: GoldenFile.Entry

  init(_ entry: GoldenFile.Entry, in file: GoldenFile) {
    id = entry.id
    self.file = file
    self.entry = entry
    inputs = GoldenValue(entry.inputs, path: "\(entry.id).inputs", record: record)
    expected = GoldenValue(entry.expected, path: "\(entry.id).expected", record: record)
  }

  /// The fields, of inputs and of expected values, that no one has looked at.
  var uncheckedFields: [String] {
    let leaves = entry.inputs.leaves(inputs.path) + entry.expected.leaves(expected.path)
    let empty = [inputs.path, expected.path]
    return entry.strangeFields.map { "\(id).\($0)" } + record.unread(of: leaves.filter { !empty.contains($0) })
  }

  /// The case whose network and data this one uses; this one, if it has its own.
  var networkCase: GoldenCase {
    get throws {
      guard !inputs["uses"].isMissing else { return self }
      let used = try inputs["uses"].string
      let entry = try #require(
        file.entries.first { $0.id == used }, "\(id) uses \(used), which is not in \(file.name)")
      return GoldenCase(entry, in: file)
    }
  }

  /// |a − b| ≤ atol + rtol |b|. Only infinity agrees with infinity, and nothing with what is not a number.
  func agrees(_ actual: Double, with wanted: Double) -> Bool {
    if wanted.isInfinite { return actual == wanted }
    return abs(actual - wanted) <= entry.absoluteTolerance + entry.relativeTolerance * abs(wanted)
  }

  /// Checks a number. A field that the file lacks, or leaves null, is noted, not failed.
  func check(_ actual: Double, _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard !expected.isMissing else { return expected.noteMissing() }
    let wanted = try expected.number
    expected.noteComparison()
    #expect(
      agrees(actual, with: wanted), "\(expected.path): found \(actual), expected \(wanted)",
      sourceLocation: sourceLocation)
  }

  /// Checks a list of numbers, one by one; says which is the first to differ, and how many do.
  func check(_ actual: [Double], _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard !expected.isMissing else { return expected.noteMissing() }
    let wanted = try expected.numbers
    try #require(
      actual.count == wanted.count, "\(expected.path): found \(actual.count) numbers, expected \(wanted.count)",
      sourceLocation: sourceLocation)
    var different: [String] = []
    for (found, value) in zip(actual, wanted) {
      let number = try value.number
      value.noteComparison()
      if !agrees(found, with: number) { different.append("\(value.path): found \(found), expected \(number)") }
    }
    #expect(
      different.isEmpty, "\(different.first ?? ""); \(different.count) of \(wanted.count) numbers differ",
      sourceLocation: sourceLocation)
  }

  /// Checks a table of the same number of rows and columns.
  func check(_ actual: Matrix, _ expected: GoldenValue, sourceLocation: SourceLocation = #_sourceLocation) throws {
    guard !expected.isMissing else { return expected.noteMissing() }
    try check(actual, expected, shape: [actual.rows, actual.columns], sourceLocation: sourceLocation)
  }

  /// Checks a table that the file writes as lists within lists, such as samples, outputs and parameters.
  func check(
    _ actual: Matrix, _ expected: GoldenValue, shape: [Int], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    guard !expected.isMissing else { return expected.noteMissing() }
    let found = try expected.shape
    #expect(found == shape, "\(expected.path): lists of \(shape), not \(found)", sourceLocation: sourceLocation)
    try check(actual.elements, expected, sourceLocation: sourceLocation)
  }
}
