import LinearAlgebra

extension DenseNetwork {
  /// ∇L(W) of the squared loss over a data set, P numbers. Cost: about three forward passes.
  public func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double] {
    let forward = try forwardPass(on: data.inputs, at: parameters)
    let residuals = try SquaredLoss.residuals(outputs: forward.outputs, targets: data.targets)
    var delta = (1 / Double(data.count)) * residuals
    var gradient = [Double](repeating: 0, count: parameterCount)
    let layers = layers
    for l in layers.indices.reversed() {
      store(delta.transposedTimes(forward.activations[l]), delta.columnSums, layers[l], into: &gradient)
      if l > 0 {
        delta = delta.times(weights(ofLayer: l, in: parameters))
        delta = delta.combined(with: forward.activations[l]) { $0 * activation.derivative(atActivation: $1) }
      }
    }
    return gradient
  }

  /// The Hessian of the squared loss, or its Gauss–Newton part, as an operator on parameter space.
  ///
  /// Each application costs about six forward passes and forms no matrix of size P × P
  /// (Pearlmutter, "Fast exact multiplication by the Hessian", 1994).
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> LossHessian {
    let forward = try forwardPass(on: data.inputs, at: parameters)
    let residuals = try SquaredLoss.residuals(outputs: forward.outputs, targets: data.targets)
    let scaled = (1 / Double(data.count)) * residuals
    // δ^l of the loss and W_lᵀ-images before the derivative factor, once for all products.
    var deltas = [scaled]
    var pulled: [Matrix] = []
    var weightMatrices: [Matrix] = []
    for l in layers.indices { weightMatrices.append(weights(ofLayer: l, in: parameters)) }
    for l in layers.indices.reversed() where l > 0 {
      let image = deltas[deltas.count - 1].times(weightMatrices[l])
      pulled.append(image)
      deltas.append(image.combined(with: forward.activations[l]) { $0 * activation.derivative(atActivation: $1) })
    }
    return LossHessian(
      network: self, part: part, activations: forward.activations, weights: weightMatrices, deltas: deltas.reversed(),
      pulledDeltas: pulled.reversed(), sampleCount: data.count)
  }

  func store(_ weightGradient: Matrix, _ biasGradient: [Double], _ layer: Layer, into gradient: inout [Double]) {
    gradient.replaceSubrange(layer.weightRange, with: weightGradient.elements)
    if let range = layer.biasRange { gradient.replaceSubrange(range, with: biasGradient) }
  }
}

/// Which part of the Hessian of the loss is meant.
public enum HessianPart: Sendable, Hashable {
  /// H = (1/n) Σ J_iᵀ J_i, all there is where the network interpolates.
  case gaussNewton
  /// H + (1/n) Σ_i Σ_c r_ic ∇²f_c(x_i).
  case full
  /// The second term alone.
  case residual
}

/// The Hessian of the loss over a data set as an operator on the flat parameters.
public struct LossHessian: SymmetricOperator, Sendable {
  let network: DenseNetwork
  let part: HessianPart
  let activations: [Matrix]
  let weights: [Matrix]
  /// `deltas[l]` = ∂L/∂z^l, n × outputs of layer l.
  let deltas: [Matrix]
  /// `pulledDeltas[l − 1]` = δ^l W_l, n × inputs of layer l, for l ≥ 1.
  let pulledDeltas: [Matrix]
  let sampleCount: Int

  /// P
  public var dimension: Int { network.parameterCount }

  /// Writes H x, for the part of the Hessian that was asked for.
  ///
  /// Cost: at most that of two gradients of the loss, for the residual part of four.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    switch part {
    case .full, .gaussNewton: product(Array(x), part, into: result)
    case .residual:
      product(Array(x), .full, into: result)
      var gaussNewton = [Double](repeating: 0, count: dimension)
      gaussNewton.withUnsafeMutableBufferPointer { product(Array(x), .gaussNewton, into: $0) }
      for i in 0..<dimension { result[i] -= gaussNewton[i] }
    }
  }

  private func product(_ v: [Double], _ part: HessianPart, into result: UnsafeMutableBufferPointer<Double>) {
    let layers = network.layers
    let activation = network.activation
    // Forward: the derivative of every pre-activation and activation along v.
    var movedInputs: [Matrix?] = [nil]
    var movedPreactivations: [Matrix] = []
    for (l, layer) in layers.enumerated() {
      let direction = Matrix(rows: layer.outputs, columns: layer.inputs, elements: Array(v[layer.weightRange]))
      var moved = activations[l].timesTransposed(direction)
      if let previous = movedInputs[l] { moved = moved + previous.timesTransposed(weights[l]) }
      if let range = layer.biasRange { moved = moved.adding(toEveryRow: Array(v[range])) }
      movedPreactivations.append(moved)
      if l + 1 < layers.count {
        movedInputs.append(
          moved.combined(with: activations[l + 1]) { $0 * activation.derivative(atActivation: $1) })
      }
    }
    // Backward: the derivative of every delta along v.
    var movedDelta = (1 / Double(sampleCount)) * movedPreactivations[layers.count - 1]
    for l in layers.indices.reversed() {
      let layer = layers[l]
      var weightPart = movedDelta.transposedTimes(activations[l])
      if part == .full, let moved = movedInputs[l] { weightPart = weightPart + deltas[l].transposedTimes(moved) }
      for (offset, value) in weightPart.elements.enumerated() { result[layer.weights + offset] = value }
      if let bias = layer.bias {
        for (offset, value) in movedDelta.columnSums.enumerated() { result[bias + offset] = value }
      }
      guard l > 0 else { continue }
      var pulled = movedDelta.times(weights[l])
      if part == .full {
        let direction = Matrix(rows: layer.outputs, columns: layer.inputs, elements: Array(v[layer.weightRange]))
        pulled = pulled + deltas[l].times(direction)
      }
      var next = pulled.combined(with: activations[l]) { $0 * activation.derivative(atActivation: $1) }
      if part == .full {
        for i in next.elements.indices {
          let h = activations[l].elements[i]
          next.elements[i] +=
            pulledDeltas[l - 1].elements[i] * activation.secondDerivative(atActivation: h)
            * movedPreactivations[l - 1].elements[i]
        }
      }
      movedDelta = next
    }
  }
}
