#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upper bound of ‖A‖_p with its proof: a positive vector x.
///
/// With y = |A| x, Schur's test says ‖A‖_p^p ≤ max_j (|A|ᵀ y^{p−1})_j / x_j^{p−1} for every x > 0. Boyd's iteration on
/// |A| drives the bound down to ‖ |A| ‖_p; every iterate is a certificate of its own, and the best one is kept. Entries
/// of x that would underflow, as they do when |A| falls into blocks, are floored, which no proof minds.
struct SchurCertificate {
  /// The bound, for 1 ≤ p ≤ ∞; infinite if no certificate was found.
  private(set) var bound = Double.infinity
  /// The positive vector that proves it, largest entry 1.
  private(set) var vector: [Double]

  /// Up to 300 products with |A| and its transpose; stops when the bound no longer falls.
  init(of matrix: Matrix, exponent p: Double) {
    vector = [Double](repeating: 1, count: matrix.columns)
    guard p > 1, p.isFinite else {
      // The test with x = 1 at p = 1, and with x = 1 in y at p = ∞, are the norms themselves.
      let sums =
        p == 1
        ? matrix.absolute.transposedTimes([Double](repeating: 1, count: matrix.rows)) : matrix.absolute.times(vector)
      bound = sums.max() ?? 0
      return
    }
    let absolute = matrix.absolute
    let floor = max(1e-10, pow(10, -200 / (p - 1)))
    var x = vector
    var stagnation = 0
    for _ in 0..<300 {
      let y = absolute.times(x)
      let top = y.max() ?? 0
      let z = absolute.transposedTimes(y.map { pow($0 / top, p - 1) })
      var worst = 0.0
      for j in x.indices { worst = max(worst, z[j] / pow(x[j], p - 1)) }
      let found = exp((log(worst) + (p - 1) * log(top)) / p)
      guard found.isFinite else { return }
      if found < bound {
        stagnation = found < bound * (1 - 1e-14) ? 0 : stagnation + 1
        bound = found
        vector = x
      } else {
        stagnation += 1
      }
      if stagnation > 3 { return }
      let largest = z.max() ?? 0
      x = z.map { max(floor, pow($0 / largest, 1 / (p - 1))) }
    }
  }
}

extension Matrix {
  /// The matrix of absolute values.
  fileprivate var absolute: Matrix { Matrix(rows: rows, columns: columns, elements: elements.map { abs($0) }) }
}
