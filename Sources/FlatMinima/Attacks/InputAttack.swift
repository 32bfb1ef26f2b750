/// A search for the perturbation of an input, at most ε in a norm, that changes a network's output most.
///
/// What it finds is a lower bound of the worst case; ``RobustnessBound`` gives upper ones. Run it with
/// ``ParameterPoint/attacked(by:)``. Source: Goodfellow, Shlens and Szegedy 2015 (one step), Madry and others 2018
/// (several steps with projection); Documentation/Theory.
public struct InputAttack: Sendable, Hashable {
  /// What the attack tries to make large.
  public enum Objective: Sendable, Hashable, CaseIterable {
    /// ½‖f(x′) − y‖². Its gradient is zero where f(x) = y exactly: at an interpolating minimum the attack cannot start
    /// from the training inputs. Use ``outputChange`` there, or random starts.
    case loss
    /// ‖f(x′) − f(x)‖, by raising and by lowering every output in turn, so that the start has a gradient even where the
    /// network fits exactly. Costs 2C ascents instead of one.
    case outputChange
  }

  /// Which of the points that an attack visits is its result.
  public enum Outcome: Sendable, Hashable, CaseIterable {
    /// The best one, the unperturbed input and the full step of the fast gradient method included: an attack never makes
    /// its objective smaller.
    case bestPoint
    /// The one where it ends, even if the objective was larger before: the methods as they are published. With several
    /// ascents, the best of their ends.
    case lastPoint
  }

  /// The norm in which x′ − x is at most ε; it also decides the shape of a step.
  public let norm: BallNorm
  /// ε, in units of the inputs.
  public let perturbation: Double
  /// The length of a step in the norm, α.
  public let stepSize: Double
  /// The number of steps, T.
  public let steps: Int
  /// What the attack tries to make large.
  public let objective: Objective
  /// Which point is returned for each sample.
  public let outcome: Outcome

  private init(
    norm: BallNorm, perturbation: Double, stepSize: Double, steps: Int, objective: Objective, outcome: Outcome
  ) {
    self.norm = norm
    self.perturbation = perturbation
    self.stepSize = stepSize
    self.steps = steps
    self.objective = objective
    self.outcome = outcome
  }

  /// The fast gradient method: one step to the sphere, x + ε sgn ∇ (maximum norm) or x + ε ∇/‖∇‖ (Euclidean).
  ///
  /// - Throws: `BoundError.outOfRange` for a perturbation that is negative or not finite.
  public static func fastGradient(
    norm: BallNorm, perturbation: Double, objective: Objective = .loss, outcome: Outcome = .bestPoint
  ) throws(BoundError) -> InputAttack {
    try requireNonNegative(perturbation, "perturbation")
    return InputAttack(
      norm: norm, perturbation: perturbation, stepSize: perturbation, steps: 1, objective: objective, outcome: outcome)
  }

  /// Projected gradient ascent: T steps of length α in the shape of the fast gradient method, each followed by the
  /// projection onto the ball (clipping, or pulling back along the radius).
  ///
  /// - Parameters:
  ///   - norm: of the ball and of a step.
  ///   - perturbation: ε ≥ 0.
  ///   - stepSize: α; 2.5 ε/T if not given.
  ///   - steps: T ≥ 1.
  ///   - objective: what to make large.
  ///   - outcome: the best point of the way, or its end.
  /// - Throws: `BoundError.outOfRange` for a length that is negative or not finite, or no step.
  public static func projectedGradient(
    norm: BallNorm, perturbation: Double, stepSize: Double? = nil, steps: Int = 40, objective: Objective = .loss,
    outcome: Outcome = .bestPoint
  ) throws(BoundError) -> InputAttack {
    try requireNonNegative(perturbation, "perturbation")
    try requirePositive(steps, "number of steps")
    if let stepSize { try requireNonNegative(stepSize, "step size") }
    return InputAttack(
      norm: norm, perturbation: perturbation, stepSize: stepSize ?? 2.5 * perturbation / Double(steps), steps: steps,
      objective: objective, outcome: outcome)
  }

  /// Whether the attack is the fast gradient method: a single step as long as the radius.
  public var isFastGradient: Bool { steps == 1 && stepSize == perturbation }
}
