import LinearAlgebra

/// A space of weights of samples in which the best vector for a threshold is found without a product.
///
/// It keeps an orthonormal basis with the matrices B = Σ_i w_i s_i s_iᵀ of its vectors. These depend on neither η nor π,
/// so that one space serves all batch sizes. When it is full, its best half stays.
struct PerronSpace {
  private let n: Int
  private let sharpness: Double
  private let pairs: EigenvaluePairs
  private let forms: SampleForms

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

  /// An empty space of weights of n samples, whose gradients' forms are given; the sharpness is the largest of l.
  init(sampleCount n: Int, sharpness: Double, pairs: EigenvaluePairs, forms: SampleForms) {
    self.n = n
    self.sharpness = sharpness
    self.pairs = pairs
    self.forms = forms
    // 24 packed matrices or 256 MB of them, and never fewer than four.
    capacity = min(n, max(4, min(24, (1 << 25) / pairs.count)))
    innerProducts = [Double](repeating: 0, count: capacity * capacity)
    innerWeights = [Double](repeating: 0, count: pairs.count)
    // Memory that is not written to costs nothing.
    basis.reserveCapacity(capacity * n)
    outerSums.reserveCapacity(capacity * pairs.count)
  }

  /// The unit weights of the space with the largest quotient at a curvature η(1 − π), and their B, packed. The kernel may
  /// be one of a curvature whose ``drift(to:)`` is at most `accuracy`.
  mutating func best(
    curvature: Double, accuracy: Double, outerSum: inout [Double]
  ) throws(SpectralError) -> [Double] {
    try updateInnerProducts(curvature: curvature, accuracy: accuracy)
    return combine(try topVector(), outerSum: &outerSum)
  }

  /// The B of the first basis vector, packed.
  func copyFirstOuterSum(into outerSum: inout [Double]) {
    outerSum.replaceSubrange(0..<pairs.count, with: outerSums[0..<pairs.count])
  }

  /// Takes the part of a vector that is new into the space; false when there is next to none.
  @discardableResult mutating func append(_ vector: [Double]) -> Bool {
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
  func drift(to curvature: Double) -> Double {
    abs(curvature - innerCurvature) * sharpness / (2 - max(curvature, innerCurvature) * sharpness)
  }

  private mutating func updateInnerProducts(curvature: Double, accuracy: Double) throws(SpectralError) {
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

  /// The vector with these coordinates, of positive sum, and its B.
  private func combine(_ coordinates: [Double], outerSum: inout [Double]) -> [Double] {
    var w = [Double](repeating: 0, count: n)
    var coordinates = coordinates
    BLAS.multiply(dimension, n, basis, .transposed, vector: coordinates, into: &w)
    if w.reduce(0, +) < 0 {
      for j in 0..<dimension { coordinates[j] = -coordinates[j] }
      for i in 0..<n { w[i] = -w[i] }
    }
    BLAS.multiply(dimension, pairs.count, outerSums, .transposed, vector: coordinates, into: &outerSum)
    return w
  }

  /// Keeps the best half of a full space.
  private mutating func shrink() {
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
}
