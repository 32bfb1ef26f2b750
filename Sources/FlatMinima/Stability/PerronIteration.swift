import LinearAlgebra

/// The thresholds η* of one output by the samples' weights: the least η with ρ(M(η)) = 1, in n numbers instead of r².
///
/// For a unit vector w of weights, q(η) = wᵀM(η)w = (ηπ/n) Σ_ab B_ab² / l_ab with B = Σ_i w_i s_i s_iᵀ grows with η,
/// and its root η(w) is never below η*, with equality for the Perron vector; so an error ε of w is one of order ε² of
/// η(w). The best vector of a ``PerronSpace``, which serves all batch sizes, costs no product; each residual, corrected
/// by ``PerronModel``, becomes its next basis vector. Source: derived in Documentation/Theory, 6.3.
final class PerronIteration {
  private let l: [Double]
  private let n: Int
  private let pairs: EigenvaluePairs
  private let forms: SampleForms
  private let span: GradientSpan
  private var space: PerronSpace

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
    space = PerronSpace(sampleCount: n, sharpness: l[0], pairs: pairs, forms: forms)
    packed = [Double](repeating: 0, count: pairs.count)
    weights = packed
    weighted = packed
    image = [Double](repeating: 0, count: n)
    space.append(firstWeights)
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
    space.copyFirstOuterSum(into: &packed)
    var rate = min(root(share: share, rest: rest, near: nil), limit)
    guard rate.isFinite else { throw .notFinite }
    for _ in 0..<300 {
      var w: [Double] = []
      let accuracy = max(1e-10, 0.01 * (residuals.last ?? 1))
      for _ in 0..<8 {
        w = try space.best(curvature: rest * rate, accuracy: accuracy, outerSum: &packed)
        rate = min(root(share: share, rest: rest, near: rate), limit)
        guard rate.isFinite else { throw .notFinite }
        if space.drift(to: rest * rate) <= accuracy { break }
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
        guard !areSmallWeightsSeen, unseen.contains(1), space.append(unseen) else { return (rate, w) }
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
          if direction.allSatisfy(\.isFinite), space.append(direction) { continue }
        }
      }
      let length = norm(residual)
      for i in 0..<n { residual[i] /= length }
      space.append(residual)
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
