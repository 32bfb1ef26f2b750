#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// m steps of Lanczos from one start vector b: A Q = Q T + β q eᵀ with orthonormal Q and tridiagonal T.
///
/// The eigenvalues of T are the Ritz values. With the squared first entries of its eigenvectors as weights they are the
/// Gauss quadrature of the spectral measure of b: Σ w_j p(θ_j) = bᵀp(A)b/bᵀb for every polynomial p of degree up to
/// 2m − 1. Source: Golub and Meurant, "Matrices, Moments and Quadrature" (2010); derived in Documentation/Theory.
public struct LanczosDecomposition: Sendable {
  /// The Ritz values, largest first; m of them, or fewer when the Krylov space was exhausted.
  public let values: [Double]
  /// The quadrature weights of ``values``; their sum is 1.
  public let weights: [Double]
  /// ‖A v − θ v‖ for each Ritz pair: some eigenvalue of A is at most this far from θ.
  public let residuals: [Double]
  /// The Krylov basis, one vector per row.
  public let basis: Matrix
  /// The eigenvectors of T as rows, in the order of ``values``.
  public let coefficients: Matrix
  /// How often the operator was applied, which is the number of steps.
  public var applications: Int { basis.rows }
  /// Whether A maps the Krylov space into itself, so that every Ritz value is an eigenvalue.
  public let isExhausted: Bool
  let starts: Start

  /// What the start was, as far as statements on chance go.
  enum Start: Sendable { case given, random }

  /// The Ritz vectors of the `count` largest values, one unit vector per row.
  public func ritzVectors(_ count: Int) -> Matrix {
    coefficients.rows(at: 0..<min(count, values.count)).times(basis)
  }

  /// An upper limit of λ_max of a positive semidefinite operator that fails with at most this probability.
  ///
  /// For decompositions from a random start only, over whose choice the probability is; infinite for another start and
  /// for too few steps; the largest Ritz value itself where the Krylov space was exhausted. λ_max ≤ θ₁/(1 − ε) with 2√(2N(1 − ε)/(πε)) e^{−2√ε(m−1)} equal to the probability.
  /// Source: derived in Documentation/Theory; after Kuczyński and Woźniakowski 1992.
  public func largestEigenvalueLimit(failureProbability: Double = 1e-6) -> Double {
    precondition(failureProbability > 0 && failureProbability < 1, "a probability lies between 0 and 1")
    guard let largest = values.first, starts == .random else { return .infinity }
    let dimension = Double(basis.columns)
    // A space that A maps into itself misses no eigenvalue, but for a start orthogonal to one up to rounding.
    if isExhausted { return largest }
    func logProbability(_ epsilon: Double) -> Double {
      log(2) + 0.5 * log(2 * dimension * (1 - epsilon) / (Double.pi * epsilon))
        - 2 * epsilon.squareRoot() * Double(basis.rows - 1)
    }
    let target = log(failureProbability)
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if logProbability(middle) > target { low = middle } else { high = middle }
    }
    return high < 1 - 1e-9 ? largest / (1 - high) : .infinity
  }
}

extension SymmetricOperator {
  /// Lanczos with full reorthogonalisation, without restarts.
  ///
  /// Stops early when the Krylov space is exhausted. Memory: (`steps` + 2) · dimension; cost: `steps` applications and
  /// 4 `steps`² · dimension operations.
  /// - Throws: ``SpectralError/notFinite`` when the start is zero or a product is not finite.
  public func lanczosDecomposition(start: [Double], steps: Int) throws(SpectralError) -> LanczosDecomposition {
    try decomposition(start: start, steps: steps, starts: .given)
  }

  /// Lanczos from a uniformly random direction.
  ///
  /// - Throws: ``SpectralError/notFinite`` when a product is not finite.
  public func lanczosDecomposition(
    steps: Int, using generator: inout some RandomNumberGenerator
  ) throws(SpectralError) -> LanczosDecomposition {
    try decomposition(start: generator.normals(dimension), steps: steps, starts: .random)
  }

  private func decomposition(
    start: [Double], steps: Int, starts: LanczosDecomposition.Start
  ) throws(SpectralError) -> LanczosDecomposition {
    precondition(start.count == dimension, "the start vector needs \(dimension) entries, got \(start.count)")
    precondition(steps >= 1, "a decomposition needs a step")
    let n = dimension
    let length = norm(start)
    guard length.isFinite, length > 0 else { throw .notFinite }
    let limit = min(steps, n)
    var basis: [Double] = []
    basis.reserveCapacity(limit * n)
    basis.append(contentsOf: start.map { $0 / length })
    var diagonal: [Double] = []
    var offDiagonal: [Double] = []
    var w = [Double](repeating: 0, count: n)
    var coefficients = [Double](repeating: 0, count: limit)
    var remainder = 0.0
    var exhausted = false
    while true {
      let j = diagonal.count
      basis.withUnsafeBufferPointer { b in
        w.withUnsafeMutableBufferPointer {
          apply(to: UnsafeBufferPointer(rebasing: b[j * n..<(j + 1) * n]), into: $0)
        }
      }
      let size = norm(w)
      var alpha = 0.0
      for pass in 0..<2 {
        BLAS.multiply(j + 1, n, basis, vector: w, into: &coefficients)
        if pass == 0 { alpha = coefficients[j] }
        BLAS.multiply(j + 1, n, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &w)
      }
      remainder = norm(w)
      guard alpha.isFinite, remainder.isFinite else { throw .notFinite }
      diagonal.append(alpha)
      exhausted = j + 1 == n || remainder <= 1e-13 * max(size, diagonal.reduce(0) { max($0, abs($1)) })
      if exhausted || diagonal.count == limit { break }
      offDiagonal.append(remainder)
      basis.append(contentsOf: w.map { $0 / remainder })
    }
    var tridiagonal = Matrix.diagonal(diagonal)
    for (i, entry) in offDiagonal.enumerated() {
      tridiagonal[i, i + 1] = entry
      tridiagonal[i + 1, i] = entry
    }
    let small = try SymmetricEigen(of: tridiagonal)
    let vectors = small.vectorsAsRows ?? Matrix.identity(diagonal.count)
    let last = diagonal.count - 1
    return LanczosDecomposition(
      values: small.values, weights: (0...last).map { vectors[$0, 0] * vectors[$0, 0] },
      residuals: (0...last).map { exhausted ? 0 : remainder * abs(vectors[$0, last]) },
      basis: Matrix(rows: diagonal.count, columns: n, elements: basis), coefficients: vectors,
      isExhausted: exhausted, starts: starts)
  }
}
