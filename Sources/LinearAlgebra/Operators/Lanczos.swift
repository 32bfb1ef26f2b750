/// The largest eigenvalue of a symmetric operator with its eigenvector.
public struct LargestEigenpair: Sendable {
  /// The Rayleigh quotient of ``vector``: never above the true λ_max but for rounding, and off by at most
  /// ``residual``² over the gap below it.
  public let value: Double
  /// A unit vector.
  public let vector: [Double]
  /// ‖A v − λ v‖
  public let residual: Double
  /// How often the operator was applied.
  public let applications: Int

  /// An eigenpair that was found elsewhere.
  public init(value: Double, vector: [Double], residual: Double, applications: Int) {
    self.value = value
    self.vector = vector
    self.residual = residual
    self.applications = applications
  }
}

extension SymmetricOperator {
  /// λ_max by restarted Lanczos with full reorthogonalisation.
  ///
  /// The iteration builds a Krylov space of at most `subspace` vectors, then starts again from the best vector in it
  /// (Saad, "Numerical Methods for Large Eigenvalue Problems", chapter 6). Memory: (`subspace` + 3) · dimension.
  ///
  /// - Parameters:
  ///   - start: a vector that is not orthogonal to the eigenvector sought.
  ///   - tolerance: stop when the residual is at most this fraction of |λ|. The eigenvalue's error is of the order of
  ///     its square over the gap, so 1e-7 already gives about 13 digits of a separated λ.
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpair(
    start: [Double], tolerance: Double = 1e-8, subspace: Int = 32, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    precondition(start.count == dimension, "the start vector needs \(dimension) entries, got \(start.count)")
    let n = dimension
    guard n > 0 else { throw .noConvergence(iterations: 0) }
    let m = max(2, min(subspace, n))
    var first = start
    let startNorm = norm(first)
    guard startNorm.isFinite, startNorm > 0 else { throw .notFinite }
    for i in 0..<n { first[i] /= startNorm }
    var applications = 0

    var w = [Double](repeating: 0, count: n)
    var coefficients = [Double](repeating: 0, count: m + 1)
    // Rows of `basis` are the Krylov vectors.
    var basis: [Double] = []
    basis.reserveCapacity(min(m + 1, 8) * n)
    while true {
      basis.removeAll(keepingCapacity: true)
      basis.append(contentsOf: first)
      var alpha: [Double] = []
      var beta: [Double] = []
      var best: (value: Double, weights: [Double], residual: Double) = (0, [1], .infinity)
      var exhausted = false
      while alpha.count < m {
        let j = alpha.count
        basis.withUnsafeBufferPointer { b in
          let last = UnsafeBufferPointer(rebasing: b[j * n..<(j + 1) * n])
          w.withUnsafeMutableBufferPointer { apply(to: last, into: $0) }
        }
        applications += 1
        // Classical Gram–Schmidt, and again where the first pass took most of the vector away (Daniel, Gragg, Kaufman
        // and Stewart 1976): as good as modified, and two matrix-vector products each time.
        var diagonal = 0.0
        var remainder = norm(w)
        for pass in 0..<2 {
          let before = remainder
          BLAS.multiply(j + 1, n, basis, vector: w, into: &coefficients)
          if pass == 0 { diagonal = coefficients[j] }
          BLAS.multiply(j + 1, n, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &w)
          remainder = norm(w)
          if remainder > 0.7 * before { break }
        }
        guard diagonal.isFinite, remainder.isFinite else { throw .notFinite }
        alpha.append(diagonal)
        let top = TridiagonalTop(diagonal: alpha, offDiagonal: beta)
        best = (top.value, top.vector, remainder * abs(top.vector[j]))
        // ‖T‖, up to a factor.
        let scale = zip(alpha, beta + [0]).reduce(abs(top.value)) { max($0, abs($1.0), $1.1) }
        exhausted = remainder <= 1e-14 * scale || j + 1 == n
        if exhausted || best.residual <= tolerance * abs(best.value) { break }
        beta.append(remainder)
        let inverse = 1 / remainder
        if alpha.count < m { basis.append(contentsOf: w.lazy.map { inverse * $0 }) }
      }
      var ritz = [Double](repeating: 0, count: n)
      BLAS.multiply(best.weights.count, n, basis, .transposed, vector: best.weights, into: &ritz)
      let length = norm(ritz)
      for i in 0..<n { ritz[i] /= length }
      if exhausted || best.residual <= tolerance * abs(best.value) {
        return LargestEigenpair(
          value: best.value, vector: ritz, residual: best.residual, applications: applications)
      }
      guard applications < maximumApplications else { throw .noConvergence(iterations: applications) }
      first = ritz
    }
  }

  /// λ_max from a seeded random start.
  public func largestEigenpair(
    seed: UInt64 = 0, tolerance: Double = 1e-8, subspace: Int = 32, maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    var generator = SplitMix64(seed: seed)
    let start = (0..<dimension).map { _ in generator.uniform() - 0.5 }
    return try largestEigenpair(
      start: start, tolerance: tolerance, subspace: subspace, maximumApplications: maximumApplications)
  }
}
