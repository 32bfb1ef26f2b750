import Learning
import LinearAlgebra

/// Mean-square stability of a network with one output as a question on a non-negative n × n matrix.
///
/// M(η)_ij = (ηπ/n) Σ_ab S_ia S_ib S_ja S_jb / (l_a + l_b − η(1 − π) l_a l_b) is symmetric, positive semidefinite,
/// non-negative and grows with η; SGD is stable exactly where ρ(M(η)) ≤ 1, for η below ``pole``.
/// Source: derived in Documentation/Theory.
public struct PerronReduction: Sendable {
  /// The stability that is reduced, with its span, batch size and sampling.
  public let stability: MeanSquareStability

  /// The reduction of a network with one output.
  ///
  /// - Throws: ``StabilityError/severalOutputs(_:)``.
  public init(_ stability: MeanSquareStability) throws(StabilityError) {
    guard stability.span.outputDimension == 1 else { throw .severalOutputs(stability.span.outputDimension) }
    self.stability = stability
  }

  /// 2/((1 − π) λ_max(H)), at and beyond which SGD is not stable if π > 0; M(η) is defined below it.
  public var pole: Double {
    guard let sharpness = stability.span.eigenvalues.first, stability.mixingWeight < 1 else { return .infinity }
    return 2 / ((1 - stability.mixingWeight) * sharpness)
  }

  /// M(η), n × n. Cost: n products of size n × r × r; in iterations use ``product(with:learningRate:)``.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func matrix(learningRate: Double) throws(StabilityError) -> Matrix {
    try requireBelowPole(learningRate)
    return dense(factor: learningRate * stability.mixingWeight, curvature: learningRate * (1 - stability.mixingWeight))
  }

  /// N = lim M(η)/(ηπ) as η → 0, n × n. Where π = 1 (batches of one sample) M(η) = ηN and η* = 1/ρ(N).
  /// Cost: as ``matrix(learningRate:)``.
  public var rateMatrix: Matrix { dense(factor: 1, curvature: 0) }

  /// M(η) d without the matrix, for n numbers d. Cost: two products of size n × r × r.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func product(with weights: [Double], learningRate: Double) throws(StabilityError) -> [Double] {
    try requireBelowPole(learningRate)
    return product(
      weights, factor: learningRate * stability.mixingWeight, curvature: learningRate * (1 - stability.mixingWeight),
      bounded: false
    ).value
  }

  /// An upper bound of ρ(M(η)) by Collatz and Wielandt: max_i (M(η) d)_i/d_i, for any d > 0.
  ///
  /// At most 1 proves stability at η, and by monotonicity at every smaller rate. Each quotient is widened by a bound on
  /// the rounding of its own sums; infinite when some d_i is not positive. Cost: four products of size n × r × r.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func upperQuotient(of weights: [Double], learningRate: Double) throws(StabilityError) -> Double {
    try requireBelowPole(learningRate)
    guard weights.allSatisfy({ $0 > 0 && $0.isFinite }) else { return .infinity }
    let image = product(
      weights, factor: learningRate * stability.mixingWeight, curvature: learningRate * (1 - stability.mixingWeight))
    return weights.indices.reduce(0) { max($0, (image.value[$1] + image.rounding[$1]) / weights[$1]) }
  }

  /// A lower bound of ρ(M(η)): the Rayleigh quotient dᵀM(η)d/dᵀd, which for d ≥ 0 is never below min_i (M(η) d)_i/d_i
  /// over the positive d_i. Narrowed by a bound on the rounding of its sums; 0 when all d_i are 0.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func lowerQuotient(of weights: [Double], learningRate: Double) throws(StabilityError) -> Double {
    try requireBelowPole(learningRate)
    guard weights.contains(where: { $0 != 0 }) else { return 0 }
    let image = product(
      weights, factor: learningRate * stability.mixingWeight, curvature: learningRate * (1 - stability.mixingWeight))
    var sum = 0.0
    var error = 0.0
    for i in weights.indices {
      sum += weights[i] * image.value[i]
      error += abs(weights[i]) * (image.rounding[i] + Double(weights.count) * .ulpOfOne * abs(image.value[i]))
    }
    return (sum - error) / dot(weights, weights) * (1 - Double(2 * weights.count) * .ulpOfOne)
  }

  private func requireBelowPole(_ learningRate: Double) throws(StabilityError) {
    guard learningRate >= 0, learningRate.isFinite, learningRate < pole else {
      throw .beyondPole(learningRate: learningRate, pole: pole)
    }
  }

  /// The kernel 1/(l_a + l_b − c l_a l_b).
  private func kernel(_ curvature: Double) -> [Double] {
    let l = stability.span.eigenvalues
    return l.flatMap { a in l.map { b in 1 / (a + b - curvature * a * b) } }
  }

  private func dense(factor: Double, curvature: Double) -> Matrix {
    let n = stability.span.sampleCount
    var result = Matrix(rows: n, columns: n)
    for j in 0..<n {
      let unit = (0..<n).map { $0 == j ? 1.0 : 0 }
      let column = product(unit, factor: factor, curvature: curvature, bounded: false).value
      for i in 0..<n { result[i, j] = column[i] }
    }
    return 0.5 * (result + result.transposed)
  }

  /// (factor/n) · s_iᵀ (kernel ∘ Sᵀ diag(d) S) s_i for each i, and a bound on what rounding did to it.
  private func product(
    _ weights: [Double], factor: Double, curvature: Double, bounded: Bool = true
  ) -> (value: [Double], rounding: [Double]) {
    let s = stability.span.coordinates
    precondition(weights.count == s.rows, "\(s.rows) samples need as many weights, got \(weights.count)")
    let kernel = kernel(curvature)
    let n = s.rows
    let r = s.columns
    func quadratic(_ s: Matrix, _ weights: [Double]) -> [Double] {
      var scaled = s
      for i in 0..<n {
        for a in 0..<r { scaled[i, a] *= weights[i] }
      }
      var middle = s.transposedTimes(scaled)
      for e in middle.elements.indices { middle.elements[e] *= kernel[e] }
      let image = s.times(middle)
      return (0..<n).map { i in
        var sum = 0.0
        for a in 0..<r { sum += image[i, a] * s[i, a] }
        return factor / Double(n) * sum
      }
    }
    let value = quadratic(s, weights)
    guard bounded else { return (value, []) }
    // Sums of n, r and r terms, each term with a few roundings; the kernel's own error grows towards the pole.
    let largest = stability.span.eigenvalues.first ?? 0
    let nearPole = curvature > 0 ? 2 / max(2 - curvature * largest, .ulpOfOne) : 1
    let unit = (Double(n + 2 * r) + 8 + 4 * nearPole) * .ulpOfOne
    return (value, quadratic(s.mapped(abs), weights.map(abs)).map { unit * $0 })
  }
}
