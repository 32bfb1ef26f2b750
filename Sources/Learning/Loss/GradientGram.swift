import LinearAlgebra

/// Eigenvectors of operators on the span of the gradients, as weights c of v = Gᵀ c, by Lanczos in the metric of
/// K = G Gᵀ, in which ⟨c, d⟩_K = ⟨Gᵀ c, Gᵀ d⟩. K may be singular. Source: derived in Documentation/Theory, 2.6.
struct GradientGram {
  /// K on and above the diagonal.
  private let gram: Matrix
  /// The diagonal C × C blocks of K, one after another.
  private let blocks: [Double]
  private let outputs: Int
  private var size: Int { gram.rows }
  private var sampleCount: Int { size / outputs }
  private static let steps = 80

  init(_ factors: GradientFactors) {
    let (gram, outputs) = (factors.upperTriangleOfGram, factors.network.outputDimension)
    self.gram = gram
    self.outputs = outputs
    blocks = (0..<gram.rows * outputs).map { place in
      let row = place / outputs
      let column = row - row % outputs + place % outputs
      return gram[min(row, column), max(row, column)]
    }
  }

  /// An operator on the span of the gradients.
  enum Moment {
    /// H = (1/n) Gᵀ G, which maps Gᵀ c to Gᵀ (K c)/n.
    case mean
    /// Σ = (1/n) Gᵀ (D − K/n) G, which maps Gᵀ c to Gᵀ (D − K/n) K c/n, D the diagonal C × C blocks of K.
    case variance
  }

  /// An eigenvector v = Gᵀ c, of length 1 but for rounding.
  struct Eigenvector {
    /// c
    let weights: [Double]
    /// The Rayleigh quotient λ.
    let value: Double
    /// ‖A v − λ v‖ for the operator A.
    let residual: Double
  }

  /// tr(G_iᵀ G_i) of every sample, at least ‖G_iᵀ G_i‖.
  var sampleTraces: [Double] {
    (0..<sampleCount).map { i in (0..<outputs).reduce(0) { $0 + blocks[(i * outputs + $1) * outputs + $1] } }
  }

  private func times(_ x: UnsafePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    BLAS.multiplySymmetric(size, upperTriangle: gram.elements, vector: x, into: y)
  }

  /// From K c to the weights of the operator's image of Gᵀ c.
  private func step(_ moment: Moment, _ image: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>) {
    let inverse = 1 / Double(sampleCount)
    if moment == .mean {
      for i in 0..<size { result[i] = inverse * image[i] }
      return
    }
    BLAS.multiplySymmetric(
      size, alpha: -inverse * inverse, upperTriangle: gram.elements, vector: image, into: result)
    blocks.withUnsafeBufferPointer { blocks in
      if outputs == 1 {
        for i in 0..<size { result[i] += inverse * blocks[i] * image[i] }
        return
      }
      var next = 0
      for first in stride(from: 0, to: size, by: outputs) {
        for row in first..<first + outputs {
          for column in first..<first + outputs {
            result[row] += inverse * blocks[next] * image[column]
            next += 1
          }
        }
      }
    }
  }

  /// The top eigenvector, to a residual of this fraction of its eigenvalue; nil when all gradients vanish.
  func top(of moment: Moment, tolerance: Double) throws(SpectralError) -> Eigenvector? {
    let n = size
    let limit = min(n, Self.steps)
    var generator = SplitMix64(seed: 1)
    // The random factors keep this start from being orthogonal to the top eigenvector by a symmetry of the data.
    var w = (0..<n).map { gram[$0, $0] * (0.5 + generator.uniform()) }
    var image = [Double](repeating: 0, count: n)
    times(w, into: &image)
    var length = max(0, dot(w, image)).squareRoot()
    guard length.isFinite else { throw .notFinite }
    guard length > 0 else { return nil }
    // Rows: the weights c_j, orthonormal in the metric of K, and their images K c_j.
    var basis: [Double] = []
    var images: [Double] = []
    basis.reserveCapacity(min(limit, 24) * n)
    images.reserveCapacity(min(limit, 24) * n)
    var alpha: [Double] = []
    var beta: [Double] = []
    var coefficients = [Double](repeating: 0, count: limit)
    var nextLook = 0
    while true {
      let j = alpha.count
      let inverse = 1 / length
      for i in 0..<n { w[i] *= inverse }
      for i in 0..<n { image[i] *= inverse }
      basis.append(contentsOf: w)
      images.append(contentsOf: image)
      step(moment, image, &w)
      // Once is enough for so few steps: what it leaves is in the residual, which is measured at the end.
      BLAS.multiply(j + 1, n, images, vector: w, into: &coefficients)
      alpha.append(coefficients[j])
      BLAS.multiply(j + 1, n, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &w)
      times(w, into: &image)
      length = max(0, dot(w, image)).squareRoot()
      guard length.isFinite, alpha[j].isFinite else { throw .notFinite }
      let isLast = j + 1 == limit || length <= 1e-14 * abs(alpha[0])
      if isLast || j >= nextLook {
        let top = TridiagonalTop(diagonal: alpha, offDiagonal: beta)
        let goal = tolerance * abs(top.value)
        let estimate = length * abs(top.vector[j])
        if isLast || estimate <= goal {
          BLAS.multiply(j + 1, n, basis, .transposed, vector: top.vector, into: &w)
          return eigenvector(moment, along: w)
        }
        nextLook = j + Self.stepsToLookAgain(estimate / goal)
      }
      beta.append(length)
    }
  }

  /// After how many steps a residual that is this many times too large may be small enough: one for every factor of 2⁵.
  private static func stepsToLookAgain(_ excess: Double) -> Int {
    excess.isFinite ? max(1, Int(excess.exponent) / 5) : 1
  }

  /// Gᵀ c at length 1, with its Rayleigh quotient and residual. Nil when its length is 0.
  private func eigenvector(_ moment: Moment, along direction: [Double]) -> Eigenvector? {
    var weights = direction
    var image = [Double](repeating: 0, count: size)
    times(weights, into: &image)
    let length = max(0, dot(weights, image)).squareRoot()
    guard length > 0 else { return nil }
    for i in weights.indices { weights[i] /= length }
    for i in image.indices { image[i] /= length }
    var rest = [Double](repeating: 0, count: size)
    step(moment, image, &rest)
    let value = dot(rest, image)
    for i in rest.indices { rest[i] -= value * weights[i] }
    times(rest, into: &image)
    return Eigenvector(weights: weights, value: value, residual: max(0, dot(rest, image)).squareRoot())
  }
}
