import LinearAlgebra

/// A rough dense copy of M(η) for one output, in single precision, whose inverse corrects approximate Perron vectors.
///
/// 1/l_ab is replaced by the sum Σ_q u_qa u_qb of a few steps of a pivoted Cholesky factorisation, so that M becomes
/// Σ_q (S diag(u_q) Sᵀ)∘² entry by entry; the diagonal is exact. What it lacks is made up for by more iterations.
/// Source: derived in Documentation/Theory, 6.3. Cost: 6 n² r operations; memory n² single-precision numbers.
struct PerronModel {
  /// c, for which the copy was made.
  let curvature: Double
  /// The copy, up to a factor, n × n.
  private let elements: [Float]
  private let n: Int

  /// Whether the copy is worth its cost and memory.
  static func isSensible(for span: GradientSpan) -> Bool {
    span.sampleCount <= 3 * span.rank && span.sampleCount <= 8192
  }

  /// - Parameters:
  ///   - coordinates: S over the root of the largest eigenvalue of K, so that single precision holds whatever the scale.
  ///   - diagonal: Σ_ab S_ia² S_ib²/l_ab for every sample.
  init(coordinates: [Float], eigenvalues l: [Double], curvature: Double, diagonal: [Double], terms: Int = 3) {
    let r = l.count
    n = diagonal.count
    let n = n
    self.curvature = curvature
    // What the factorisation has left of the kernel's diagonal.
    var left = l.map { 1 / ($0 * (2 - curvature * $0)) }
    var columns: [[Double]] = []
    var copy = [Float](repeating: 0, count: n * n)
    var product = copy
    var scaled = coordinates
    for _ in 0..<min(terms, r) {
      // The greatest part of Σ_i S_ia⁴ left, up to its spread over the samples.
      var pivot = 0
      for a in 1..<max(1, r) where left[a] * l[a] * l[a] > left[pivot] * l[pivot] * l[pivot] { pivot = a }
      guard left[pivot] * l[pivot] > 1e-6 else { break }
      let root = left[pivot].squareRoot()
      let column = (0..<r).map { a in
        let known = columns.reduce(0) { $0 + $1[a] * $1[pivot] }
        return (1 / (l[a] + l[pivot] - curvature * l[a] * l[pivot]) - known) / root
      }
      for a in 0..<r { left[a] = max(0, left[a] - column[a] * column[a]) }
      columns.append(column)
      let factors = column.map { Float($0 * l[0].squareRoot()) }
      scaled.withUnsafeMutableBufferPointer { scaled in
        coordinates.withUnsafeBufferPointer { s in
          factors.withUnsafeBufferPointer { factors in
            for i in 0..<n {
              for a in 0..<r { scaled[i * r + a] = s[i * r + a] * factors[a] }
            }
          }
        }
      }
      BLAS.multiplyTransposed(n, n, r, scaled, coordinates, into: &product)
      copy.withUnsafeMutableBufferPointer { copy in
        product.withUnsafeBufferPointer { product in
          for i in 0..<n * n { copy[i] += product[i] * product[i] }
        }
      }
    }
    let scale = 1 / (Double(n) * Double(n) * l[0])
    for i in 0..<n { copy[i * n + i] = Float(scale * diagonal[i]) }
    elements = copy
  }

  /// The correction that this copy gives near the unit vector w; nil where 1 − M is not positive beside w.
  func correction(near weights: [Double]) -> Correction? {
    let w = weights.map { Float($0) }
    var quotient = 0.0
    elements.withUnsafeBufferPointer { m in
      w.withUnsafeBufferPointer { w in
        guard let row = m.baseAddress, let from = w.baseAddress else { return }
        for i in 0..<n {
          quotient += Double(w[i] * BLAS.innerProduct(n, row + i * n, from))
        }
      }
    }
    guard quotient > 0, quotient.isFinite else { return nil }
    let scale = Float(-1 / quotient)
    // wᵀMw is 1 in this scale; five times w wᵀ puts w among the directions where 1 − M is positive.
    var shifted = elements
    shifted.withUnsafeMutableBufferPointer { a in
      w.withUnsafeBufferPointer { w in
        for i in 0..<n {
          let five = 5 * w[i]
          for j in 0..<n { a[i * n + j] = scale * a[i * n + j] + five * w[j] }
          a[i * n + i] += 1
        }
      }
    }
    return SingleCholesky(size: n, elements: shifted).map { Correction(factor: $0) }
  }

  /// t ⊥ w with (1 − M) t = ρ up to a multiple of w, on the copy.
  struct Correction {
    fileprivate let factor: SingleCholesky

    /// For the residual ρ of the unit vector w, up to a factor.
    func direction(residual: [Double], weights w: [Double]) -> [Double] {
      let n = w.count
      let length = norm(residual)
      var sides = residual.map { Float($0 / length) }
      sides.append(contentsOf: w.lazy.map { Float($0) })
      let solved = factor.solve(sides, count: 2)
      var (numerator, denominator) = (0.0, 0.0)
      for i in 0..<n {
        numerator += w[i] * Double(solved[i])
        denominator += w[i] * Double(solved[n + i])
      }
      let share = numerator / denominator
      return (0..<n).map { Double(solved[$0]) - share * Double(solved[n + $0]) }
    }
  }
}
