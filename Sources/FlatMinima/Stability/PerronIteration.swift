import LinearAlgebra

/// The thresholds η* of one output by the samples' weights: the least η with ρ(M(η)) = 1, in n numbers instead of r².
///
/// For a unit vector w of weights, q(η) = wᵀM(η)w = (ηπ/n) Σ_ab B_ab² / l_ab with B = Σ_i w_i s_i s_iᵀ grows with η,
/// and its root η(w) is never below η*, with equality for the Perron vector; so an error ε of w is one of order ε² of
/// η(w). The matrices B depend on neither η nor π. So one space of weights, with the B of its basis, serves all batch
/// sizes: the best vector of it costs no product, whatever η and π. Each residual, corrected by ``PerronModel``, becomes
/// its next basis vector. Source: derived in Documentation/Theory, 6.3.
final class PerronIteration {
  private let l: [Double]
  private let n: Int
  private let pairs: EigenvaluePairs
  private let forms: SampleForms
  private let span: GradientSpan

  /// The most vectors that the space may have.
  private let capacity: Int
  private var dimension = 0
  /// An orthonormal basis of weights, `dimension` rows of n, and their B, packed.
  private var basis: [Double] = []
  private var outerSums: [Double] = []
  /// Σ_ab B_j B_k / l_ab for the curvature ``innerCurvature``, lower triangle, rows of `capacity`.
  private var innerProducts: [Double]
  private var innerCurvature = 0.0
  private var innerWeights: [Double]
  /// How many rows of ``innerProducts`` are there.
  private var innerRows = 0

  private var model: PerronModel?
  private var correction: PerronModel.Correction?
  private lazy var singleCoordinates = span.coordinates.elements.map { Float($0 / (Double(n) * l[0]).squareRoot()) }

  /// Room: a packed matrix, its weights 1/l_ab, a product.
  private var packed: [Double]
  private var weights: [Double]
  private var weighted: [Double]
  private var image: [Double]

  /// For a span with gradients, of one output.
  init(span: GradientSpan) {
    self.span = span
    l = span.eigenvalues
    n = span.sampleCount
    pairs = EigenvaluePairs(eigenvalues: l)
    forms = SampleForms(span: span, pairs: pairs)
    // 24 packed matrices or 256 MB of them, and never fewer than four.
    capacity = min(n, max(4, min(24, (1 << 25) / pairs.count)))
    innerProducts = [Double](repeating: 0, count: capacity * capacity)
    innerWeights = [Double](repeating: 0, count: pairs.count)
    packed = innerWeights
    weights = innerWeights
    weighted = innerWeights
    image = [Double](repeating: 0, count: n)
    // Memory that is not written to costs nothing.
    basis.reserveCapacity(capacity * n)
    outerSums.reserveCapacity(capacity * pairs.count)
    append(firstWeights)
  }

  /// Σ_j ⟨g_i, g_j⟩² for every sample, up to a factor: positive wherever a gradient is, hence not orthogonal to the Perron
  /// vector, and near it where l_ab varies little.
  private var firstWeights: [Double] {
    let largest = Double(n) * l[0]
    let r = l.count
    return (0..<n).map { i in
      (0..<r).reduce(0) { sum, a in
        let entry = span.coordinates.elements[i * r + a]
        return sum + l[a] / l[0] * (entry * entry / largest)
      }
    }
  }

  /// η* and the Perron weights.
  ///
  /// - Parameter mixingWeight: π > 0. Large ones first is the fastest order.
  func threshold(mixingWeight: Double) throws(SpectralError) -> (rate: Double, weights: [Double]) {
    let share = mixingWeight / Double(n)
    let rest = 1 - mixingWeight
    let limit = 2 / l[0]
    var residuals: [Double] = []
    var isModelNew = false
    var attempts = 0
    var areSmallWeightsSeen = false
    // A first rate: that of the first basis vector.
    packed.replaceSubrange(0..<pairs.count, with: outerSums[0..<pairs.count])
    var rate = min(root(share: share, rest: rest, near: nil), limit)
    guard rate.isFinite else { throw .notFinite }
    for _ in 0..<300 {
      var w: [Double] = []
      let accuracy = max(1e-10, 0.01 * (residuals.last ?? 1))
      for _ in 0..<8 {
        try updateInnerProducts(curvature: rest * rate, accuracy: accuracy)
        w = try combine(topVector())
        rate = min(root(share: share, rest: rest, near: rate), limit)
        guard rate.isFinite else { throw .notFinite }
        if drift(to: rest * rate) <= accuracy { break }
      }
      // The residual M w − θ w at this rate.
      pairs.weights(curvature: rest * rate, into: &weights)
      BLAS.multiplyEntries(pairs.count, packed, weights, into: &weighted)
      forms.quadraticForms(weighted, factor: rate * share, into: &image)
      let quotient = dot(image, w)
      var residual = (0..<n).map { image[$0] - quotient * w[$0] }
      let size = norm(residual) / quotient
      guard size.isFinite else { throw .notFinite }
      residuals.append(size)
      if size <= 1e-8 {
        // Positive weights with M w ≈ w prove that this is the largest eigenvalue. Where some are too small to tell,
        // their samples may hold a larger one that the space has not seen: it gets a vector that sees them.
        let unseen = (0..<n).map { image[$0] != 0 && !(image[$0] < (1 + 1e-3) * quotient * w[$0]) ? 1.0 : 0 }
        guard !areSmallWeightsSeen, unseen.contains(1), append(unseen) else { return (rate, w) }
        areSmallWeightsSeen = true
        continue
      }
      if PerronModel.isSensible(for: span) {
        let isSlow = residuals.count > 1 && size > 0.02 * residuals[residuals.count - 2]
        let distance = model.map { rest * rate - $0.curvature } ?? .infinity
        if model == nil || (!isModelNew && (isSlow || distance > 0.3 * (limit - rest * rate))) {
          isModelNew = true
          makeModel(curvature: rest * rate)
        }
        if correction == nil, attempts < 4 {
          attempts += 1
          correction = model?.correction(near: w)
        }
        if let correction, size < 0.9 {
          let direction = correction.direction(residual: residual, weights: w)
          if direction.allSatisfy(\.isFinite), append(direction) { continue }
        }
      }
      let length = norm(residual)
      for i in 0..<n { residual[i] /= length }
      append(residual)
    }
    throw .noConvergence(iterations: 300)
  }

  /// B / l, entry by entry: 2𝒞(A) − η(1 − π)HAH = (ηπ/n) Σ H_i A H_i up to a factor.
  func criticalMatrix(weights: [Double], curvature: Double) -> [Double] {
    forms.outerSum(weights, into: &packed)
    let r = l.count
    var result = [Double](repeating: 0, count: r * r)
    pairs.unpack(packed, into: &result)
    for a in 0..<r {
      for b in a..<r {
        result[a * r + b] /= l[a] + l[b] - curvature * l[a] * l[b]
        result[b * r + a] = result[a * r + b]
      }
    }
    return result
  }

  /// Takes the part of a vector that is new into the space; false when there is next to none.
  @discardableResult private func append(_ vector: [Double]) -> Bool {
    guard dimension < n else { return false }
    if dimension == capacity { shrink() }
    var vector = vector
    let length = norm(vector)
    var coefficients = [Double](repeating: 0, count: max(1, dimension))
    for _ in 0..<2 where dimension > 0 {
      BLAS.multiply(dimension, n, basis, vector: vector, into: &coefficients)
      BLAS.multiply(dimension, n, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &vector)
    }
    let remainder = norm(vector)
    guard remainder > 1e-10 * length else { return false }
    for i in 0..<n { vector[i] /= remainder }
    basis.append(contentsOf: vector)
    let place = outerSums.count
    outerSums.append(contentsOf: repeatElement(0, count: pairs.count))
    outerSums.withUnsafeMutableBufferPointer {
      if let sums = $0.baseAddress { forms.outerSum(vector, into: sums + place) }
    }
    dimension += 1
    return true
  }

  /// How far the kernel at this curvature is from the one of ``innerProducts``, relatively.
  private func drift(to curvature: Double) -> Double {
    abs(curvature - innerCurvature) * l[0] / (2 - max(curvature, innerCurvature) * l[0])
  }

  private func updateInnerProducts(curvature: Double, accuracy: Double) throws(SpectralError) {
    if innerRows == 0 || drift(to: curvature) > accuracy {
      innerCurvature = curvature
      innerRows = 0
      pairs.weights(curvature: curvature, into: &innerWeights)
    }
    guard innerRows < dimension else { return }
    pairs.innerProducts(
      rows: dimension, from: innerRows, of: outerSums, weights: innerWeights, into: &innerProducts, columns: capacity)
    innerRows = dimension
  }

  private func innerEigen() throws(SpectralError) -> SymmetricEigen {
    var matrix = Matrix(rows: dimension, columns: dimension)
    for j in 0..<dimension {
      for k in 0...j {
        matrix[j, k] = innerProducts[j * capacity + k]
        matrix[k, j] = matrix[j, k]
      }
    }
    return try SymmetricEigen(of: matrix)
  }

  /// The coordinates of the best vector of the space.
  private func topVector() throws(SpectralError) -> [Double] {
    try innerEigen().vectorsAsRows.map { Array($0.row(0)) } ?? [1]
  }

  /// The vector with these coordinates, of positive sum; its B goes to ``packed``.
  private func combine(_ coordinates: [Double]) -> [Double] {
    var w = [Double](repeating: 0, count: n)
    var coordinates = coordinates
    BLAS.multiply(dimension, n, basis, .transposed, vector: coordinates, into: &w)
    if w.reduce(0, +) < 0 {
      for j in 0..<dimension { coordinates[j] = -coordinates[j] }
      for i in 0..<n { w[i] = -w[i] }
    }
    BLAS.multiply(dimension, pairs.count, outerSums, .transposed, vector: coordinates, into: &packed)
    return w
  }

  /// Keeps the best half of a full space.
  private func shrink() {
    guard let vectors = try? innerEigen().vectorsAsRows else { return }
    let kept = max(1, dimension / 2)
    func mixed(_ rows: [Double], _ columns: Int) -> [Double] {
      var result = [Double](repeating: 0, count: kept * columns)
      BLAS.multiply(kept, columns, dimension, vectors.elements, .plain, rows, .plain, into: &result)
      return result
    }
    basis = mixed(basis, n)
    outerSums = mixed(outerSums, pairs.count)
    dimension = kept
    innerRows = 0
  }

  private func makeModel(curvature: Double) {
    // `weights` are those of this curvature.
    var diagonal = [Double](repeating: 0, count: n)
    forms.quadraticForms(weights, factor: 1, ofSquares: true, into: &diagonal)
    model = PerronModel(
      coordinates: singleCoordinates, eigenvalues: l, curvature: curvature, diagonal: diagonal)
    correction = nil
  }

  /// The η with wᵀM(η)w = 1 for the unit weights w whose B is in ``packed``, by Newton's method kept between bounds.
  private func root(share: Double, rest: Double, near guess: Double?) -> Double {
    // Without the curvature's part the quotient is smaller, so that the root is larger.
    var high = Double.infinity
    if guess == nil || rest <= 0 {
      high = 1 / (share * pairs.quotient(of: packed, curvature: 0).value)
      guard rest > 0 else { return high }
    }
    high = min(high, 2 / (rest * l[0]) * (1 - 1e-12))
    var low = 0.0
    var rate = guess.map { min($0, high) } ?? high
    for _ in 0..<200 {
      let (value, slope) = pairs.quotient(of: packed, curvature: rest * rate)
      let quotient = share * rate * value
      let excess = quotient - 1
      if excess > 0 { high = rate } else { low = rate }
      let step = excess / (share * slope)
      // Newton's error is of the order of the square of the excess.
      if abs(excess) <= 1e-8 { return min(max(rate - step, low), high) }
      if high - low <= 2 * Double.ulpOfOne * high { break }
      // Near the pole the reciprocal of the quotient is all but linear; elsewhere the quotient is.
      var next = rate - max(1, quotient) * step
      if !(next > low) { next = rate - step }
      rate = next > low && next < high ? next : low + (high - low) / 2
    }
    return rate
  }
}
