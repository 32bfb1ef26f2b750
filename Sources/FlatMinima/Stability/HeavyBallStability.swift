import Learning
import LinearAlgebra

/// Where SGD with heavy-ball momentum stays near an interpolating minimum: v_{t+1} = v_t − η H_b v_t + β(v_t − v_{t−1}).
///
/// The threshold in mean square is exact: with 𝒱(A) = (1/n) Σ (H_i − H) A (H_i − H) it is 2/λ_max of
/// 𝒞^{−1/2} 𝒟_β 𝒞^{−1/2}, where
/// 𝒟_β(A) = π/(1 − β) 𝒱(A) + HAH/(1 + β) − β/((1 − β)²(1 + β)) (H²A − 2HAH + AH²).
/// β = 0 is ``MeanSquareStability``. Source: derived in Documentation/Theory.
public struct HeavyBallStability: Sendable {
  /// The gradients at the minimum.
  public let span: GradientSpan
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// β
  public let momentum: Double
  /// π
  public let mixingWeight: Double

  /// - Throws: ``StabilityError`` for a momentum outside [0, 1), a batch that cannot be drawn, and reshuffling.
  public init(
    span: GradientSpan, batchSize: Int, momentum: Double, sampling: BatchSampling = .withoutReplacement
  ) throws(StabilityError) {
    guard momentum >= 0, momentum < 1 else { throw .badMomentum(momentum) }
    let plain = try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling)
    self.span = span
    self.batchSize = batchSize
    self.sampling = sampling
    self.momentum = momentum
    mixingWeight = plain.mixingWeight
  }

  /// 2(1 + β)/λ_max(H): E v_t stays bounded below it and grows above it. Infinite without gradients.
  public var meanThreshold: Double {
    span.eigenvalues.first.map { 2 * (1 + momentum) / $0 } ?? .infinity
  }

  /// η*: E‖v_t‖² stays bounded for η < η* and grows for η > η*. At most ``meanThreshold``, infinite without gradients.
  ///
  /// The stable learning rates form an interval. Cost: 10 to 60 products of size nC × r × r.
  /// - Throws: ``SpectralError``.
  public func threshold() throws(SpectralError) -> Double {
    guard span.rank > 0 else { return .infinity }
    if mixingWeight == 0 { return meanThreshold }
    let l = span.eigenvalues
    let r = l.count
    let beta = momentum
    var fixed = [Double](repeating: 0, count: r * r)
    var scales = fixed
    for a in 0..<r {
      for b in 0..<r {
        let gap = l[a] - l[b]
        fixed[a * r + b] = l[a] * l[b] / (1 + beta) - beta / ((1 - beta) * (1 - beta) * (1 + beta)) * gap * gap
        scales[a * r + b] = 1 / ((l[a] + l[b]) / 2).squareRoot()
      }
    }
    let operation = NoiseOperator(
      moments: SecondMomentOperator(span: span, mixingWeight: 1), factor: mixingWeight / (1 - beta), scales: scales,
      fixed: fixed)
    let start = Matrix.diagonal(l.map { $0.squareRoot() }).elements
    return 2 / (try operation.largestEigenpair(start: start, subspace: operation.krylovDimension).value)
  }

  /// The factor by which E‖v_t‖² grows per step in the long run, in the span of the gradients: the spectral radius of
  /// E[M_b ⊗ M_b] with M_b = [[(1 + β)I − ηH_b, −βI], [I, 0]].
  ///
  /// Found by bracketing, each step a symmetric eigenproblem on r × r matrices. Cost: 10 to 50 times ``threshold()``.
  /// - Throws: ``SpectralError``.
  public func growthFactor(learningRate eta: Double) throws(SpectralError) -> Double {
    guard eta.isFinite, eta >= 0 else { throw .notFinite }
    guard span.rank > 0 else { return 1 }
    let mean = span.eigenvalues.reduce(0.0) { max($0, modulus(eta, $1)) }
    let quiet = mean * mean
    if mixingWeight == 0 || eta == 0 { return quiet }
    // λ_max of the noise, amplified by its own echo at growth z, falls with z and is 1 at the growth factor.
    func excess(_ z: Double) throws(SpectralError) -> Double { 1 - (try amplification(eta, growth: z)) }
    var upper = max(1, 2 * quiet)
    while try excess(upper) < 0 { upper *= 2 }
    return try bracketedRoot(from: quiet * (1 + 1e-12), to: upper, excess)
  }

  /// The largest modulus of a root of z² − (1 + β − ηl) z + β.
  private func modulus(_ eta: Double, _ l: Double) -> Double {
    let p = 1 + momentum - eta * l
    let discriminant = p * p - 4 * momentum
    return discriminant <= 0 ? momentum.squareRoot() : (abs(p) + discriminant.squareRoot()) / 2
  }

  /// λ_max of B ↦ (η²π/z) K_z ∘ 𝒱(B), where K_z sums the echoes of a disturbance with weights z^{−t}.
  private func amplification(_ eta: Double, growth z: Double) throws(SpectralError) -> Double {
    let l = span.eigenvalues
    let r = l.count
    let beta = momentum / z
    let root = z.squareRoot()
    var scales = [Double](repeating: 0, count: r * r)
    var fixed = scales
    for a in 0..<r {
      for b in 0..<r {
        let p = (1 + momentum - eta * l[a]) / root
        let q = (1 + momentum - eta * l[b]) / root
        let denominator = beta * (p - q) * (p - q) + (1 - beta) * (1 - beta) * ((1 + beta) * (1 + beta) - p * q)
        scales[a * r + b] = (eta * eta * mixingWeight / z * (1 - beta * beta) / denominator).squareRoot()
        fixed[a * r + b] = 0
      }
    }
    let operation = NoiseOperator(
      moments: SecondMomentOperator(span: span, mixingWeight: 1), factor: 1, scales: scales, fixed: fixed)
    let start = (0..<r * r).map { $0 / r == $0 % r ? scales[$0] : 0 }
    return try operation.largestEigenpair(start: start, subspace: operation.krylovDimension).value
  }
}

/// A ↦ s ∘ (factor · 𝒱(s ∘ A) + fixed ∘ s ∘ A) on symmetric r × r matrices, with entrywise products.
private struct NoiseOperator: SymmetricOperator {
  /// With mixing weight 1, whose 𝒟(A) is (1/n) Σ H_i A H_i.
  let moments: SecondMomentOperator
  let factor: Double
  let scales: [Double]
  let fixed: [Double]

  var dimension: Int { scales.count }
  /// Keeps the Krylov basis of r × r matrices below 256 MB.
  var krylovDimension: Int { max(4, min(32, (1 << 25) / max(1, dimension))) }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let l = moments.span.eigenvalues
    let r = l.count
    var scaled = [Double](repeating: 0, count: dimension)
    for e in 0..<dimension { scaled[e] = scales[e] * x[e] }
    scaled.withUnsafeBufferPointer { moments.secondOrder($0, into: result) }
    for a in 0..<r {
      for b in 0..<r {
        let e = a * r + b
        let noise = result[e] - l[a] * l[b] * scaled[e]
        result[e] = scales[e] * (factor * noise + fixed[e] * scaled[e])
      }
    }
  }
}
