/// Why a curvature is not computed.
public enum CurvatureError: Error, Equatable, CustomStringConvertible {
  /// The Gram matrix of `size` gradients and its eigenproblem do not fit.
  case tooLarge(bytes: Double, limit: MemoryLimit, size: Int)

  /// Bytes, limit and the way out.
  public var description: String {
    switch self {
    case .tooLarge(let bytes, let limit, let size):
      """
      the Gram matrix of \(size) gradients and its eigenproblem need \(byteCount(bytes)), more than the limit of \
      \(limit); use estimatedCurvature and thresholdBracket, which need neither, or pass a larger memoryLimit
      """
    }
  }
}
