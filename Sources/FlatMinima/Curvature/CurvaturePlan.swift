import Learning

/// Which way a curvature is computed, why, and what it takes: known before anything is allocated.
public struct CurvaturePlan: Sendable, Hashable {
  /// What was chosen.
  public enum Choice: Sendable, Hashable {
    case gram
    case matrixFree(MatrixFreeEffort)
  }

  /// What one way takes.
  public struct Cost: Sendable, Hashable {
    /// The largest amount of memory held at one time beyond the Jacobian, in bytes.
    public let bytes: Double
    /// Multiplications and additions.
    public let operations: Double
  }

  /// The way that is taken.
  public let choice: Choice
  /// Why, in words.
  public let reason: String
  /// By the Gram matrix: 48 (nC)² bytes and its own cost plus 9 (nC)³ for the eigenproblem.
  public let gram: Cost
  /// By products with the Jacobian.
  public let matrixFree: Cost
  /// The limit that was given.
  public let memoryLimit: MemoryLimit

  /// What the chosen way takes.
  public var cost: Cost { choice == .gram ? gram : matrixFree }

  /// Plans a curvature from sizes alone.
  ///
  /// Automatic takes the Gram matrix, which is exact, if it fits the limit and takes at most ten times the operations of
  /// the estimate.
  /// - Throws: ``CurvatureError/tooLarge(bytes:limit:size:)`` when the Gram matrix was asked for and does not fit.
  public init(
    for jacobian: some NetworkJacobian, method: CurvatureMethod = .automatic, memoryLimit: MemoryLimit = .standard
  ) throws(CurvatureError) {
    let rows = jacobian.sampleCount * jacobian.outputDimension
    let size = Double(rows)
    let parameters = Double(jacobian.parameterCount)
    let effort: MatrixFreeEffort
    if case .matrixFree(let asked) = method { effort = asked } else { effort = .standard }
    gram = Cost(
      bytes: Self.gramBytes(rows: rows), operations: jacobian.gramOperations + 9 * size * size * size)
    let smaller = min(size, parameters)
    let steps = Double(effort.lanczosSteps)
    let kept = max((steps + 3) * parameters, Double(3 * effort.sketch + 64) * smaller) + 4 * size
    // Sharpness, Hutch++ on both parts of the Hessian, and the non-uniformity at two products a step.
    let applications = 3 * steps + 2 * Double(2 * effort.sketch + effort.probes)
    let orthogonalizations = 4 * steps * steps * (smaller + parameters)
    matrixFree = Cost(
      bytes: 8 * kept, operations: applications * 2 * jacobian.productOperations + orthogonalizations)
    self.memoryLimit = memoryLimit
    let fits = gram.bytes <= memoryLimit.bytes
    switch method {
    case .gram:
      guard fits else { throw .tooLarge(bytes: gram.bytes, limit: memoryLimit, size: rows) }
      choice = .gram
      reason = "it was asked for"
    case .matrixFree:
      choice = .matrixFree(effort)
      reason = "it was asked for"
    case .automatic:
      let isCheap = gram.operations <= 10 * matrixFree.operations
      choice = fits && isCheap ? .gram : .matrixFree(effort)
      reason =
        !fits
        ? "the Gram matrix needs \(byteCount(gram.bytes)), more than the limit of \(memoryLimit)"
        : isCheap
          ? "the Gram matrix fits the limit of \(memoryLimit) and gives every measure exactly"
          : "the Gram matrix fits, but takes more than ten times the operations"
    }
  }

  /// What the Gram matrix and its eigenproblem hold at the same time: six matrices of nC × nC numbers.
  static func gramBytes(rows: Int) -> Double { 48 * Double(rows) * Double(rows) }
}

extension CurvaturePlan: CustomStringConvertible {
  /// One line: the way taken, the reason, memory and operations.
  public var description: String {
    let name =
      switch choice {
      case .gram: "Gram matrix"
      case .matrixFree(let effort):
        "matrix-free (\(effort.probes) probes, sketch \(effort.sketch), \(effort.lanczosSteps) Lanczos steps)"
      }
    let billions = (cost.operations / 1e8).rounded() / 10
    return "\(name): \(reason); about \(byteCount(cost.bytes)) and \(billions) billion operations"
  }
}
