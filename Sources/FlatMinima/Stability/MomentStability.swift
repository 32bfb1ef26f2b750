import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where SGD stays near an interpolating minimum in the moment of order k, exactly, for small problems.
///
/// Linearised SGD v ← (I − η H_b) v maps E[v ⊗ … ⊗ v] by T_k = E[(I − ηH_b) ⊗ … ⊗ (I − ηH_b)], which is applied here
/// batch by batch. For even k E‖v_t‖^k stays bounded exactly for η ≤ η*_k. For odd k this is about the tensor
/// E[v ⊗ … ⊗ v] alone, which may stay bounded where E‖v_t‖^k does not: ``absoluteThreshold()``.
/// For k = 2 ``MeanSquareStability`` gives the same at any size; for larger problems use
/// ``GradientSpan/thresholdBracket(order:batchSize:sampling:)`` or simulate
/// (``GradientSpan/simulatedGrowth(order:learningRate:batchSize:sampling:walkers:steps:using:)``).
/// Source: derived in Documentation/Theory.
public struct MomentStability: Sendable {
  /// The gradients at the minimum.
  public let span: GradientSpan
  /// k
  public let order: Int
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// What one application of T_k takes.
  public let cost: MomentStabilityCost
  let operationLimit: Double
  let batches: BatchHessians
  let tensors: SymmetricTensors

  /// Lists all batches.
  ///
  /// - Parameter operationLimit: the most operations that one application of T_k may take. A threshold takes some
  ///   hundred to some thousand applications.
  /// - Throws: ``StabilityError`` for an order below 1, a batch that cannot be drawn, reshuffling, and a problem whose
  ///   ``MomentStabilityCost`` is above the limit; nothing has been allocated then.
  public init(
    span: GradientSpan, order: Int, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    operationLimit: Double = 1e8
  ) throws(StabilityError) {
    guard order >= 1 else { throw .badOrder(order) }
    _ = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling)
    cost = MomentStabilityCost(span: span, order: order, batchSize: batchSize, sampling: sampling)
    guard cost.operations <= operationLimit, cost.storedNumbers <= 0x1p25 else {
      throw .tooLarge(cost, operationLimit: operationLimit)
    }
    self.span = span
    self.order = order
    self.batchSize = batchSize
    self.sampling = sampling
    self.operationLimit = operationLimit
    guard span.rank > 0 else {
      batches = BatchHessians(span: span, batchSize: 1, sampling: .withoutReplacement)
      tensors = SymmetricTensors(rank: 1, order: 1)
      return
    }
    batches = BatchHessians(span: span, batchSize: batchSize, sampling: sampling)
    tensors = SymmetricTensors(rank: span.rank, order: order)
  }

  /// ρ(T_k) on symmetric tensors over the span of the gradients; at most 1 means stable.
  ///
  /// For even k the factor by which E‖v_t‖^k grows per step in the long run; 1 when all gradients vanish.
  /// Cost: as many applications of T_k as symmetric tensors have dimensions, C(r + k − 1, k), up to 200 dimensions; 20 to
  /// 3000 beyond, more where flat directions crowd the spectrum just below 1. Twice that for odd k.
  /// - Throws: ``SpectralError``, which beyond 200 dimensions may say that the iteration did not converge.
  public func growthFactor(learningRate: Double) throws(SpectralError) -> Double {
    guard order % 2 == 1 else { return try largestEigenvalue(learningRate) }
    let ends = try extremeEigenvalues(learningRate: learningRate)
    return max(abs(ends.lowerBound), abs(ends.upperBound))
  }

  /// The smallest and the largest eigenvalue of T_k on symmetric tensors over the span.
  ///
  /// For odd k the smallest binds: it passes −1, while the largest may stay below 1 however large the learning rate.
  /// - Throws: ``SpectralError``.
  public func extremeEigenvalues(learningRate: Double) throws(SpectralError) -> ClosedRange<Double> {
    let largest = try largestEigenvalue(learningRate)
    guard span.rank > 0 else { return largest...largest }
    let operation = MomentOperator(tensors: tensors, batches: batches, learningRate: learningRate)
    let smallest = -(try MomentOperator.Negated(operation: operation).largest(start: genericStart))
    return min(smallest, largest)...largest
  }

  /// η*_k, the largest learning rate at which the moment of order k stays bounded; infinite without gradients.
  ///
  /// For even k λ_max(T_k) is convex in η, so the stable learning rates form an interval, whose end is enclosed in
  /// [``everyOrderThreshold()``, 2/λ_max(H)] to a relative 10⁻¹³; the lower end of the enclosure is returned. For odd k
  /// the first crossing seen by a scan of 32 learning rates is: that there is no other one is not proven.
  /// Cost: 10 to 20 times ``growthFactor(learningRate:)``, for odd k 80.
  /// - Throws: ``SpectralError``.
  public func threshold() throws(SpectralError) -> Double {
    guard let sharpness = span.eigenvalues.first else { return .infinity }
    let upper = 2 / sharpness
    let lower = min(upper, try everyOrderThreshold())
    if order % 2 == 0 {
      // The slope of the chord from η = 0, where the spectral radius is 1, does not fall.
      return try bracketedRoot(from: lower, to: upper) { (eta) throws(SpectralError) -> Double in
        (try largestEigenvalue(eta) - 1) / eta
      }
    }
    var stable = lower
    for eta in geometricSequence(from: lower, through: upper, count: 33).dropFirst() {
      if try growthFactor(learningRate: eta) > 1 + 1e-13 {
        return try bracketedRoot(from: stable, to: eta) { (eta) throws(SpectralError) -> Double in
          try growthFactor(learningRate: eta) - 1
        }
      }
      stable = eta
    }
    return upper
  }

  /// 2/max_b λ_max(H_b): up to here no batch expands any direction, so SGD is stable of every order.
  ///
  /// The limit of the thresholds as k → ∞. Infinite without gradients. Cost: one eigenproblem of size r for each batch.
  /// - Throws: ``SpectralError``.
  public func everyOrderThreshold() throws(SpectralError) -> Double {
    guard span.rank > 0 else { return .infinity }
    if sampling == .withReplacement {
      // λ_max is convex, so a batch of one sample, drawn B times, is the sharpest.
      return 2 / (try span.sampleSharpnesses().max() ?? 0)
    }
    var sharpest = 0.0
    for index in batches.probabilities.indices {
      sharpest = max(sharpest, try SymmetricEigen(of: batches.matrix(index), vectors: .omitted).values.first ?? 0)
    }
    return 2 / sharpest
  }

  private func largestEigenvalue(_ learningRate: Double) throws(SpectralError) -> Double {
    guard learningRate.isFinite, learningRate >= 0 else { throw .notFinite }
    guard span.rank > 0 else { return 1 }
    let operation = MomentOperator(tensors: tensors, batches: batches, learningRate: learningRate)
    // For even k the eigentensor sought lies in the cone of v ⊗ … ⊗ v, which no isotropic tensor is orthogonal to.
    return try operation.largest(start: order % 2 == 0 ? tensors.isotropic : genericStart)
  }

  private var genericStart: [Double] {
    var generator = SplitMix64(seed: 0)
    return (0..<tensors.dimension).map { _ in generator.normal() }
  }
}

extension SymmetricOperator {
  /// λ_max: by the dense matrix for at most 200 dimensions, where neither a start nor a cluster of eigenvalues matters,
  /// else by Lanczos.
  fileprivate func largest(start: [Double]) throws(SpectralError) -> Double {
    if dimension <= 200 {
      let matrix = dense
      return try SymmetricEigen(of: 0.5 * (matrix + matrix.transposed), vectors: .omitted).values.first ?? 0
    }
    return try largestEigenpair(start: start, tolerance: 1e-9, subspace: 64).value
  }
}

/// What ``MomentStability`` takes: numbers that are known before anything is allocated.
public struct MomentStabilityCost: Sendable, Hashable {
  /// Distinct batches: C(n, B) without replacement, C(n + B − 1, B) with.
  public let batches: Double
  /// r^k
  public let tensorEntries: Double
  /// Of one application of T_k: 2 k r^{k+1} for each batch.
  public let operations: Double
  /// Numbers in memory: r² for each batch, twice, and 4 r^k.
  public let storedNumbers: Double

  /// The cost of a problem, from its sizes alone. Numbers that are too large are infinite.
  public init(span: GradientSpan, order: Int, batchSize: Int, sampling: BatchSampling) {
    let r = Double(span.rank)
    batches = BatchHessians.count(samples: span.sampleCount, batchSize: batchSize, sampling: sampling)
    tensorEntries = pow(r, Double(order))
    operations = batches * 2 * Double(order) * tensorEntries * r
    storedNumbers = 2 * batches * r * r + 4 * tensorEntries
  }
}

extension InterpolatingMinimum {
  /// The exact threshold η*_k of this minimum in the moment of order k, for small problems.
  ///
  /// - Throws: ``StabilityError``, with the cost where the problem is too large, or ``SpectralError``.
  public func stabilityThreshold(
    order: Int, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws -> Double {
    try MomentStability(span: curvature.span, order: order, batchSize: batchSize, sampling: sampling).threshold()
  }
}
