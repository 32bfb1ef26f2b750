import NotebookFormat

/// States a claim. Where it is false the notebook stops on this line as failed, and the page says so.
public func expect(
  _ condition: Bool, _ claim: String = "", file: StaticString = #fileID, line: Int = #line
) {
  Claim(claim, file: file, line: line).settle(condition, detail: condition ? "" : "it is false")
}

/// States that a number is near another: at most `tolerance` apart, relative where the other is larger than 1.
public func expect(
  _ value: Double, near expected: Double, tolerance: Double = 1e-6, _ claim: String = "",
  file: StaticString = #fileID, line: Int = #line
) {
  let allowed = tolerance * max(1, expected.magnitude)
  // An infinity is near itself; NaN is near nothing.
  let held = value == expected || (value - expected).magnitude <= allowed
  Claim(claim, file: file, line: line).settle(
    held, detail: "\(value) is \(held ? "" : "not ")near \(expected) (tolerance \(tolerance))")
}

/// States that a number lies in a range.
public func expect(
  _ value: Double, in range: ClosedRange<Double>, _ claim: String = "",
  file: StaticString = #fileID, line: Int = #line
) {
  let held = range.contains(value)
  Claim(claim, file: file, line: line).settle(
    held, detail: "\(value) is \(held ? "" : "not ")between \(range.lowerBound) and \(range.upperBound)")
}
