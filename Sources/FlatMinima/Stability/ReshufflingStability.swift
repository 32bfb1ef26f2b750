import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where SGD stays near an interpolating minimum in mean square when the samples are reshuffled every epoch, exactly,
/// for small problems.
///
/// An epoch is a uniformly random order of all samples cut into batches; where B does not divide n the last batch is
/// short and used at the same learning rate. The epochs are independent, so E[v vᵀ] evolves by one operator per epoch,
/// A ↦ E[M A Mᵀ] with M the product of the epoch's steps I − ηH_b. The mean over all orders is built up from the sets of
/// samples used so far: at most 2ⁿ sets stand for up to n! orders. For larger problems simulate
/// (``GradientSpan/simulatedGrowth(order:learningRate:batchSize:sampling:walkers:steps:using:)``).
///
/// Unlike for independent batches, the stable learning rates need not form an interval, and they may reach beyond
/// 2/λ_max(H). Source: derived in Documentation/Theory.
public struct ReshufflingStability: Sendable {
  /// The gradients at the minimum.
  public let span: GradientSpan
  /// B, the size of all batches but a short last one.
  public let batchSize: Int
  /// What one growth factor takes.
  public let cost: ReshufflingStabilityCost
  private let plan: EpochPlan

  /// Lists the sets of samples that an epoch can have used after each of its batches.
  ///
  /// - Parameter operationLimit: the most operations that one growth factor may take. A threshold takes some 50.
  /// - Throws: ``StabilityError`` for a batch that cannot be drawn and for a problem whose ``ReshufflingStabilityCost``
  ///   is above the limit; nothing has been allocated then.
  public init(span: GradientSpan, batchSize: Int, operationLimit: Double = 1e10) throws(StabilityError) {
    _ = try BatchSampling.withoutReplacement.independentMixingWeight(
      batchSize: batchSize, sampleCount: span.sampleCount)
    cost = ReshufflingStabilityCost(span: span, batchSize: batchSize)
    guard cost.operations <= operationLimit, cost.storedNumbers <= 0x1p26 else {
      throw .reshufflingTooLarge(cost, operationLimit: operationLimit)
    }
    self.span = span
    self.batchSize = batchSize
    plan = span.rank > 0 ? EpochPlan(span: span, batchSize: batchSize) : EpochPlan()
  }

  /// Steps in an epoch: n/B, rounded up.
  public var stepsPerEpoch: Int { (span.sampleCount + batchSize - 1) / batchSize }

  /// The factor by which E‖v‖² grows per epoch in the long run, in the span of the gradients; at most 1 means stable.
  ///
  /// 1 when all gradients vanish. Cost: ``ReshufflingStabilityCost/operations``.
  /// - Throws: ``SpectralError``.
  public func epochGrowthFactor(learningRate: Double) throws(SpectralError) -> Double {
    guard learningRate.isFinite, learningRate >= 0 else { throw .notFinite }
    guard span.rank > 0 else { return 1 }
    let matrix = epochOperator(learningRate: learningRate)
    guard matrix.elements.allSatisfy(\.isFinite) else { throw .notFinite }
    if span.sampleCount % batchSize == 0 {
      // An epoch backwards is as likely as forwards, and its matrix is the transpose.
      return try SymmetricEigen(of: 0.5 * (matrix + matrix.transposed), vectors: .omitted).values.first ?? 0
    }
    return spectralRadius(ofPositiveMap: matrix)
  }

  /// ``epochGrowthFactor(learningRate:)`` per step: its root of degree ``stepsPerEpoch``, to compare with
  /// ``MeanSquareStability/growthFactor(learningRate:tolerance:)``.
  /// - Throws: ``SpectralError``.
  public func growthFactor(learningRate: Double) throws(SpectralError) -> Double {
    pow(try epochGrowthFactor(learningRate: learningRate), 1 / Double(stepsPerEpoch))
  }

  /// The learning rate at which E‖v‖² begins to grow: the first crossing of 1 that a scan sees. Infinite without gradients.
  ///
  /// Up to the start of the scan no batch expands, so every rate there is stable. From there the scan goes up in
  /// steps of 2 %; the crossing is then enclosed to a relative 10⁻¹². The stable rates need not form an interval, so rates
  /// above the crossing may be stable again, and an unstable window narrower than a step may be missed.
  /// Cost: some 40 growth factors, and 35 more for each factor of 2 between start and crossing.
  /// - Throws: ``SpectralError``.
  public func threshold() throws(SpectralError) -> Double {
    guard span.rank > 0 else { return .infinity }
    let ends = try plan.curvatureEnds()
    var stable = 2 / ends.largest
    // Beyond 2/(least non-zero eigenvalue of any batch) every step enlarges volumes.
    let last = 2.01 / ends.smallest
    while stable < last {
      let next = stable * 1.02
      if try epochGrowthFactor(learningRate: next) > 1 + 1e-12 {
        return try bracketedRoot(from: stable, to: next, tolerance: 1e-12) { (eta) throws(SpectralError) -> Double in
          try epochGrowthFactor(learningRate: eta) - 1
        }
      }
      stable = next
    }
    return stable
  }

  /// The operator of an epoch, a matrix of order r(r + 1)/2 on symmetric r × r matrices in orthonormal coordinates.
  private func epochOperator(learningRate: Double) -> Matrix {
    let r = span.rank
    let places = (0..<r).flatMap { a in (a..<r).map { (a, $0) } }
    let count = places.count
    let half = 0.5.squareRoot()
    // Entry (a, b) of basis matrix p is number (a · r + b) · count + p, so that one product acts on all of them.
    var start = [Double](repeating: 0, count: r * r * count)
    for (p, (a, b)) in places.enumerated() {
      start[(a * r + b) * count + p] = a == b ? 1 : half
      start[(b * r + a) * count + p] = a == b ? 1 : half
    }
    let image = plan.epochMean(of: start, learningRate: learningRate, width: count)
    var matrix = Matrix(rows: count, columns: count)
    for (q, (a, b)) in places.enumerated() {
      for p in 0..<count { matrix[q, p] = image[(a * r + b) * count + p] * (a == b ? 1 : 1 / half) }
    }
    return matrix
  }
}

/// What ``ReshufflingStability`` takes: numbers that are known before anything is allocated.
public struct ReshufflingStabilityCost: Sendable, Hashable {
  /// Sets of samples that an epoch can have used after one of its batches.
  public let sets: Double
  /// Pairs of such a set and a batch that can come next.
  public let transitions: Double
  /// Of one growth factor: 4 r³ for each transition and each of r(r + 1)/2 matrices, and what the spectrum takes.
  public let operations: Double
  /// Words in memory, about: r³(r + 1)/2 + 2n for each set of two successive levels, 2(r² + B) for each batch, 3 for each
  /// transition.
  public let storedNumbers: Double

  /// The cost of a problem, by counting.
  public init(span: GradientSpan, batchSize: Int) {
    let n = span.sampleCount
    func choose(_ n: Int, _ k: Int) -> Double {
      let k = min(k, n - k)
      return k > 0 ? (1...k).reduce(1.0) { $0 * Double(n - k + $1) / Double($1) }.rounded() : 1
    }
    var sets = 1.0
    var transitions = 0.0
    var batches = 0.0
    var level = 1.0
    var stored = 0.0
    var used = 0
    while used < n, batchSize > 0 {
      let taken = min(batchSize, n - used)
      transitions += level * choose(n - used, taken)
      batches = max(batches, choose(n, taken))
      used += taken
      let next = choose(n, used)
      sets += next
      stored = max(stored, level + next)
      level = next
    }
    let r = Double(span.rank)
    let dimension = r * (r + 1) / 2
    let spectrum = (n % max(1, batchSize) == 0 ? 2 : 120) * dimension * dimension * dimension
    self.sets = sets
    self.transitions = transitions
    operations = transitions * 4 * r * r * r * dimension + spectrum
    storedNumbers =
      stored * (r * r * dimension + 2 * Double(n)) + 2 * batches * (r * r + Double(batchSize)) + 3 * transitions
  }
}

extension InterpolatingMinimum {
  /// The learning rate at which SGD with reshuffled epochs stops being stable in mean square, for small problems:
  /// ``ReshufflingStability/threshold()``.
  ///
  /// - Throws: ``StabilityError``, with the cost where the problem is too large, or ``SpectralError``.
  public func reshufflingThreshold(batchSize: Int) throws -> Double {
    try ReshufflingStability(span: curvature.span, batchSize: batchSize).threshold()
  }
}
