import Learning
import LinearAlgebra

/// Where SGD stays near an interpolating minimum in mean square, for one batch size and way of sampling.
///
/// Linearised SGD is v ← (I − η H_b) v with H_b the batch's mean of J_iᵀ J_i. It is stable of order 2 when
/// E‖v_t‖² stays bounded, and that holds exactly for η ≤ η*: the threshold is computed, not estimated.
/// Source: Mulayoff and Michaeli 2024, theorem 3; the algorithm is derived in Documentation/Theory.
public struct MeanSquareStability: Sendable {
  /// The gradients at the minimum.
  public let span: GradientSpan
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// π
  public let mixingWeight: Double

  /// - Throws: ``StabilityError`` for a batch that cannot be drawn and for reshuffling, whose batches are not
  ///   independent.
  public init(
    span: GradientSpan, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws(StabilityError) {
    mixingWeight = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: span.sampleCount)
    self.span = span
    self.batchSize = batchSize
    self.sampling = sampling
  }

  /// η*, the largest learning rate at which E‖v_t‖² stays bounded: 2/λ_max(𝒞^{−1/2} 𝒟 𝒞^{−1/2}).
  ///
  /// Infinite when all gradients vanish. For one output found as the root of ρ(M(η)) = 1 in the samples' weights, for
  /// more as that eigenvalue. Cost: 10 to 60 products of size nC × r × r.
  /// - Throws: ``SpectralError``.
  public func threshold() throws(SpectralError) -> Double {
    guard usesSampleWeights else { return try critical().threshold }
    return try PerronIteration(span: span).threshold(mixingWeight: mixingWeight).rate
  }

  /// ρ(T₂), the factor by which E‖v_t‖² grows per step in the long run; at most 1 means stable.
  ///
  /// In the span of the gradients; directions in which no sample's output changes stay as they are. Many learning rates
  /// cost less together: ``growthFactors(learningRates:tolerance:)``.
  ///
  /// - Parameter tolerance: the relative residual at which the iteration stops. The error of the result is smaller as a
  ///   rule, and the side of 1 is right whatever the tolerance, up to the accuracy of ``threshold()``.
  /// - Throws: ``SpectralError``.
  public func growthFactor(learningRate: Double, tolerance: Double = 1e-7) throws(SpectralError) -> Double {
    try growthFactors(learningRates: [learningRate], tolerance: tolerance)[0]
  }

  /// ``growthFactor(learningRate:tolerance:)`` for each learning rate.
  ///
  /// Cost: that of ``threshold()`` once and 5 to 30 products of size nC × r × r for each learning rate.
  /// - Throws: ``SpectralError``.
  public func growthFactors(learningRates: [Double], tolerance: Double = 1e-7) throws(SpectralError) -> [Double] {
    let critical = try critical()
    var factors: [Double] = []
    for rate in learningRates { factors.append(try growthFactor(rate, from: critical, tolerance: tolerance)) }
    return factors
  }

  /// η* for several batch sizes, in the order given. For one output they share one space of samples' weights, at a
  /// fraction of the cost of single calls.
  ///
  /// - Throws: ``StabilityError`` as ``init(span:batchSize:sampling:)``; ``SpectralError``.
  public static func thresholds(
    span: GradientSpan, batchSizes: [Int], sampling: BatchSampling = .withoutReplacement
  ) throws -> [Double] {
    let questions = try batchSizes.map { try MeanSquareStability(span: span, batchSize: $0, sampling: sampling) }
    guard let first = questions.firstIndex(where: \.usesSampleWeights) else {
      return try questions.map { try $0.threshold() }
    }
    let iteration = PerronIteration(span: questions[first].span)
    var thresholds = questions.map(\.gradientDescentThreshold)
    // The smallest batches first: from there on the Perron vectors change least.
    for place in questions.indices.sorted(by: { questions[$0].mixingWeight > questions[$1].mixingWeight })
    where questions[place].usesSampleWeights {
      thresholds[place] = try iteration.threshold(mixingWeight: questions[place].mixingWeight).rate
    }
    return thresholds
  }

  /// Whether η* is the root of ρ(M(η)) = 1: one output, noise, and gradients.
  private var usesSampleWeights: Bool { span.rank > 0 && mixingWeight > 0 && span.outputDimension == 1 }

  /// What is known at the threshold.
  private struct Critical {
    let threshold: Double
    /// A with T₂(A) = A at the threshold; nil without noise or without gradients.
    var matrix: [Double]?
  }

  private func critical() throws(SpectralError) -> Critical {
    guard span.rank > 0 else { return Critical(threshold: .infinity) }
    // Without noise the answer is gradient descent's.
    if mixingWeight == 0 { return Critical(threshold: gradientDescentThreshold) }
    if usesSampleWeights {
      let iteration = PerronIteration(span: span)
      let found = try iteration.threshold(mixingWeight: mixingWeight)
      let matrix = iteration.criticalMatrix(weights: found.weights, curvature: found.rate * (1 - mixingWeight))
      return Critical(threshold: found.rate, matrix: matrix)
    }
    // 𝒞^{1/2}(I): inside the cone of positive matrices, so it meets the Perron eigenmatrix.
    let start = Matrix.diagonal(span.eigenvalues.map { $0.squareRoot() })
    let operation = SecondMomentOperator(span: span, mixingWeight: mixingWeight).normalized
    let pair = try operation.largestEigenpair(start: start.elements, subspace: krylovDimension)
    var matrix = pair.vector
    let l = span.eigenvalues
    for a in 0..<l.count {
      for b in 0..<l.count { matrix[a * l.count + b] /= ((l[a] + l[b]) / 2).squareRoot() }
    }
    return Critical(threshold: 2 / pair.value, matrix: matrix)
  }

  private func growthFactor(
    _ learningRate: Double, from critical: Critical, tolerance: Double
  ) throws(SpectralError) -> Double {
    guard learningRate.isFinite, learningRate >= 0 else { throw .notFinite }
    guard span.rank > 0 else { return 1 }
    guard let criticalMatrix = critical.matrix else {
      // T₂ is diagonal: (1 − ηl_a)(1 − ηl_b), largest in absolute value for a = b at an end of the spectrum.
      return span.eigenvalues.reduce(0) { max($0, (1 - learningRate * $1) * (1 - learningRate * $1)) }
    }
    let moments = SecondMomentOperator(span: span, mixingWeight: mixingWeight)
    // Flat directions crowd the spectrum just below 1, and an iteration may settle there while something else already
    // grows. The critical matrix A prevents it: ⟨A, T₂(η)A⟩/⟨A, A⟩ is a convex quadratic of η that is 1 at 0 and at η*,
    // hence above 1 for every η > η*. The flattest direction decides far below η*, the sharpest far above.
    let r = span.rank
    var sharpest = Matrix(rows: r, columns: r)
    sharpest[0, 0] = 1
    var starts = [
      criticalMatrix, Matrix.diagonal(span.eigenvalues.map { 1 / $0 }).elements, sharpest.elements,
      Matrix.identity(r).elements,
    ]
    while true {
      let pair = try moments.transition(learningRate: learningRate).largestEigenpair(
        starts: starts, diagonal: moments.transitionDiagonal(learningRate: learningRate), tolerance: tolerance,
        subspace: krylovDimension)
      // T₂ maps positive matrices to positive ones, so the eigenmatrix of its spectral radius is positive, and replacing
      // a matrix by its absolute value never lowers the Rayleigh quotient. An eigenmatrix with both signs may belong to
      // a smaller eigenvalue: go on from its absolute value.
      let candidate = Matrix(rows: r, columns: r, elements: pair.vector)
      let eigen = try SymmetricEigen(of: 0.5 * (candidate + candidate.transposed))
      let total = eigen.values.reduce(0, +)
      let wrongSign = eigen.values.reduce(0) { $0 + max(0, total >= 0 ? -$1 : $1) }
      guard wrongSign > 1e-3, starts.count < 8, let vectors = eigen.vectorsAsRows else { return pair.value }
      starts.append(vectors.transposedTimes(Matrix.diagonal(eigen.values.map(abs)).times(vectors)).elements)
    }
  }

  /// 2/λ_max(H), the threshold of gradient descent and an upper limit for every batch size.
  public var gradientDescentThreshold: Double {
    span.eigenvalues.first.map { 2 / $0 } ?? .infinity
  }

  /// An upper bound of η* in closed form: 2 tr H / ((1 − π)‖H‖_F² + (π/n) Σ ‖H_i‖_F²), close for small batches.
  ///
  /// Source: Mulayoff and Michaeli 2024, equation 16.
  public var traceThreshold: Double {
    let trace = span.eigenvalues.reduce(0, +)
    guard trace > 0 else { return .infinity }
    let squares = dot(span.eigenvalues, span.eigenvalues)
    let outputs = span.outputDimension
    let r = span.rank
    var samples = 0.0
    for i in 0..<span.sampleCount {
      for c in 0..<outputs {
        for other in 0..<outputs {
          var product = 0.0
          for j in 0..<r { product += span.coordinates[i * outputs + c, j] * span.coordinates[i * outputs + other, j] }
          samples += product * product
        }
      }
    }
    return 2 * trace / ((1 - mixingWeight) * squares + mixingWeight * samples / Double(span.sampleCount))
  }

  /// The largest η with λ_max((I − ηH)² + η²πΣ) ≤ 1: stable after every single step, hence sufficient for stability.
  ///
  /// Never above ``threshold()``. Source: Wu, Ma and E 2018. Cost: about 60 eigenproblems of size r.
  /// - Throws: ``SpectralError``.
  public func oneStepThreshold() throws(SpectralError) -> Double {
    guard let sharpness = span.eigenvalues.first else { return .infinity }
    let variance = Curvature(span: span).sampleHessianVariance
    func norm(at eta: Double) throws(SpectralError) -> Double {
      var matrix = (eta * eta * mixingWeight) * variance
      for (j, l) in span.eigenvalues.enumerated() { matrix[j, j] += (1 - eta * l) * (1 - eta * l) }
      return try SymmetricEigen(of: matrix, vectors: .omitted).values.first ?? 0
    }
    var stable = 0.0
    var unstable = 2 / sharpness * (1 + 1e-12)
    for _ in 0..<60 {
      let middle = (stable + unstable) / 2
      if try norm(at: middle) <= 1 { stable = middle } else { unstable = middle }
    }
    return stable
  }

  /// Keeps the Krylov basis of r × r matrices below 256 MB.
  private var krylovDimension: Int { max(4, min(32, (1 << 25) / max(1, span.rank * span.rank))) }
}

extension InterpolatingMinimum {
  /// The exact mean-square threshold η* of this minimum.
  ///
  /// - Throws: ``StabilityError`` or ``SpectralError``.
  public func stabilityThreshold(
    batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws -> Double {
    try MeanSquareStability(span: curvature.span, batchSize: batchSize, sampling: sampling).threshold()
  }

  /// Whether SGD with this learning rate and batch size stays at this minimum in mean square.
  ///
  /// - Throws: ``StabilityError`` or ``SpectralError``.
  public func linearStability(
    learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws -> LinearStability {
    let stability = try MeanSquareStability(span: curvature.span, batchSize: batchSize, sampling: sampling)
    try requireLearningRate(learningRate)
    return LinearStability(
      learningRate: learningRate, batchSize: batchSize, sampling: sampling,
      growthFactor: try stability.growthFactor(learningRate: learningRate))
  }
}

/// The verdict on one learning rate and batch size.
public struct LinearStability: Sendable, Hashable {
  /// η
  public let learningRate: Double
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// ρ(T₂), per step.
  public let growthFactor: Double

  /// Whether E‖v_t‖² stays bounded.
  public var isStable: Bool { growthFactor <= 1 }
}

/// Why stability cannot be judged.
public enum StabilityError: Error, Equatable, CustomStringConvertible {
  /// The batch has no sample.
  case badBatchSize(Int)
  /// The standard deviation is negative, or NaN or infinite.
  case badDeviation(Double)
  /// The direction has the wrong number of coordinates, is zero, or is not finite.
  case badDirection(count: Int, expected: Int)
  /// The learning rate is not positive, or NaN or infinite.
  case badLearningRate(Double)
  /// The momentum is outside [0, 1).
  case badMomentum(Double)
  /// The order of the moment is below 1, or so high that its numbers leave the range of double precision.
  case badOrder(Int)
  /// The batch needs more distinct samples than there are.
  case batchLargerThanData(batchSize: Int, sampleCount: Int)
  /// ``PerronReduction`` exists for 0 ≤ η < pole only.
  case beyondPole(learningRate: Double, pole: Double)
  /// From the threshold on the second moment has no limit.
  case noLimit(learningRate: Double, threshold: Double)
  /// The batches are those of ``BatchSampling/reshuffling``, which depend on each other within an epoch.
  case reshuffling
  /// The exact treatment of reshuffled epochs would take more operations or memory than allowed.
  case reshufflingTooLarge(ReshufflingStabilityCost, operationLimit: Double)
  /// The exact treatment of a high order would take more operations or memory than allowed.
  case tooLarge(MomentStabilityCost, operationLimit: Double)
  /// A mean of fewer than 2 draws has no standard error.
  case tooFewDraws(Int)
  /// The simulation has fewer than 2 walkers or 10 steps.
  case tooSmallSimulation(walkers: Int, steps: Int)

  /// The error in words: what was found, what is allowed, and what else would do.
  public var description: String {
    switch self {
    case .badBatchSize(let size): "a batch needs at least one sample, got \(size)"
    case .badDeviation(let deviation): "a standard deviation must be finite and not negative, got \(deviation)"
    case .badLearningRate(let rate): "the learning rate must be positive and finite, got \(rate)"
    case .badDirection(let count, let expected):
      "a direction needs \(expected) finite numbers that are not all zero, got \(count)"
    case .badMomentum(let momentum): "the momentum must be at least 0 and below 1, got \(momentum)"
    case .badOrder(let order):
      order < 1
        ? "the order of stability is 1, 2, 3, …; got \(order)"
        : "moments of order \(order) leave the range of double precision; orders up to 128 do not"
    case .batchLargerThanData(let batchSize, let sampleCount):
      "a batch of \(batchSize) distinct samples cannot be drawn from \(sampleCount)"
    case .beyondPole(let learningRate, let pole):
      "the Perron reduction is defined for learning rates from 0 to below \(pole), not at \(learningRate)"
    case .noLimit(let rate, let threshold):
      """
      at the learning rate \(rate) the second moment grows without limit; there is a limiting covariance below the \
      threshold \(threshold) only
      """
    case .tooLarge(let cost, let limit):
      """
      an exact moment of this order sums over \(cost.batches) batches and tensors of \(cost.tensorEntries) entries: \
      \(cost.operations) operations each time it is applied, where \(limit) are allowed, and \(cost.storedNumbers) \
      numbers in memory, where \(0x1p25) are; use thresholdBracket or simulatedGrowth, which have no such limit
      """
    case .tooFewDraws(let draws): "a mean with a standard error needs at least 2 draws, got \(draws)"
    case .tooSmallSimulation(let walkers, let steps):
      "a simulation needs 2 walkers and 10 steps at least, got \(walkers) and \(steps)"
    case .reshuffling:
      """
      the batches of one epoch depend on each other under reshuffling, and this is for independent batches; ask for \
      sampling with or without replacement, or use ReshufflingStability
      """
    case .reshufflingTooLarge(let cost, let limit):
      """
      the exact mean over the orders of an epoch goes through \(cost.sets) sets of samples by \(cost.transitions) \
      batches: \(cost.operations) operations for each growth factor, where \(limit) are allowed, and \
      \(cost.storedNumbers) numbers in memory, where \(0x1p26) are; use simulatedGrowth with reshuffling, which has \
      no such limit
      """
    }
  }
}
