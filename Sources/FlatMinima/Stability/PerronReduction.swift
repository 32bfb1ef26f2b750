import Learning
import LinearAlgebra

/// Mean-square stability as a question on a matrix M(η) with one row per sample, for C outputs nC(C + 1)/2 rows.
///
/// With l_ab = l_a + l_b − η(1 − π) l_a l_b it maps n symmetric C × C blocks D_i to
/// (M D)_i = (ηπ/n) S_i [(Σ_j S_jᵀ D_j S_j) / l_ab] S_iᵀ, where the division is entry by entry. For one output that is
/// M(η)_ij = (ηπ/n) Σ_ab S_ia S_ib S_ja S_jb / l_ab. M(η) is symmetric, positive semidefinite, maps positive
/// semidefinite blocks to such (for one output: has no negative entry) and grows with η; SGD is stable exactly where
/// ρ(M(η)) ≤ 1, for η below ``pole``. Source: derived in Documentation/Theory.
///
/// **Weights.** A vector of ``dimension`` numbers stands for the blocks: for each sample the C diagonal entries and those
/// above the diagonal, row by row, the latter times √2, so that inner products are those of the blocks.
public struct PerronReduction: Sendable {
  /// The stability that is reduced, with its span, batch size and sampling.
  public let stability: MeanSquareStability

  /// The reduction of a stability question.
  public init(_ stability: MeanSquareStability) { self.stability = stability }

  /// nC(C + 1)/2, the rows of M(η).
  public var dimension: Int { blockDimension * stability.span.sampleCount }

  /// C(C + 1)/2
  var blockDimension: Int { stability.span.outputDimension * (stability.span.outputDimension + 1) / 2 }

  /// 2/((1 − π) λ_max(H)), at and beyond which SGD is not stable if π > 0; M(η) is defined below it.
  public var pole: Double {
    guard let sharpness = stability.span.eigenvalues.first, stability.mixingWeight < 1 else { return .infinity }
    return 2 / ((1 - stability.mixingWeight) * sharpness)
  }

  /// M(η). Cost: ``dimension`` products of size nC × r × r; in iterations use ``product(with:learningRate:)``.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func matrix(learningRate: Double) throws(StabilityError) -> Matrix {
    try requireBelowPole(learningRate)
    return dense(factor: factor(learningRate), curvature: curvature(learningRate))
  }

  /// N = lim M(η)/(ηπ) as η → 0. Where π = 1 (batches of one sample) M(η) = ηN and η* = 1/ρ(N).
  /// Cost: as ``matrix(learningRate:)``.
  public var rateMatrix: Matrix { dense(factor: 1, curvature: 0) }

  /// M(η) d without the matrix. Cost: two products of size nC × r × r.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func product(with weights: [Double], learningRate: Double) throws(StabilityError) -> [Double] {
    try requireBelowPole(learningRate)
    return product(weights, factor: factor(learningRate), curvature: curvature(learningRate))
  }

  /// ρ(M(η)) = λ_max(M(η)) by Lanczos, with the residual ‖M d − ρ d‖ for a unit d: an eigenvalue lies that close.
  ///
  /// The start is the identity in every block, which is not orthogonal to the eigenvector sought.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``; ``SpectralError``.
  public func spectralRadius(learningRate: Double) throws -> LargestEigenpair {
    try requireBelowPole(learningRate)
    let operation = ActionOperator(dimension: dimension) {
      product($0, factor: factor(learningRate), curvature: curvature(learningRate))
    }
    return try operation.largestEigenpair(start: identityWeights, tolerance: 1e-9)
  }

  /// η* as the root of ρ(M(η)) = 1, a second way to ``MeanSquareStability/threshold()``; without gradients infinite.
  ///
  /// Found by bracketing to a relative 10⁻¹³. Cost: some 10 calls of ``spectralRadius(learningRate:)``.
  /// - Throws: ``SpectralError``.
  public func threshold() throws -> Double {
    guard stability.mixingWeight > 0, stability.span.rank > 0 else { return stability.gradientDescentThreshold }
    // Just below the pole; below it lies 2/λ_max(H), which η* never exceeds.
    let upper = min(stability.gradientDescentThreshold, pole * (1 - 1e-9))
    return try bracketedRoot(from: 0, to: upper) { (eta: Double) throws -> Double in
      try spectralRadius(learningRate: eta).value - 1
    }
  }

  /// An upper bound of ρ(M(η)), for any weights whose blocks D_i are positive definite: the least t with
  /// (M D)_i ⪯ t D_i for all samples. For one output that is max_i (M(η) d)_i/d_i (Collatz and Wielandt).
  ///
  /// At most 1 proves stability at η, and by monotonicity at every smaller rate. Each quotient is widened by a bound on
  /// the rounding of its own sums; infinite when some D_i is not positive definite.
  /// Cost: four products of size nC × r × r and for several outputs 3n eigenproblems of size C.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``; ``SpectralError`` when an
  ///   eigenproblem fails.
  public func upperQuotient(of weights: [Double], learningRate: Double) throws -> Double {
    try requireBelowPole(learningRate)
    guard weights.allSatisfy(\.isFinite) else { return .infinity }
    let value = product(weights, factor: factor(learningRate), curvature: curvature(learningRate))
    let rounding = rounding(weights, factor: factor(learningRate), curvature: curvature(learningRate))
    if stability.span.outputDimension == 1 {
      guard weights.allSatisfy({ $0 > 0 }) else { return .infinity }
      return weights.indices.reduce(0) { max($0, (value[$1] + rounding[$1]) / weights[$1]) }
    }
    var largest = 0.0
    for i in 0..<stability.span.sampleCount {
      largest = max(largest, try blockQuotient(block(i, of: value), block(i, of: weights), block(i, of: rounding)))
    }
    return largest
  }

  /// A lower bound of ρ(M(η)): the Rayleigh quotient dᵀM(η)d/dᵀd. Narrowed by a bound on the rounding of its sums; 0
  /// when all weights are 0.
  /// - Throws: ``StabilityError/beyondPole(learningRate:pole:)`` unless 0 ≤ η < ``pole``.
  public func lowerQuotient(of weights: [Double], learningRate: Double) throws(StabilityError) -> Double {
    try requireBelowPole(learningRate)
    guard weights.contains(where: { $0 != 0 }) else { return 0 }
    let value = product(weights, factor: factor(learningRate), curvature: curvature(learningRate))
    let rounding = rounding(weights, factor: factor(learningRate), curvature: curvature(learningRate))
    var sum = 0.0
    var error = 0.0
    for i in weights.indices {
      sum += weights[i] * value[i]
      error += abs(weights[i]) * (rounding[i] + Double(weights.count) * .ulpOfOne * abs(value[i]))
    }
    return (sum - error) / dot(weights, weights) * (1 - Double(2 * weights.count) * .ulpOfOne)
  }

  /// The weights whose blocks are all the identity.
  var identityWeights: [Double] {
    let outputs = stability.span.outputDimension
    let one = (0..<outputs).flatMap { a in (a..<outputs).map { $0 == a ? 1.0 : 0 } }
    return (0..<stability.span.sampleCount).flatMap { _ in one }
  }

  private func factor(_ learningRate: Double) -> Double { learningRate * stability.mixingWeight }
  private func curvature(_ learningRate: Double) -> Double { learningRate * (1 - stability.mixingWeight) }

  private func requireBelowPole(_ learningRate: Double) throws(StabilityError) {
    guard learningRate >= 0, learningRate.isFinite, learningRate < pole else {
      throw .beyondPole(learningRate: learningRate, pole: pole)
    }
  }

  /// The symmetric C × C block of one sample.
  private func block(_ sample: Int, of weights: [Double]) -> Matrix {
    let outputs = stability.span.outputDimension
    var result = Matrix(rows: outputs, columns: outputs)
    var place = sample * blockDimension
    for a in 0..<outputs {
      result[a, a] = weights[place]
      place += 1
      for b in a + 1..<max(a + 1, outputs) {
        result[a, b] = weights[place] * 0.5.squareRoot()
        result[b, a] = result[a, b]
        place += 1
      }
    }
    return result
  }

  /// The least t with image + E ⪯ t · block for every symmetric E with |E| ≤ error entry by entry; infinite when the
  /// block is not safely positive definite.
  private func blockQuotient(_ image: Matrix, _ block: Matrix, _ error: Matrix) throws(SpectralError) -> Double {
    let size = Double(block.rows)
    // What an eigenvalue of a matrix of this size and norm may be off by.
    func unit(_ matrix: Matrix) -> Double { 8 * size * size * .ulpOfOne * matrix.frobeniusNorm }
    let eigen = try SymmetricEigen(of: block)
    guard let vectors = eigen.vectorsAsRows, let last = eigen.values.last, last > 2 * unit(block) else {
      return .infinity
    }
    let smallest = last - unit(block)
    let roots = Matrix.diagonal(eigen.values.map { 1 / $0.squareRoot() }).times(vectors)
    let candidate = try SymmetricEigen(of: roots.times(image).timesTransposed(roots), vectors: .omitted).values[0]
    // The candidate need not be accurate: what it lacks is measured, and made up for by a multiple of the block.
    let slack = candidate * block - image
    let gap = try SymmetricEigen(of: slack, vectors: .omitted).values[block.rows - 1]
    let lacking = max(0, -gap) + unit(slack) + unit(image) + abs(candidate) * unit(block) + error.frobeniusNorm
    return (candidate + lacking / smallest) * (1 + 4 * .ulpOfOne)
  }

  private func dense(factor: Double, curvature: Double) -> Matrix {
    let size = dimension
    var result = Matrix(rows: size, columns: size)
    var unit = [Double](repeating: 0, count: size)
    for j in 0..<size {
      unit[j] = 1
      let column = product(unit, factor: factor, curvature: curvature)
      for i in 0..<size { result[i, j] = column[i] }
      unit[j] = 0
    }
    return 0.5 * (result + result.transposed)
  }

  /// (factor/n) · S_i (kernel ∘ Σ_j S_jᵀ D_j S_j) S_iᵀ for each i.
  private func product(_ weights: [Double], factor: Double, curvature: Double) -> [Double] {
    quadratic(
      stability.span.coordinates, weights, kernel: kernel(curvature),
      factor: factor / Double(stability.span.sampleCount))
  }

  /// A bound on what rounding did to ``product(_:factor:curvature:)``, entry by entry.
  private func rounding(_ weights: [Double], factor: Double, curvature: Double) -> [Double] {
    let span = stability.span
    let n = span.sampleCount
    // Sums of nC, r and r terms, each term with a few roundings; the kernel's own error grows towards the pole.
    let largest = span.eigenvalues.first ?? 0
    let nearPole = curvature > 0 ? 2 / max(2 - curvature * largest, .ulpOfOne) : 1
    let terms = n * span.outputDimension + 2 * span.rank + 2 * (span.outputDimension - 1)
    let unit = (Double(terms) + 8 + 4 * nearPole) * .ulpOfOne
    return quadratic(
      span.coordinates.mapped(abs), weights.map(abs), kernel: kernel(curvature), factor: factor / Double(n)
    ).map { unit * $0 }
  }

  /// The kernel 1/(l_a + l_b − c l_a l_b).
  private func kernel(_ curvature: Double) -> [Double] {
    let l = stability.span.eigenvalues
    return l.flatMap { a in l.map { b in 1 / (a + b - curvature * a * b) } }
  }

  private func quadratic(_ s: Matrix, _ weights: [Double], kernel: [Double], factor: Double) -> [Double] {
    let n = stability.span.sampleCount
    let outputs = stability.span.outputDimension
    let r = s.columns
    precondition(weights.count == dimension, "\(dimension) weights are needed, got \(weights.count)")
    let half = 0.5.squareRoot()
    // Row ic is row c of D_i S_i.
    var scaled = Matrix(rows: s.rows, columns: r)
    var place = 0
    for i in 0..<n {
      for a in 0..<outputs {
        for b in a..<outputs {
          let weight = a == b ? weights[place] : weights[place] * half
          place += 1
          guard weight != 0 else { continue }
          let (rowA, rowB) = (i * outputs + a, i * outputs + b)
          for j in 0..<r { scaled[rowA, j] += weight * s[rowB, j] }
          if a != b { for j in 0..<r { scaled[rowB, j] += weight * s[rowA, j] } }
        }
      }
    }
    var middle = s.transposedTimes(scaled)
    for e in middle.elements.indices { middle.elements[e] *= kernel[e] }
    let image = s.times(middle)
    var result: [Double] = []
    result.reserveCapacity(dimension)
    for i in 0..<n {
      for a in 0..<outputs {
        for b in a..<outputs {
          var sum = 0.0
          for j in 0..<r { sum += image[i * outputs + a, j] * s[i * outputs + b, j] }
          result.append(a == b ? factor * sum : factor * sum / half)
        }
      }
    }
    return result
  }
}
