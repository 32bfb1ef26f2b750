import LinearAlgebra

/// The second-moment problem restricted to matrices A = V A' Vᵀ + α (I − V Vᵀ), with V an orthonormal basis of r'
/// directions in which VᵀHV is diagonal.
///
/// ⟨A, 𝒟A⟩/⟨A, 𝒞A⟩ over this set never exceeds its maximum over all A, which is 2/η*: every value found here bounds η*
/// from above. Needs the responses G V, the blocks K_ii and tr H alone, and never K.
/// Source: derived in Documentation/Theory. Cost: two products of size nC × r' × r'; memory 2 r'² + 3 nC r'.
struct ReducedSecondMoment: SymmetricOperator {
  /// S = G V, (n·C) × r'.
  let coordinates: Matrix
  /// The diagonal of VᵀHV.
  let values: [Double]
  /// K_ii − S_i S_iᵀ, (n·C) × C: what of a sample's gradients lies outside the directions.
  let rest: Matrix
  /// tr H − Σ values.
  let restTrace: Double
  /// A lower bound of the squared Frobenius norm of H outside the directions.
  let restSquares: Double
  /// π
  let mixingWeight: Double

  /// - Parameters:
  ///   - responses: G V for an orthonormal V, (n·C) × r'.
  ///   - rankLimit: an upper bound of the rank of H.
  init(responses: Matrix, blocks: SampleBlocks, rankLimit: Int, mixingWeight: Double) throws(SpectralError) {
    let n = Double(blocks.sampleCount)
    let eigen = try SymmetricEigen(of: (1 / n) * responses.gramOfColumns)
    values = eigen.values.map { max(0, $0) }
    coordinates = eigen.vectorsAsRows.map { responses.timesTransposed($0) } ?? responses
    var rest = blocks.grams
    var trace = 0.0
    let outputs = blocks.outputs
    for row in 0..<rest.rows {
      let own = coordinates.row(row)
      for other in 0..<outputs {
        rest[row, other] -= dot(own, coordinates.row(row - row % outputs + other))
      }
      trace += blocks.grams[row, row % outputs] / n
    }
    self.rest = rest
    let outside = max(0, trace - values.reduce(0, +))
    // Below this the difference is rounding.
    restTrace = outside > 1e-10 * trace ? outside : 0
    restSquares = restTrace > 0 ? restTrace * restTrace / Double(max(1, rankLimit - values.count)) : 0
    self.mixingWeight = mixingWeight
  }

  /// The matrices A' row by row, and α.
  var dimension: Int { values.count * values.count + 1 }

  /// 2/η for the best matrix of the set, from below.
  func largestQuotient() throws(SpectralError) -> Double {
    guard values.contains(where: { $0 > 0 }) || restTrace > 0 else { return 0 }
    var start = Matrix.diagonal(values.map { $0.squareRoot() }).elements
    start.append(restTrace.squareRoot())
    return try largestEigenpair(start: start, tolerance: 1e-7).value
  }

  /// 𝒞^{−1/2} 𝒟 𝒞^{−1/2}.
  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let r = values.count
    let outputs = rest.columns
    let rows = coordinates.rows
    let weight = rows > 0 ? mixingWeight * Double(outputs) / Double(rows) : 0
    func root(_ a: Int, _ b: Int) -> Double { ((values[a] + values[b]) / 2).squareRoot() }
    var matrix = Matrix(rows: r, columns: r)
    for a in 0..<r {
      for b in 0..<r where values[a] + values[b] > 0 { matrix[a, b] = x[a * r + b] / root(a, b) }
    }
    let outside = restTrace > 0 ? x[r * r] / restTrace.squareRoot() : 0
    let images = coordinates.times(matrix)
    var weighted = Matrix(rows: rows, columns: r)
    var outsideResult = (1 - mixingWeight) * restSquares * outside
    coordinates.elements.withUnsafeBufferPointer { s in
      images.elements.withUnsafeBufferPointer { images in
        weighted.elements.withUnsafeMutableBufferPointer { weighted in
          for row in 0..<rows {
            let first = row - row % outputs
            for other in 0..<outputs {
              let place = (first + other) * r
              var product = outside * rest[row, other]
              for j in 0..<r { product += images[row * r + j] * s[place + j] }
              for j in 0..<r { weighted[row * r + j] += product * s[place + j] }
              outsideResult += weight * product * rest[row, other]
            }
          }
        }
      }
    }
    let noise = coordinates.transposedTimes(weighted)
    for a in 0..<r {
      for b in 0..<r {
        let value = (1 - mixingWeight) * values[a] * values[b] * matrix[a, b] + weight * noise[a, b]
        result[a * r + b] = values[a] + values[b] > 0 ? value / root(a, b) : 0
      }
    }
    result[r * r] = restTrace > 0 ? outsideResult / restTrace.squareRoot() : 0
  }
}
