extension OperatorNormError: CustomStringConvertible {
  /// The error in words: what was found, where, and what is needed.
  public var description: String {
    switch self {
    case .notFinite(let row, let column, let value):
      "an operator norm needs finite entries; row \(row), column \(column) is \(value)"
    case .invalidExponent(let value): "an operator norm needs an exponent from 1 to infinity, not \(value)"
    case .overflow: "the operator norm exceeds the largest finite number; scale the matrix down"
    case .noConvergence(let status): "the singular values did not converge (LAPACK's dgesdd, status \(status))"
    }
  }
}
