/// How the curvature of a point is computed.
public enum CurvatureMethod: Sendable, Hashable {
  /// The Gram matrix where it fits the memory limit and is not much dearer, products with the Jacobian otherwise.
  case automatic
  /// The Gram matrix of all gradients and its eigenproblem: every measure exactly.
  case gram
  /// Products with the Jacobian alone: memory linear in n and P, every measure with its error.
  case matrixFree(MatrixFreeEffort = .standard)
}

/// How much work a matrix-free estimate may do.
public struct MatrixFreeEffort: Sendable, Hashable {
  /// Random probes behind a standard error.
  public let probes: Int
  /// Dimensions that are taken out exactly before probing (Hutch++).
  public let sketch: Int
  /// Steps of Lanczos for an eigenvalue, and vectors kept.
  public let lanczosSteps: Int

  /// At least two probes, a sketch of one dimension and two steps.
  public init(probes: Int = 32, sketch: Int = 32, lanczosSteps: Int = 96) {
    precondition(probes >= 2 && sketch >= 1 && lanczosSteps >= 2, "an estimate needs two probes and two steps")
    self.probes = probes
    self.sketch = sketch
    self.lanczosSteps = lanczosSteps
  }

  /// 32 probes, a sketch of 32 dimensions, 96 steps.
  public static let standard = MatrixFreeEffort()
}
