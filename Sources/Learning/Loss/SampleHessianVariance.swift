import LinearAlgebra

/// Σ = (1/n) Σ H_i² − H² of a dense network, with the full Hessians H_i of the samples' losses ½‖f(x_i) − y_i‖².
///
/// H_i = J_iᵀ J_i + Σ_c r_ic ∇²f_c(x_i), the residual part included; H is their mean. No H_i is formed: H_i v is, in
/// every layer, δ' hᵀ + δ h'ᵀ with moved deltas and activations, and in that form H_i is applied to it again for all
/// samples at once. Memory: some n Σ widths numbers. Source: derived as Pearlmutter's product is, 1994.
public struct SampleHessianVariance: SymmetricOperator, Sendable {
  private let network: DenseNetwork
  private let hessian: LossHessian
  private let sampleCount: Int

  fileprivate init(_ hessian: LossHessian) {
    network = hessian.network
    self.hessian = hessian
    sampleCount = hessian.sampleCount
  }

  /// P
  public var dimension: Int { network.parameterCount }

  /// Writes Σ x. Cost: about eight gradients of the loss.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let factors = self.factors(of: Array(x))
    let squares = mean(of: again(factors))
    let twice = hessian(mean(of: factors))
    for i in 0..<dimension { result[i] = squares[i] - twice[i] }
  }

  /// H_i v for every sample: `deltas[l]` is n × outputs of layer l, `inputs[l]` n × its inputs, nil for layer 0.
  private struct Factors {
    var deltas: [Matrix]
    var inputs: [Matrix?]
  }

  /// δ of the samples' own losses; those of the mean loss are kept divided by n.
  private func delta(_ layer: Int) -> Matrix { Double(sampleCount) * hessian.deltas[layer] }

  /// From moved pre-activations to the activations that go into the next layer.
  private func activated(_ moved: Matrix, _ layer: Int) -> Matrix {
    moved.combined(with: hessian.activations[layer + 1]) { $0 * network.activation.derivative(atActivation: $1) }
  }

  /// The moved delta of layer l − 1 from what was pulled back through layer l.
  private func pulledBack(_ pulled: Matrix, _ moved: Matrix, into layer: Int) -> Matrix {
    var result = pulled.combined(with: hessian.activations[layer + 1]) {
      $0 * network.activation.derivative(atActivation: $1)
    }
    guard network.activation != .relu else { return result }
    let n = Double(sampleCount)
    for i in result.elements.indices {
      let curvature = network.activation.secondDerivative(atActivation: hessian.activations[layer + 1].elements[i])
      result.elements[i] += n * hessian.pulledDeltas[layer].elements[i] * curvature * moved.elements[i]
    }
    return result
  }

  /// H_i v for one v and all samples.
  private func factors(of v: [Double]) -> Factors {
    let layers = network.layers
    let directions = layers.indices.map { network.weights(ofLayer: $0, in: v) }
    var inputs: [Matrix?] = [nil]
    var moved: [Matrix] = []
    for l in layers.indices {
      var z = hessian.activations[l].timesTransposed(directions[l])
      if let previous = inputs[l] { z = z + previous.timesTransposed(hessian.weights[l]) }
      if let range = layers[l].biasRange { z = z.adding(toEveryRow: Array(v[range])) }
      moved.append(z)
      if l + 1 < layers.count { inputs.append(activated(z, l)) }
    }
    var deltas = [moved[layers.count - 1]]
    for l in layers.indices.reversed() where l > 0 {
      let pulled = deltas[0].times(hessian.weights[l]) + delta(l).times(directions[l])
      deltas.insert(pulledBack(pulled, moved[l - 1], into: l - 1), at: 0)
    }
    return Factors(deltas: deltas, inputs: inputs)
  }

  /// H_i applied to sample i's own direction.
  private func again(_ direction: Factors) -> Factors {
    let layers = network.layers
    var inputs: [Matrix?] = [nil]
    var moved: [Matrix] = []
    for l in layers.indices {
      let h = hessian.activations[l]
      let bias = layers[l].bias == nil ? 0.0 : 1
      var z = direction.deltas[l].scalingRows(by: rowDots(h, h).map { $0 + bias })
      if let previous = direction.inputs[l] { z = z + delta(l).scalingRows(by: rowDots(previous, h)) }
      if let previous = inputs[l] { z = z + previous.timesTransposed(hessian.weights[l]) }
      moved.append(z)
      if l + 1 < layers.count { inputs.append(activated(z, l)) }
    }
    var deltas = [moved[layers.count - 1]]
    for l in layers.indices.reversed() where l > 0 {
      let own = delta(l)
      var pulled = deltas[0].times(hessian.weights[l])
      pulled = pulled + hessian.activations[l].scalingRows(by: rowDots(own, direction.deltas[l]))
      if let previous = direction.inputs[l] { pulled = pulled + previous.scalingRows(by: rowDots(own, own)) }
      deltas.insert(pulledBack(pulled, moved[l - 1], into: l - 1), at: 0)
    }
    return Factors(deltas: deltas, inputs: inputs)
  }

  /// The mean over the samples of what the factors stand for, P numbers.
  private func mean(of factors: Factors) -> [Double] {
    var result = [Double](repeating: 0, count: dimension)
    let inverse = 1 / Double(sampleCount)
    for (l, layer) in network.layers.enumerated() {
      var weights = factors.deltas[l].transposedTimes(hessian.activations[l])
      if let moved = factors.inputs[l] { weights = weights + delta(l).transposedTimes(moved) }
      network.store(inverse * weights, factors.deltas[l].columnSums.map { inverse * $0 }, layer, into: &result)
    }
    return result
  }
}

/// ⟨row i of a, row i of b⟩ for every i.
private func rowDots(_ a: Matrix, _ b: Matrix) -> [Double] {
  a.elements.withUnsafeBufferPointer { x in
    b.elements.withUnsafeBufferPointer { y in
      (0..<a.rows).map { row in
        var sum = 0.0
        for i in row * a.columns..<(row + 1) * a.columns { sum += x[i] * y[i] }
        return sum
      }
    }
  }
}

extension Matrix {
  /// Every row times a number of its own.
  fileprivate func scalingRows(by factors: [Double]) -> Matrix {
    var result = self
    result.elements.withUnsafeMutableBufferPointer { x in
      for (row, factor) in factors.enumerated() {
        for i in row * columns..<(row + 1) * columns { x[i] *= factor }
      }
    }
    return result
  }
}

extension DenseNetwork {
  /// (1/n) Σ H_i² − H² with the full Hessians of the samples' losses, as an operator on the parameters.
  ///
  /// The root of its largest eigenvalue is the non-uniformity with the residual part;
  /// without, and where the network fits its data, it is that of the Gauss–Newton Hessians.
  /// Source: Wu, Ma and E 2018. Cost: a forward and a backward pass.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func sampleHessianVariance(
    on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> SampleHessianVariance {
    SampleHessianVariance(try lossHessian(.full, on: data, at: parameters))
  }
}
