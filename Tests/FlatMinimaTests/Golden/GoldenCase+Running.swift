extension GoldenCase {
  /// What a checker did with a case.
  struct Result: Sendable {
    let id: String
    let comparisons: Int
    /// Fields that a checker looked for and the file lacks.
    let missing: [String]
    /// Fields of the file that the checker does not know.
    let unchecked: [String]
  }

  /// Runs a checker and reports what it compared and what it did not look at.
  func run(_ checker: GoldenChecker) throws -> Result {
    try checker(self)
    return Result(
      id: id, comparisons: record.comparisons, missing: record.missing.sorted(), unchecked: uncheckedFields)
  }
}
