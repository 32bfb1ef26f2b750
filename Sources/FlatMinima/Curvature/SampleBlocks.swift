import LinearAlgebra

/// D, the block-diagonal matrix of the K_ii = J_i J_iᵀ, nC × nC in C × C blocks.
struct SampleBlocks: Sendable {
  /// nC × C, row i·C + c.
  let grams: Matrix
  var outputs: Int { grams.columns }
  var sampleCount: Int { grams.columns > 0 ? grams.rows / grams.columns : 0 }

  func times(_ vector: [Double]) -> [Double] {
    (0..<grams.rows).map { row in
      let first = row - row % outputs
      return (0..<outputs).reduce(0) { $0 + grams[row, $1] * vector[first + $1] }
    }
  }

  /// λ_max(H_i) = λ_max(K_ii) for every sample.
  func sharpnesses() throws(SpectralError) -> [Double] {
    if outputs == 1 { return grams.elements }
    var result: [Double] = []
    for i in 0..<sampleCount {
      let block = grams.rows(at: i * outputs..<(i + 1) * outputs)
      result.append(try SymmetricEigen(of: block, vectors: .omitted).values.first ?? 0)
    }
    return result
  }
}
