import LinearAlgebra

extension HessianPasses {
  /// For every sample a number that ‖Σ_c r_ic ∇²f_c(x_i)‖₂, the residual part of its Hessian, does not exceed.
  ///
  /// From the norms of the forward and the backward pass along a unit vector, layer by layer; proportional to ‖r_i‖, and
  /// far too large where the network is deep, but 0 where it interpolates. Cost: n Σ widths operations.
  /// Source: derived in Documentation/Theory, 2.6.
  var residualPartBounds: [Double] {
    let norms = weights.map { norm($0.elements) }
    // sup |φ''|; |φ'| ≤ 1.
    let bend = network.activation == .tanh ? 4 / (3 * 3.0.squareRoot()) : 0
    let squares = activations.map(\.rowSquares)
    let residuals = deltas[layers.count - 1].rowSquares
    // ‖(h, 1)‖ into every layer, and the largest ‖ḣ‖ there.
    var entering = [Double](repeating: 0, count: layers.count)
    var moved = entering
    return (0..<sampleCount).map { i in
      for l in layers.indices {
        entering[l] = (squares[l][i] + (layers[l].bias == nil ? 0 : 1)).squareRoot()
        if l > 0 { moved[l] = norms[l - 1] * moved[l - 1] + entering[l - 1] }
      }
      // The largest ‖δ‖ and ‖δ̇‖ of the layer.
      var delta = residuals[i].squareRoot()
      var turned = 0.0
      var sum = 0.0
      for l in layers.indices.reversed() {
        let block = turned * entering[l] + delta * moved[l]
        sum += block * block
        let pulled = norms[l] * delta
        turned = norms[l] * turned + delta + bend * moved[l] * pulled
        delta = pulled
      }
      return sum.squareRoot()
    }
  }
}

extension Matrix {
  /// ‖row‖² of every row.
  fileprivate var rowSquares: [Double] {
    elements.withUnsafeBufferPointer { e in
      guard let base = e.baseAddress else { return [Double](repeating: 0, count: rows) }
      return (0..<rows).map { innerProduct(base + $0 * columns, base + $0 * columns, columns) }
    }
  }
}
