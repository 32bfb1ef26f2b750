/// Why an operator norm cannot be given.
public enum OperatorNormError: Error, Equatable, Sendable {
  /// An entry of the matrix is NaN or infinite.
  case notFinite(row: Int, column: Int, value: String)
  /// The exponent is below 1 or not a number.
  case invalidExponent(String)
  /// The norm exceeds the largest finite number.
  case overflow
  /// LAPACK's singular value iteration did not converge; the number is its status.
  case noConvergence(status: Int)
}
