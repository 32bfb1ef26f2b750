import LinearAlgebra

/// The threshold η* of one output by the samples' weights: the least η with ρ(M(η)) = 1, in n numbers instead of r².
///
/// For a unit vector w of weights, q(η) = wᵀM(η)w = (ηπ/n) Σ_ab B_ab² / l_ab with B = Σ_i w_i s_i s_iᵀ grows with η,
/// and its root η(w) is never below η*, with equality for the Perron vector; so an error ε of w is one of order ε² of
/// η(w). Lanczos on M(η) and this root take turns. M(η)w costs two products of half size: B is a symmetric product of
/// the rows with positive weights less one of those with negative weights, and only the diagonal of S (B / l) Sᵀ is
/// needed, for which half of B / l will do. Source: derived in Documentation/Theory, 6.8.
final class PerronIteration {
  private let coordinates: [Double]
  private let l: [Double]
  private let n: Int
  private var r: Int { l.count }
  private let mixingWeight: Double
  /// Room for rows of S, scaled; n × r.
  private var rows: [Double]
  /// B, of which the upper triangle is meaningful; r × r.
  private var square: [Double]

  init(span: GradientSpan, mixingWeight: Double) {
    coordinates = span.coordinates.elements
    l = span.eigenvalues
    n = span.sampleCount
    self.mixingWeight = mixingWeight
    rows = [Double](repeating: 0, count: n * span.rank)
    square = [Double](repeating: 0, count: span.rank * span.rank)
  }

  /// η*, the Perron weights, and the matrix A with T₂(A) = A at η*.
  ///
  /// - Parameter start: weights near the Perron vector, or nil.
  func threshold(from start: [Double]?) throws(SpectralError) -> (rate: Double, weights: [Double], matrix: [Double]) {
    var weights = start ?? [Double](repeating: 1, count: n)
    let length = norm(weights)
    for i in 0..<n { weights[i] /= length }
    let limit = 2 / l[0]
    var rate = min(root(weights, near: start == nil ? nil : limit), limit)
    var tolerance = 1e-2
    for _ in 0..<50 {
      let pair = try WeightsOperator(iteration: self, learningRate: rate, dimension: n).largestEigenpair(
        start: weights, tolerance: tolerance)
      weights = pair.vector
      let next = min(root(weights, near: rate), limit)
      let change = abs(next - rate) / next
      rate = next
      guard rate.isFinite else { throw .notFinite }
      if tolerance <= 1e-8, change <= 1e-9 { return (rate, weights, criticalMatrix(weights, rate)) }
      tolerance = max(1e-8, min(1e-3, 1e-2 * change))
    }
    throw .noConvergence(iterations: 50)
  }

  /// The upper triangle of B = Σ w_i s_i s_iᵀ. Cost: n r² operations.
  private func symmetricProduct(_ weights: UnsafePointer<Double>) {
    let r = r
    var isFirst = true
    for sign in [1.0, -1.0] {
      var count = 0
      rows.withUnsafeMutableBufferPointer { rows in
        coordinates.withUnsafeBufferPointer { s in
          for i in 0..<n where sign * weights[i] > 0 {
            let factor = (sign * weights[i]).squareRoot()
            for j in 0..<r { rows[count * r + j] = factor * s[i * r + j] }
            count += 1
          }
        }
      }
      guard count > 0 || isFirst else { continue }
      BLAS.gram(
        r, count, alpha: sign, rows, .transposed, beta: isFirst ? 0 : 1, intoUpperTriangleOf: &square)
      isFirst = false
    }
  }

  /// M(η) w.
  fileprivate func product(
    _ weights: UnsafePointer<Double>, _ rate: Double, into result: UnsafeMutablePointer<Double>
  ) {
    symmetricProduct(weights)
    let r = r
    let curvature = rate * (1 - mixingWeight)
    square.withUnsafeMutableBufferPointer { b in
      l.withUnsafeBufferPointer { l in
        for row in 0..<r {
          let (sum, slope) = (l[row], 1 - curvature * l[row])
          for column in row..<r { b[row * r + column] /= sum + slope * l[column] }
          b[row * r + row] *= 0.5
        }
      }
    }
    coordinates.withUnsafeBufferPointer { s in
      rows.withUnsafeMutableBufferPointer { rows in
        guard let from = s.baseAddress, let to = rows.baseAddress else { return }
        to.update(from: from, count: n * r)
        // Twice the half, in the scale of M.
        BLAS.multiplyByUpperTriangle(n, r, alpha: 2 * rate * mixingWeight / Double(n), square, into: to)
        for i in 0..<n { result[i] = BLAS.innerProduct(r, from + i * r, to + i * r) }
      }
    }
  }

  /// The η with wᵀM(η)w = 1 for unit weights, by Newton's method kept between bounds.
  private func root(_ weights: [Double], near guess: Double?) -> Double {
    symmetricProduct(weights)
    let r = r
    let share = mixingWeight / Double(n)
    let rest = 1 - mixingWeight
    /// Σ_ab B_ab² (1/l_ab, (l_a + l_b)/l_ab²): with η·π/n the quotient and with π/n its slope.
    func sums(_ rate: Double) -> (value: Double, slope: Double) {
      var (value, slope) = (0.0, 0.0)
      square.withUnsafeBufferPointer { b in
        l.withUnsafeBufferPointer { l in
          for row in 0..<r {
            var (rowValue, rowSlope) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
            let factor = 1 - rate * rest * l[row]
            func add(_ column: Int, _ times: Double) {
              let entry = b[row * r + column]
              let kernel = 1 / (l[row] + factor * l[column])
              let part = times * entry * entry * kernel
              value += part
              slope += part * kernel * (l[row] + l[column])
            }
            add(row, 1)
            var column = row + 1
            while column + 4 <= r {
              let entry = SIMD4(
                b[row * r + column], b[row * r + column + 1], b[row * r + column + 2], b[row * r + column + 3])
              let other = SIMD4(l[column], l[column + 1], l[column + 2], l[column + 3])
              let kernel = 1 / (l[row] + factor * other)
              let part = entry * entry * kernel
              rowValue += part
              rowSlope += part * kernel * (l[row] + other)
              column += 4
            }
            while column < r {
              add(column, 2)
              column += 1
            }
            value += 2 * rowValue.sum()
            slope += 2 * rowSlope.sum()
          }
        }
      }
      return (value, slope)
    }
    // Without the curvature's part the quotient is smaller, so that the root is larger.
    var high = 1 / (share * sums(0).value)
    guard rest > 0 else { return high }
    high = min(high, 2 / (rest * l[0]) * (1 - 1e-12))
    var low = 0.0
    var rate = guess.map { min($0, high) } ?? high
    for _ in 0..<200 {
      let (value, slope) = sums(rate)
      let excess = share * rate * value - 1
      if excess > 0 { high = rate } else { low = rate }
      var next = rate - excess / (share * slope)
      if !(next > low && next < high) { next = excess == 0 ? rate : low + (high - low) / 2 }
      let change = abs(next - rate)
      rate = next
      if change <= 4 * Double.ulpOfOne * rate || high - low <= 2 * Double.ulpOfOne * high { break }
    }
    return rate
  }

  /// B / l, entry by entry: 2𝒞(A) − η(1 − π)HAH = (ηπ/n) Σ H_i A H_i up to a factor.
  private func criticalMatrix(_ weights: [Double], _ rate: Double) -> [Double] {
    symmetricProduct(weights)
    let curvature = rate * (1 - mixingWeight)
    var result = square
    for a in 0..<r {
      for b in a..<r {
        result[a * r + b] /= l[a] + l[b] - curvature * l[a] * l[b]
        result[b * r + a] = result[a * r + b]
      }
    }
    return result
  }
}

/// M(η) on the samples' weights.
private struct WeightsOperator: SymmetricOperator {
  let iteration: PerronIteration
  let learningRate: Double
  let dimension: Int

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    guard let source = x.baseAddress, let target = result.baseAddress else { return }
    iteration.product(source, learningRate, into: target)
  }
}
