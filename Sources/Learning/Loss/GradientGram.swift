import LinearAlgebra

/// Eigenvectors of operators on the span of the gradients, as weights c of v = Gᵀ c, by Lanczos in the metric of
/// K = G Gᵀ, in which ⟨c, d⟩_K = ⟨Gᵀ c, Gᵀ d⟩. K may be singular. Source: derived in Documentation/Theory, 2.6.
struct GradientGram {
  private let gram: Matrix
  private let outputs: Int
  private var sampleCount: Int { gram.rows / outputs }
  private static let steps = 80

  init(_ factors: GradientFactors) {
    gram = factors.gram
    outputs = factors.network.outputDimension
  }

  /// An operator on the span of the gradients.
  enum Moment {
    /// H = (1/n) Gᵀ G, which maps Gᵀ c to Gᵀ (K c)/n.
    case mean
    /// Σ = (1/n) Gᵀ (D − K/n) G, which maps Gᵀ c to Gᵀ (D − K/n) K c/n, D the diagonal C × C blocks of K.
    case variance
  }

  /// From K c to the weights of the operator's image of Gᵀ c.
  private func step(_ moment: Moment, _ image: UnsafePointer<Double>, _ result: UnsafeMutablePointer<Double>) {
    let size = gram.rows
    let inverse = 1 / Double(sampleCount)
    if moment == .mean {
      for i in 0..<size { result[i] = inverse * image[i] }
      return
    }
    BLAS.multiply(size, size, alpha: -inverse * inverse, gram.elements, vector: image, into: result)
    gram.elements.withUnsafeBufferPointer { k in
      for row in 0..<size {
        let first = row - row % outputs
        for other in first..<first + outputs { result[row] += inverse * k[row * size + other] * image[other] }
      }
    }
  }

  /// Weights c of the top eigenvector Gᵀ c, not normalised; nil when all gradients vanish.
  func top(of moment: Moment, tolerance: Double) throws(SpectralError) -> [Double]? {
    let n = gram.rows
    let limit = min(n, Self.steps)
    var generator = SplitMix64(seed: 1)
    // The random factors keep this start from being orthogonal to the top eigenvector by a symmetry of the data.
    var w = (0..<n).map { gram[$0, $0] * (0.5 + generator.uniform()) }
    var image = gram.times(w)
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
    while true {
      let j = alpha.count
      let inverse = 1 / length
      for i in 0..<n { w[i] *= inverse }
      for i in 0..<n { image[i] *= inverse }
      basis.append(contentsOf: w)
      images.append(contentsOf: image)
      images.withUnsafeBufferPointer { images in
        w.withUnsafeMutableBufferPointer { w in
          guard let from = images.baseAddress, let to = w.baseAddress else { return }
          step(moment, from + j * n, to)
        }
      }
      // Once is enough for so few steps; what it leaves, the products with the Hessian that follow put right.
      BLAS.multiply(j + 1, n, images, vector: w, into: &coefficients)
      alpha.append(coefficients[j])
      BLAS.multiply(j + 1, n, alpha: -1, basis, .transposed, vector: coefficients, beta: 1, into: &w)
      BLAS.multiply(n, n, gram.elements, vector: w, into: &image)
      length = max(0, dot(w, image)).squareRoot()
      guard length.isFinite, alpha[j].isFinite else { throw .notFinite }
      let top = TridiagonalTop(diagonal: alpha, offDiagonal: beta)
      if j + 1 == limit || length * abs(top.vector[j]) <= tolerance * abs(top.value) || length <= 1e-14 * abs(alpha[0])
      {
        var result = [Double](repeating: 0, count: n)
        BLAS.multiply(j + 1, n, basis, .transposed, vector: top.vector, into: &result)
        return result
      }
      beta.append(length)
    }
  }
}
