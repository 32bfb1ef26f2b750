import Learning
import LinearAlgebra

/// A minimum of a mean of n losses, each known to second order: its gradient and its Hessian there.
///
/// The samples need not be at their own minima. **Regular** is a minimum with all H_i ⪰ 0; interpolation is the case in
/// which all gradients vanish too. For small numbers of parameters P: everything is kept as P × P matrices.
/// Source: Mulayoff and Michaeli 2024; derived in Documentation/Theory.
public struct QuadraticMinimum: Sendable {
  /// ∇ℓ_i, one row per sample, n × P.
  public let gradients: Matrix
  /// H_i, symmetric P × P.
  public let hessians: [Matrix]
  /// The non-zero eigenvalues of H = (1/n) Σ H_i, largest first; those below 10⁻¹⁰ of the largest count as zero.
  public let eigenvalues: [Double]
  /// How large ‖∇L‖ may be against the samples' gradients to count as 0.
  public let tolerance: Double
  /// The eigenvectors of H to ``eigenvalues`` as rows, r × P.
  private let range: Matrix
  /// U H_i Uᵀ, r × r.
  private let inRange: [Matrix]
  /// The least eigenvalue of any H_i and the largest magnitude of one.
  private let sampleEnds: (least: Double, largest: Double)
  /// max_i ‖H_i N‖_F over an orthonormal basis N of the null space.
  private let leak: Double

  /// - Parameter tolerance: how large ‖∇L‖ may be against the samples' gradients to count as 0; what was found is one of the
  ///   ``hypotheses``, no error.
  /// - Throws: ``QuadraticMinimumError`` for shapes that do not fit, entries that are not finite, Hessians that are not
  ///   symmetric, and where H has a negative eigenvalue; ``SpectralError``. Cost: n + 1 eigenproblems of size P.
  public init(hessians: [Matrix], gradients: Matrix, tolerance: Double = 1e-6) throws {
    let p = gradients.columns
    guard hessians.count == gradients.rows, !hessians.isEmpty else {
      throw QuadraticMinimumError.countMismatch(hessians: hessians.count, gradients: gradients.rows)
    }
    guard gradients.elements.allSatisfy(\.isFinite) else { throw SpectralError.notFinite }
    var mean = Matrix(rows: p, columns: p)
    var least = Double.infinity
    var largest = 0.0
    for (i, hessian) in hessians.enumerated() {
      guard hessian.rows == p, hessian.columns == p else {
        throw QuadraticMinimumError.badShape(sample: i, rows: hessian.rows, columns: hessian.columns, expected: p)
      }
      guard hessian.elements.allSatisfy(\.isFinite) else { throw SpectralError.notFinite }
      let size = hessian.largestMagnitude
      let asymmetry = (hessian - hessian.transposed).largestMagnitude
      guard asymmetry <= 1e-9 * size else {
        throw QuadraticMinimumError.notSymmetric(sample: i, difference: asymmetry)
      }
      mean = mean + hessian
      let values = try SymmetricEigen(of: 0.5 * (hessian + hessian.transposed), vectors: .omitted).values
      least = min(least, values.last ?? 0)
      largest = max(largest, abs(values.first ?? 0), abs(values.last ?? 0))
    }
    let count = Double(hessians.count)
    let eigen = try SymmetricEigen(of: (0.5 / count) * (mean + mean.transposed))
    let top = eigen.values.first ?? 0
    let rank = eigen.values.prefix { $0 > 1e-10 * largest }.count
    if let last = eigen.values.last, last < -1e-10 * largest {
      throw QuadraticMinimumError.notMinimum(eigenvalue: last, largest: top)
    }
    let vectors = eigen.vectorsAsRows ?? Matrix(rows: p, columns: p)
    let range = vectors.rows(at: 0..<rank)
    let null = vectors.rows(at: rank..<p)
    self.hessians = hessians
    self.gradients = gradients
    self.tolerance = tolerance
    self.range = range
    eigenvalues = Array(eigen.values.prefix(rank))
    inRange = hessians.map { range.times($0).timesTransposed(range) }
    leak = hessians.reduce(0) { max($0, $1.timesTransposed(null).frobeniusNorm) }
    let nullGradients = gradients.timesTransposed(null)
    largestNullGradient = (0..<gradients.rows).reduce(0) { max($0, norm(nullGradients.row($1))) }
    sampleEnds = (least, largest)
  }

  /// With H_i = J_iᵀ J_i from the rows g_ic of the J_i, row i·C + c of an nC × P matrix: always regular.
  ///
  /// - Throws: as ``init(hessians:gradients:tolerance:)``.
  public init(factors: Matrix, outputDimension: Int = 1, gradients: Matrix, tolerance: Double = 1e-6) throws {
    guard outputDimension > 0, factors.rows == gradients.rows * outputDimension else {
      throw QuadraticMinimumError.countMismatch(
        hessians: factors.rows / max(1, outputDimension), gradients: gradients.rows)
    }
    try self.init(
      hessians: (0..<gradients.rows).map {
        factors.rows(at: $0 * outputDimension..<($0 + 1) * outputDimension).gramOfColumns
      }, gradients: gradients, tolerance: tolerance)
  }

  /// max_i of the length of the part of ∇ℓ_i in the null space of H.
  public let largestNullGradient: Double

  /// Whether SGD wanders off in the null space of H, where E‖v‖² then grows by the same amount at every step with noise:
  /// some ∇ℓ_i has a component there (above 10⁻⁸ of the largest gradient).
  public var driftsInNullSpace: Bool {
    let largest = (0..<gradients.rows).reduce(0) { max($0, norm(gradients.row($1))) }
    return largestNullGradient > 1e-8 * largest
  }

  /// H = (1/n) Σ H_i.
  public var hessian: Matrix {
    let sum = hessians.dropFirst().reduce(hessians[0]) { $0 + $1 }
    return (1 / Double(hessians.count)) * sum
  }

  /// What the formulas assume of the minimum, and what was found.
  public var hypotheses: [Hypothesis] {
    [
      stationarity(gradients, tolerance: tolerance),
      Hypothesis(
        "every sample's Hessian vanishes where H does", leak <= 1e-7 * sampleEnds.largest ? .holds : .fails,
        evidence: "the largest ‖H_i N‖ on the null space is \(leak)"),
      Hypothesis(
        "the minimum is regular: every sample's Hessian is positive semidefinite (implies the line above)",
        sampleEnds.least >= -1e-10 * sampleEnds.largest ? .holds : .fails,
        evidence: "least eigenvalue \(sampleEnds.least), where the largest in magnitude is \(sampleEnds.largest)"),
    ]
  }

  /// η*, below which E[v vᵀ] has a limit on the range of H; for a regular minimum what
  /// ``MeanSquareStability/threshold()`` is at interpolation. Infinite without curvature.
  ///
  /// - Throws: ``StabilityError``, ``SpectralError``. Cost: some 30 applications of 4nr³ operations.
  public func threshold(batchSize: Int, sampling: BatchSampling = .withoutReplacement) throws -> Double {
    try equation(batchSize: batchSize, sampling: sampling).equation.threshold()
  }

  /// Σ_∞ on the range of H, as a P × P matrix.
  ///
  /// - Throws: ``StabilityError/noLimit(learningRate:threshold:)`` from the threshold on; ``StabilityError`` for a batch
  ///   that cannot be drawn; ``SpectralError``.
  public func limitCovariance(
    learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws -> LimitCovariance {
    try requireLearningRate(learningRate)
    let (equation, weight) = try equation(batchSize: batchSize, sampling: sampling)
    let threshold = try equation.threshold()
    guard learningRate < threshold else {
      throw StabilityError.noLimit(learningRate: learningRate, threshold: threshold)
    }
    let noise = weight * covarianceOfRows(gradients.timesTransposed(range))
    let inside = try equation.solution(learningRate: learningRate, noise: noise)
    return LimitCovariance(
      learningRate: learningRate, batchSize: batchSize, sampling: sampling,
      covariance: range.transposedTimes(inside).times(range),
      excessLoss: eigenvalues.indices.reduce(0) { $0 + eigenvalues[$1] * inside[$1, $1] / 2 },
      threshold: threshold,
      hypotheses: hypotheses + [
        Hypothesis(
          "the losses are quadratic where SGD moves", .notChecked,
          evidence: "root mean square distance \(inside.trace.squareRoot())")
      ])
  }

  private func equation(
    batchSize: Int, sampling: BatchSampling
  ) throws(StabilityError) -> (equation: LimitEquation<ExplicitMoments>, weight: Double) {
    let weight = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: hessians.count)
    let moments = ExplicitMoments(eigenvalues: eigenvalues, hessians: inRange, mixingWeight: weight)
    return (LimitEquation(eigenvalues: eigenvalues, normalized: moments), weight)
  }
}

/// 𝒞^{−1/2} 𝒟 𝒞^{−1/2} from explicit Hessians in the eigenbasis of H.
struct ExplicitMoments: SymmetricOperator {
  let eigenvalues: [Double]
  let hessians: [Matrix]
  let mixingWeight: Double

  var dimension: Int { eigenvalues.count * eigenvalues.count }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let l = eigenvalues
    let r = l.count
    var scaled = Matrix(rows: r, columns: r)
    for a in 0..<r {
      for b in 0..<r { scaled[a, b] = x[a * r + b] / ((l[a] + l[b]) / 2).squareRoot() }
    }
    var sum = Matrix(rows: r, columns: r)
    for hessian in hessians { sum = sum + hessian.times(scaled).times(hessian) }
    let noise = mixingWeight / Double(hessians.count)
    for a in 0..<r {
      for b in 0..<r {
        let value = (1 - mixingWeight) * l[a] * l[b] * scaled[a, b] + noise * sum[a, b]
        result[a * r + b] = value / ((l[a] + l[b]) / 2).squareRoot()
      }
    }
  }
}

/// Why gradients and Hessians do not make a minimum.
public enum QuadraticMinimumError: Error, Equatable, CustomStringConvertible {
  /// There is not one Hessian and one gradient for each sample, or no sample.
  case countMismatch(hessians: Int, gradients: Int)
  /// A Hessian is not P × P.
  case badShape(sample: Int, rows: Int, columns: Int, expected: Int)
  /// A Hessian is not symmetric.
  case notSymmetric(sample: Int, difference: Double)
  /// H has a negative eigenvalue.
  case notMinimum(eigenvalue: Double, largest: Double)
  /// The matrices would be larger than allowed.
  case tooManyParameters(found: Int, limit: Int)

  /// The error in words: what was found, where, and what to do.
  public var description: String {
    switch self {
    case .countMismatch(let hessians, let gradients):
      "every sample needs a Hessian and a gradient, at least one of each; got \(hessians) and \(gradients)"
    case .badShape(let sample, let rows, let columns, let expected):
      "the Hessian of sample \(sample) is \(rows) × \(columns), but its gradient has \(expected) entries"
    case .notSymmetric(let sample, let difference):
      "the Hessian of sample \(sample) is not symmetric: entries that should be equal differ by \(difference)"
    case .notMinimum(let eigenvalue, let largest):
      """
      the mean Hessian has the eigenvalue \(eigenvalue) (the largest is \(largest)): SGD leaves a point that is not a \
      minimum; train on, or use the Gauss–Newton version
      """
    case .tooManyParameters(let found, let limit):
      """
      \(found) parameters would need \(found) × \(found) matrices for every sample, where \(limit) parameters are \
      allowed; raise the limit, or use the Gauss–Newton version
      """
    }
  }
}

extension ParameterPoint {
  /// This point with the full Hessians H_i = J_iᵀ J_i + Σ_c r_ic ∇²f_c(x_i) of its samples' losses, for small networks.
  ///
  /// Whether the point is stationary and regular is among the ``QuadraticMinimum/hypotheses``.
  /// Cost: nP Hessian products on one sample, n + 1 eigenproblems of size P; memory 2nP².
  ///
  /// - Parameter parameterLimit: the most parameters that are taken.
  /// - Throws: ``QuadraticMinimumError``, ``NetworkError``, ``SpectralError``.
  public func quadraticMinimum(tolerance: Double = 1e-6, parameterLimit: Int = 200) throws -> QuadraticMinimum {
    guard parameters.count <= parameterLimit else {
      throw QuadraticMinimumError.tooManyParameters(found: parameters.count, limit: parameterLimit)
    }
    var hessians: [Matrix] = []
    var gradients = Matrix(rows: data.count, columns: parameters.count)
    for i in 0..<data.count {
      let sample = try data.subset(at: [i])
      let dense = try network.lossHessian(.full, on: sample, at: parameters).dense
      hessians.append(0.5 * (dense + dense.transposed))
      for (j, value) in try network.lossGradient(on: sample, at: parameters).enumerated() { gradients[i, j] = value }
    }
    return try QuadraticMinimum(hessians: hessians, gradients: gradients, tolerance: tolerance)
  }
}
