extension SymmetricOperator {
  /// λ_max by Davidson's method, for an operator that is close to its own diagonal.
  ///
  /// The space grows by residuals divided by (diagonal − λ), which reaches an eigenvector at the edge of a cluster in
  /// some ten steps where a Krylov space would need hundreds; with Olsen's correction, so that a dominant entry of the
  /// diagonal does no harm. Restarts from the best vectors. Memory: 2 (`subspace` + 1) · dimension.
  /// Source: Davidson 1975; Olsen, Jørgensen and Simons 1990.
  ///
  /// - Parameters:
  ///   - starts: vectors whose span is not orthogonal to the eigenvector sought.
  ///   - diagonal: the diagonal of the operator, or something near it.
  ///   - tolerance: stop when ‖A v − λ v‖ is at most this fraction of |λ|, which bounds the error of λ too.
  /// - Throws: ``SpectralError`` when a product is not finite or `maximumApplications` do not suffice.
  public func largestEigenpair(
    starts: [[Double]], diagonal: [Double], tolerance: Double = 1e-8, subspace: Int = 24,
    maximumApplications: Int = 3000
  ) throws(SpectralError) -> LargestEigenpair {
    let n = dimension
    precondition(diagonal.count == n && starts.allSatisfy { $0.count == n }, "vectors need \(n) entries")
    let limit = max(starts.count + 1, min(subspace, n))
    var basis = VectorStack(dimension: n, capacity: limit)
    var images = VectorStack(dimension: n, capacity: limit)
    var applications = 0

    // Orthonormalises a vector against the basis and adds it with its image; false when it adds nothing.
    func extend(_ candidate: [Double]) throws(SpectralError) -> Bool {
      var vector = candidate
      var length = norm(vector)
      guard length.isFinite else { throw .notFinite }
      for _ in 0..<2 where length > 0 {
        for i in 0..<n { vector[i] /= length }
        basis.removeComponents(from: &vector)
        length = norm(vector)
        if length < 1e-10 { return false }
      }
      guard length > 0 else { return false }
      for i in 0..<n { vector[i] /= length }
      let image = self(vector)
      applications += 1
      guard image.allSatisfy(\.isFinite) else { throw .notFinite }
      basis.append(vector)
      images.append(image)
      return true
    }

    for start in starts { _ = try extend(start) }
    guard basis.count > 0 else { throw .notFinite }
    while true {
      let projected = basis.products(with: images)
      let small = try SymmetricEigen(of: 0.5 * (projected + projected.transposed))
      guard let weights = small.vectorsAsRows else { throw .notFinite }
      let value = small.values[0]
      let vector = basis.combination(weights.row(0))
      var residual = images.combination(weights.row(0))
      for i in 0..<n { residual[i] -= value * vector[i] }
      let length = norm(residual)
      let found = LargestEigenpair(value: value, vector: vector, residual: length, applications: applications)
      if length <= tolerance * abs(value) || basis.count == n { return found }
      guard applications < maximumApplications else { throw .noConvergence(iterations: applications) }

      if basis.count == limit {
        // Keep the best quarter of the space.
        let kept = max(1, limit / 4)
        let vectors = (0..<kept).map { basis.combination(weights.row($0)) }
        let keptImages = (0..<kept).map { images.combination(weights.row($0)) }
        basis.replaceAll(with: vectors)
        images.replaceAll(with: keptImages)
      }
      var correction = [Double](repeating: 0, count: n)
      var scaledVector = correction
      for i in 0..<n {
        let gap = diagonal[i] - value
        let safe = abs(gap) > 1e-12 * abs(value) ? gap : 1e-12 * max(abs(value), 1e-300)
        correction[i] = residual[i] / safe
        scaledVector[i] = vector[i] / safe
      }
      let denominator = dot(vector, scaledVector)
      let shift = denominator != 0 ? dot(vector, correction) / denominator : 0
      for i in 0..<n { correction[i] -= shift * scaledVector[i] }
      let extended = try extend(correction)
      if !extended, try !extend(residual) { return found }
    }
  }
}

/// A few vectors of equal length, stored one after the other for BLAS.
private struct VectorStack {
  let dimension: Int
  private(set) var count = 0
  private var storage: [Double]

  init(dimension: Int, capacity: Int) {
    self.dimension = dimension
    storage = []
    storage.reserveCapacity(dimension * capacity)
  }

  mutating func append(_ vector: [Double]) {
    storage.append(contentsOf: vector)
    count += 1
  }

  mutating func replaceAll(with vectors: [[Double]]) {
    storage.removeAll(keepingCapacity: true)
    count = 0
    for vector in vectors { append(vector) }
  }

  /// Subtracts from a vector its components along the stack, which is orthonormal.
  func removeComponents(from vector: inout [Double]) {
    guard count > 0 else { return }
    var coefficients = [Double](repeating: 0, count: count)
    BLAS.multiply(count, dimension, storage, vector: vector, into: &coefficients)
    BLAS.multiply(count, dimension, alpha: -1, storage, .transposed, vector: coefficients, beta: 1, into: &vector)
  }

  /// All inner products with the vectors of another stack.
  func products(with other: VectorStack) -> Matrix {
    var result = Matrix(rows: count, columns: other.count)
    BLAS.multiply(count, other.count, dimension, storage, .plain, other.storage, .transposed, into: &result.elements)
    return result
  }

  func combination(_ weights: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: dimension)
    BLAS.multiply(count, dimension, storage, .transposed, vector: weights, into: &result)
    return result
  }
}
