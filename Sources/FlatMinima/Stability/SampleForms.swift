import LinearAlgebra

/// The two halves of a product with M(η) for one output, on packed matrices: B = Σ_i w_i s_i s_iᵀ, and s_iᵀ X s_i.
///
/// Each costs n r² operations and works in the room kept here, n × r + r² numbers.
final class SampleForms {
  private let coordinates: [Double]
  private let n: Int
  private let r: Int
  private let pairs: EigenvaluePairs
  /// Rows of S, scaled; n × r.
  private var rows: [Double]
  /// A matrix of which the upper triangle is meaningful; r × r.
  private var square: [Double]

  init(span: GradientSpan, pairs: EigenvaluePairs) {
    coordinates = span.coordinates.elements
    n = span.sampleCount
    r = span.rank
    self.pairs = pairs
    rows = [Double](repeating: 0, count: n * r)
    square = [Double](repeating: 0, count: r * r)
  }

  /// B, as the product of the rows of positive weight with themselves less that of the rows of negative weight.
  func outerSum(_ weights: UnsafePointer<Double>, into packed: UnsafeMutablePointer<Double>) {
    var isFirst = true
    for sign in [1.0, -1.0] {
      var count = 0
      rows.withUnsafeMutableBufferPointer { rows in
        coordinates.withUnsafeBufferPointer { s in
          guard let from = s.baseAddress, let to = rows.baseAddress else { return }
          for i in 0..<n where sign * weights[i] > 0 {
            BLAS.scale(r, by: (sign * weights[i]).squareRoot(), from + i * r, into: to + count * r)
            count += 1
          }
        }
      }
      guard count > 0 || isFirst else { continue }
      BLAS.gram(r, count, alpha: sign, rows, .transposed, beta: isFirst ? 0 : 1, intoUpperTriangleOf: &square)
      isFirst = false
    }
    square.withUnsafeBufferPointer { square in
      if let from = square.baseAddress { pairs.pack(from, into: packed) }
    }
  }

  /// `factor` · Σ_{a≤b} X_ab S_ia S_ib for every sample i, with the squares S_ia² in the place of S_ia where asked.
  func quadraticForms(
    _ packed: UnsafePointer<Double>, factor: Double, ofSquares: Bool = false,
    into result: UnsafeMutablePointer<Double>
  ) {
    square.withUnsafeMutableBufferPointer { square in
      rows.withUnsafeMutableBufferPointer { rows in
        coordinates.withUnsafeBufferPointer { s in
          guard let from = s.baseAddress, let to = rows.baseAddress, let upper = square.baseAddress else { return }
          pairs.unpack(packed, into: upper)
          if ofSquares {
            BLAS.multiplyEntries(n * r, from, from, into: to)
          } else {
            to.update(from: from, count: n * r)
          }
          BLAS.multiplyByUpperTriangle(n, r, alpha: factor, upper, into: to)
          if ofSquares {
            BLAS.multiplyEntries(n * r, from, to, into: to)
          }
          for i in 0..<n { result[i] = BLAS.innerProduct(r, from + i * r, to + i * r) }
        }
      }
    }
  }
}
