import Learning
import LinearAlgebra

/// How curved the loss of a batch is along the batch's own gradient: E_b[∇L_bᵀ H_b ∇L_b] / E_b‖∇L_b‖², H_b the Hessian
/// of the batch's loss L_b.
///
/// Where L_b is quadratic, a step changes the loss of its own batch by −η(1 − η/2 · value) E‖∇L_b‖² on average: above
/// 2/η the steps overshoot. For full batches it is the curvature along the gradient of L. Source: Andreyev and
/// Beneventano 2024 (from memory); the exact mean is derived in Documentation/Theory.
public struct BatchSharpness: Sendable, Hashable {
  /// The quotient.
  public let value: Double
  /// E_b[∇L_bᵀ H_b ∇L_b]
  public let curvature: Double
  /// E_b‖∇L_b‖²
  public let squaredGradient: Double
}

/// Batch sharpness from drawn batches.
public struct SampledBatchSharpness: Sendable, Hashable {
  /// The mean over batches of the quotient ∇L_bᵀ H_b ∇L_b / ‖∇L_b‖². It differs from ``BatchSharpness``, a quotient of means.
  public let meanRatio: Double
  /// Of ``meanRatio``.
  public let standardError: Double
  /// The batches drawn that had a gradient; the others have no quotient.
  public let batches: Int
}

extension ParameterPoint {
  /// The exact batch sharpness at this point; nil where no batch has a gradient, as at exact interpolation.
  ///
  /// Reshuffled batches of full size are distributed as those drawn without replacement.
  /// Cost: with Gauss–Newton Hessians H_b that of the Gram matrix and (nC)² n operations; with full Hessians n gradients
  /// and n Hessian products on one sample and, unless B = 1, n Hessian products on all data.
  ///
  /// - Parameter part: which Hessian of the batch's loss is meant.
  /// - Throws: ``StabilityError`` for a batch that cannot be drawn, ``NetworkError``.
  public func batchSharpness(
    batchSize: Int, sampling: BatchSampling = .withoutReplacement, part: HessianPart = .gaussNewton
  ) throws -> BatchSharpness? {
    let scheme: BatchSampling = sampling == .reshuffling ? .withoutReplacement : sampling
    let weight = try scheme.independentMixingWeight(batchSize: batchSize, sampleCount: data.count)
    let forms =
      part == .gaussNewton ? BatchForms(of: self) : try BatchForms(of: self, part: part, batchSize: batchSize)
    let squaredGradient = (1 - weight) * forms.squaredMeanGradient + weight * forms.meanSquaredGradient
    guard squaredGradient > 0 else { return nil }
    let curvature = forms.mean(batchSize: batchSize, sampling: scheme, sampleCount: data.count)
    return BatchSharpness(
      value: curvature / squaredGradient, curvature: curvature, squaredGradient: squaredGradient)
  }

  /// The mean over batches of ∇L_bᵀ H_b ∇L_b / ‖∇L_b‖², from drawn batches; nil when none of them has a gradient.
  ///
  /// Cost: for each batch a gradient and a Hessian product on it.
  /// - Throws: ``StabilityError`` for a batch that cannot be drawn or fewer than 2 draws, ``NetworkError``.
  public func sampledBatchSharpness(
    batchSize: Int, sampling: BatchSampling = .withoutReplacement, part: HessianPart = .gaussNewton,
    draws: Int = 200, using generator: inout some RandomNumberGenerator
  ) throws -> SampledBatchSharpness? {
    let scheme: BatchSampling = sampling == .reshuffling ? .withoutReplacement : sampling
    _ = try scheme.independentMixingWeight(batchSize: batchSize, sampleCount: data.count)
    guard draws >= 2 else { throw StabilityError.tooFewDraws(draws) }
    var ratios: [Double] = []
    var order = Array(0..<data.count)
    for _ in 0..<draws {
      var batch: [Int] = []
      for b in 0..<batchSize {
        if scheme == .withReplacement {
          batch.append(generator.uniformIndex(below: data.count))
        } else {
          order.swapAt(b, b + generator.uniformIndex(below: data.count - b))
          batch.append(order[b])
        }
      }
      let samples = try data.subset(at: batch)
      let gradient = try network.lossGradient(on: samples, at: parameters)
      let square = dot(gradient, gradient)
      guard square > 0 else { continue }
      let image = try network.lossHessian(part, on: samples, at: parameters)(gradient)
      ratios.append(dot(gradient, image) / square)
    }
    guard !ratios.isEmpty else { return nil }
    let count = Double(ratios.count)
    let mean = ratios.reduce(0, +) / count
    let spread = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return SampledBatchSharpness(
      meanRatio: mean, standardError: count > 1 ? (spread / (count * (count - 1))).squareRoot() : .infinity,
      batches: ratios.count)
  }
}

/// The means over samples from which E_b[∇L_bᵀ H_b ∇L_b] follows, with g_i = ∇ℓ_i and ḡ, H̄ the means.
struct BatchForms {
  /// ḡᵀ H̄ ḡ
  private(set) var allDistinct = 0.0
  /// (1/n) Σ g_iᵀ H̄ g_i
  private(set) var equalGradients = 0.0
  /// (1/n) Σ g_iᵀ H_i ḡ
  private(set) var equalHessian = 0.0
  /// (1/n) Σ g_iᵀ H_i g_i
  private(set) var allEqual = 0.0
  /// ‖ḡ‖²
  private(set) var squaredMeanGradient = 0.0
  /// (1/n) Σ ‖g_i‖²
  private(set) var meanSquaredGradient = 0.0

  /// With H_i = J_iᵀ J_i, from the Gram matrix.
  init<N: Network>(of point: ParameterPoint<N>) {
    let n = point.data.count
    let outputs = point.network.outputDimension
    let count = Double(n)
    // Row jc, column i: g_jc · g_i, the response of output c at sample j to the gradient of sample i.
    var combination = Matrix(rows: n * outputs, columns: n)
    for i in 0..<n {
      for c in 0..<outputs { combination[i * outputs + c, i] = point.residuals[i, c] }
    }
    let responses = point.jacobian.gram.times(combination)
    for j in 0..<n {
      for c in 0..<outputs {
        let row = responses.row(j * outputs + c)
        let mean = row.reduce(0, +) / count
        allDistinct += mean * mean / count
        equalGradients += dot(row, row) / (count * count)
        equalHessian += row[j] * mean / count
        allEqual += row[j] * row[j] / count
        squaredMeanGradient += point.residuals[j, c] * mean / count
        meanSquaredGradient += point.residuals[j, c] * row[j] / count
      }
    }
    squaredMeanGradient = max(0, squaredMeanGradient)
  }

  /// With another part of the samples' Hessians, by products.
  init<N: Network>(of point: ParameterPoint<N>, part: HessianPart, batchSize: Int) throws {
    let n = point.data.count
    let count = Double(n)
    let whole = try point.network.lossHessian(part, on: point.data, at: point.parameters)
    let mean = try point.network.lossGradient(on: point.data, at: point.parameters)
    squaredMeanGradient = dot(mean, mean)
    if batchSize > 1 { allDistinct = dot(mean, whole(mean)) }
    for i in 0..<n {
      let sample = try point.data.subset(at: [i])
      let gradient = try point.network.lossGradient(on: sample, at: point.parameters)
      let image = try point.network.lossHessian(part, on: sample, at: point.parameters)(gradient)
      allEqual += dot(gradient, image) / count
      equalHessian += dot(mean, image) / count
      meanSquaredGradient += dot(gradient, gradient) / count
      if batchSize > 1 { equalGradients += dot(gradient, whole(gradient)) / count }
    }
  }

  /// E_b[∇L_bᵀ H_b ∇L_b]: three draws of the batch are all distinct, or two of them or all the same.
  func mean(batchSize: Int, sampling: BatchSampling, sampleCount: Int) -> Double {
    let b = Double(batchSize)
    let n = Double(sampleCount)
    var pairs = equalGradients + 2 * equalHessian
    var triples = allDistinct
    if sampling != .withReplacement {
      // The means over distinct samples, of which there are fewer.
      if batchSize > 1 { pairs = (n * pairs - 3 * allEqual) / (n - 1) }
      if batchSize > 2 {
        triples = (n * n * n * allDistinct - n * (n - 1) * pairs - n * allEqual) / (n * (n - 1) * (n - 2))
      }
    }
    return ((b - 1) * (b - 2) * triples + (b - 1) * pairs + allEqual) / (b * b)
  }
}
