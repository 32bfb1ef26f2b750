import Learning

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What stability at (η, B) says of any minimum, before one has seen it.
///
/// Every member is an upper bound; where full batches make one empty it is infinite.
public struct StableSolutionBounds: Sendable, Hashable {
  /// η
  public let learningRate: Double
  /// B
  public let batchSize: Int
  /// n
  public let sampleCount: Int
  /// C
  public let outputDimension: Int
  /// π
  public let mixingWeight: Double

  /// - Throws: ``StabilityError``.
  public init(
    learningRate: Double, batchSize: Int, sampleCount: Int, outputDimension: Int = 1,
    sampling: BatchSampling = .withoutReplacement
  ) throws(StabilityError) {
    try requireLearningRate(learningRate)
    mixingWeight = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: sampleCount)
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.sampleCount = sampleCount
    self.outputDimension = outputDimension
  }

  /// R_k = 2^k B^{k−1}/η^k ≥ (1/n) Σ_i ‖J_i u‖^{2k} for every unit direction u, if stable of order k.
  ///
  /// Source: Ma and Ying 2021; the proof for every k and both samplings is in Documentation/Theory.
  public func directionalMoment(order k: Int) -> Double {
    precondition(k >= 1, "the order of stability is 1, 2, 3, …; got \(k)")
    return pow(2 / learningRate, Double(k)) * pow(Double(batchSize), Double(k - 1))
  }

  /// The bound on g_{W₁,2k} that summing ``directionalMoment(order:)`` over `count` coordinates gives.
  public func gradientMoment(order k: Int, coordinates count: Int) -> Double {
    pow(Double(count) * directionalMoment(order: k), 1 / Double(2 * k))
  }

  /// tr H ≤ 2C/(πη), if mean-square stable.
  public var trace: Double { schattenNorm(1) }

  /// ‖H‖_{S_q} ≤ (2/η)(C/π)^{1/q} for q ≥ 1, if mean-square stable. Source: derived in Documentation/Theory.
  public func schattenNorm(_ q: Double) -> Double {
    precondition(q >= 1, "a Schatten norm needs q ≥ 1, got \(q)")
    guard q.isFinite else { return 2 / learningRate }
    return 2 / learningRate * pow(Double(outputDimension) / mixingWeight, 1 / q)
  }

  /// (1/n) Σ ‖J_i J_iᵀ‖_F² ≤ 4C/(π²η²), which for one output is the mean fourth power of ‖g_i‖.
  public var gradientFourthMoment: Double {
    4 * Double(outputDimension) / (mixingWeight * mixingWeight * learningRate * learningRate)
  }

  /// The sharp constant for order 2: an upper bound of (1/n) Σ ‖J_i u‖⁴ for every unit u, if mean-square stable.
  /// Attained for every n and π, by gradients along one direction.
  ///
  /// Source: derived in Documentation/Theory.
  public var sharpDirectionalFourthMoment: Double {
    let n = Double(sampleCount)
    let square = learningRate * learningRate
    if mixingWeight >= 0.5 { return 4 / square }
    if mixingWeight >= 1 / (n + 1) { return 1 / (mixingWeight * (1 - mixingWeight) * square) }
    let denominator = 1 + mixingWeight * (n - 1)
    return 4 * n / (denominator * denominator * square)
  }
}
