import Learning
import LinearAlgebra

/// Where SGD ends up around a minimum that does not fit every sample: Σ_∞ = lim E[v vᵀ] on the range of H.
///
/// vec Σ_∞ = ηπ (2𝒞 − η𝒟)† vec Σ_g with Σ_g = (1/n) Σ ∇ℓ_i ∇ℓ_iᵀ, for losses that are quadratic in the region where SGD
/// moves. Source: Mulayoff and Michaeli 2024, theorem 5; derived in Documentation/Theory.
public struct LimitCovariance: Sendable {
  /// η
  public let learningRate: Double
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// Σ_∞, in the coordinates that the minimum is given in: P × P for ``QuadraticMinimum``, r × r in the span of the
  /// gradients for ``MeanSquareStability``.
  public let covariance: Matrix
  /// ½ tr(H Σ_∞): how far above the minimum the mean loss stays.
  public let excessLoss: Double
  /// η*, below which there is a limit.
  public let threshold: Double
  /// What the formula assumes, and what was checked of it.
  public let hypotheses: [Hypothesis]

  /// E‖v‖² in the limit, on the range of H.
  public var meanSquareDistance: Double { covariance.trace }
}

/// The equation (2𝒞 − η𝒟) Σ = ηπ Σ_g in the eigenbasis of H.
struct LimitEquation<Normalized: SymmetricOperator> {
  /// The non-zero eigenvalues of H.
  let eigenvalues: [Double]
  /// 𝒞^{−1/2} 𝒟 𝒞^{−1/2}
  let normalized: Normalized

  /// 2/λ_max(𝒞^{−1/2} 𝒟 𝒞^{−1/2}); infinite without curvature.
  func threshold() throws(SpectralError) -> Double {
    guard !eigenvalues.isEmpty else { return .infinity }
    let start = Matrix.diagonal(eigenvalues.map { $0.squareRoot() }).elements
    // The Krylov basis of r × r matrices is kept below 256 MB.
    let subspace = max(4, min(32, (1 << 25) / start.count))
    let largest = try normalized.largestEigenpair(start: start, subspace: subspace).value
    return largest > 0 ? 2 / largest : .infinity
  }

  /// Σ for η below the threshold, by conjugate gradients on (2 − η𝒞^{−1/2}𝒟𝒞^{−1/2}) Y = ηπ 𝒞^{−1/2} Σ_g,
  /// Σ = 𝒞^{−1/2} Y.
  func solution(learningRate: Double, noise: Matrix) throws(SpectralError) -> Matrix {
    let r = eigenvalues.count
    var scales = Matrix(rows: r, columns: r)
    for a in 0..<r {
      for b in 0..<r { scales[a, b] = 1 / ((eigenvalues[a] + eigenvalues[b]) / 2).squareRoot() }
    }
    var residual = noise.elements
    for e in residual.indices { residual[e] *= learningRate * scales.elements[e] }
    guard residual.allSatisfy(\.isFinite) else { throw .notFinite }
    var solution = [Double](repeating: 0, count: residual.count)
    var direction = residual
    var square = dot(residual, residual)
    let goal = 1e-30 * square
    var steps = 0
    while square > goal {
      guard steps < 10 * residual.count + 1000 else { throw .noConvergence(iterations: steps) }
      let image = normalized(direction)
      var product = [Double](repeating: 0, count: image.count)
      for e in product.indices { product[e] = 2 * direction[e] - learningRate * image[e] }
      let curvature = dot(direction, product)
      guard curvature > 0 else { throw .noConvergence(iterations: steps) }
      let step = square / curvature
      for e in solution.indices {
        solution[e] += step * direction[e]
        residual[e] -= step * product[e]
      }
      let next = dot(residual, residual)
      for e in direction.indices { direction[e] = residual[e] + next / square * direction[e] }
      square = next
      steps += 1
    }
    for e in solution.indices { solution[e] *= scales.elements[e] }
    let matrix = Matrix(rows: r, columns: r, elements: solution)
    return 0.5 * (matrix + matrix.transposed)
  }
}

/// The covariance of the rows of a matrix about their mean: what a batch's mean of them has π times.
func covarianceOfRows(_ rows: Matrix) -> Matrix {
  let count = Double(rows.rows)
  let mean = rows.columnSums.map { $0 / count }
  return (1 / count) * rows.adding(toEveryRow: mean.map { -$0 }).gramOfColumns
}

/// Whether the mean gradient is small against the single ones.
func stationarity(_ gradients: Matrix, tolerance: Double) -> Hypothesis {
  let count = Double(gradients.rows)
  let mean = norm(gradients.columnSums) / count
  let size = gradients.frobeniusNorm / count.squareRoot()
  return Hypothesis(
    "the point is stationary: ∇L = 0", mean <= tolerance * size ? .holds : .fails,
    evidence: "‖∇L‖ = \(mean), where the root mean square of the samples' gradients is \(size)")
}

extension MeanSquareStability {
  /// Σ_∞ with the Gauss–Newton Hessians H_i = J_iᵀ J_i, in the span of the gradients, at a minimum with these residuals.
  ///
  /// The samples' gradients are J_iᵀ r_i, so none has a component outside the span and nothing diverges there. What the
  /// second derivatives of f add to the H_i is left out; ``QuadraticMinimum`` has them.
  /// Cost: that of ``threshold()`` twice, more where η is close to it.
  ///
  /// - Parameters:
  ///   - residuals: f(x_i) − y_i, n × C.
  ///   - tolerance: how large ‖∇L‖ may be against the samples' gradients to count as 0.
  /// - Throws: ``StabilityError/noLimit(learningRate:threshold:)`` from the threshold on, ``SpectralError``.
  public func limitCovariance(
    learningRate: Double, residuals: Matrix, tolerance: Double = 1e-6
  ) throws -> LimitCovariance {
    try requireLearningRate(learningRate)
    precondition(
      residuals.rows == span.sampleCount && residuals.columns == span.outputDimension,
      "\(span.sampleCount) × \(span.outputDimension) residuals are needed")
    var gradients = Matrix(rows: span.sampleCount, columns: span.rank)
    for row in 0..<span.coordinates.rows {
      let (i, c) = (row / span.outputDimension, row % span.outputDimension)
      for a in 0..<span.rank { gradients[i, a] += residuals[i, c] * span.coordinates[row, a] }
    }
    let equation = LimitEquation(
      eigenvalues: span.eigenvalues,
      normalized: SecondMomentOperator(span: span, mixingWeight: mixingWeight).normalized)
    let threshold = try equation.threshold()
    guard learningRate < threshold else {
      throw StabilityError.noLimit(learningRate: learningRate, threshold: threshold)
    }
    let covariance = try equation.solution(
      learningRate: learningRate, noise: mixingWeight * covarianceOfRows(gradients))
    return LimitCovariance(
      learningRate: learningRate, batchSize: batchSize, sampling: sampling, covariance: covariance,
      excessLoss: (0..<span.rank).reduce(0) { $0 + span.eigenvalues[$1] * covariance[$1, $1] / 2 },
      threshold: threshold,
      hypotheses: [
        stationarity(gradients, tolerance: tolerance),
        Hypothesis(
          "the samples' Hessians are J_iᵀ J_i", .notChecked,
          evidence: "Σ_c r_ic ∇²f_c(x_i) is left out; QuadraticMinimum takes it into account"),
        Hypothesis(
          "the losses are quadratic where SGD moves", .notChecked,
          evidence: "root mean square distance \(covariance.trace.squareRoot())"),
      ])
  }
}

extension ParameterPoint {
  /// Σ_∞ at this stationary point with the Gauss–Newton Hessians:
  /// ``MeanSquareStability/limitCovariance(learningRate:residuals:tolerance:)`` with the point's own residuals.
  ///
  /// - Throws: ``StabilityError``, ``SpectralError``.
  public func limitCovariance(
    learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement, tolerance: Double = 1e-6
  ) throws -> LimitCovariance {
    try MeanSquareStability(span: curvature().span, batchSize: batchSize, sampling: sampling)
      .limitCovariance(learningRate: learningRate, residuals: residuals, tolerance: tolerance)
  }
}
