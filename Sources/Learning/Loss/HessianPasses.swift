import LinearAlgebra

/// The derivative of a dense network's forward and backward pass along a direction, for all samples at once.
///
/// For every sample i the derivative of the gradient of its own loss ½‖f(x_i) − y_i‖² along v, which is H_i v, has in
/// layer l the block δ̇ hᵀ + δ ḣᵀ. These factors are written to ``HessianFactors``; no H_i v is formed.
/// Source: Pearlmutter 1994; Documentation/Theory, 2.6.
struct HessianPasses: Sendable {
  let network: DenseNetwork
  let layers: [DenseNetwork.Layer]
  /// h going into layer l, n × its inputs.
  let activations: [Matrix]
  /// W_l, outputs × inputs.
  let weights: [Matrix]
  /// δ^l of the samples' own losses, n × outputs of layer l; δ of the last layer is the residual.
  let deltas: [Matrix]
  /// `pulled[l − 1]` = δ^l W_l, n × inputs of layer l ≥ 1; needed, and kept, only where φ'' is not 0.
  let pulled: [Matrix]
  let sampleCount: Int

  init(network: DenseNetwork, activations: [Matrix], residuals: Matrix, parameters: [Double]) {
    let layers = network.layers
    let weights = layers.indices.map { network.weights(ofLayer: $0, in: parameters) }
    var deltas = [residuals]
    var pulled: [Matrix] = []
    for l in layers.indices.reversed() where l > 0 {
      var image = network.pulledBack(throughLayer: l, deltas[deltas.count - 1], rowsPerSample: 1, at: parameters)
      if network.activation != .relu { pulled.append(image) }
      image.elements.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        network.activation.scaleByDerivative(
          base, rows: residuals.rows, columns: layers[l].inputs, activations: activations[l].elements, repeats: 1)
      }
      deltas.append(image)
    }
    self.network = network
    self.layers = layers
    self.activations = activations
    self.weights = weights
    self.deltas = deltas.reversed()
    self.pulled = pulled.reversed()
    sampleCount = residuals.rows
  }

  var parameterCount: Int { network.parameterCount }

  /// The factors of H_i v for one v and all samples. Without the residual part δ counts as 0.
  func factors(of v: UnsafePointer<Double>, withResiduals: Bool, into factors: HessianFactors) {
    let n = sampleCount
    for (l, layer) in layers.enumerated() {
      let z = factors.outputsOfForwardPass(l)
      fill(z, layer, bias: v)
      multiplyRows(
        n, layer.outputs, layer.inputs, activations[l].elements, v + layer.weights, .transposed, accumulates: true,
        into: z)
      forward(l, z, factors)
    }
    for l in layers.indices.reversed() where l > 0 {
      let target = pullBack(l, factors)
      if withResiduals {
        multiplyRows(
          n, layers[l].inputs, layers[l].outputs, deltas[l].elements, v + layers[l].weights, accumulates: true,
          into: target)
      }
      bend(l, target, factors, withResiduals: withResiduals)
    }
  }

  /// The factors of H_i (H_i v − w) from those of H_i v and one w for all samples: of Σ_i H_i (H_i v − w) the mean is
  /// ((1/n) Σ H_i² − H²) v where w = H v.
  func factorsAgain(
    of direction: HessianFactors, minus w: UnsafePointer<Double>, into factors: HessianFactors
  ) {
    let n = sampleCount
    for (l, layer) in layers.enumerated() {
      let width = layer.outputs
      let z = factors.outputsOfForwardPass(l)
      fill(z, layer, bias: w)
      BLAS.multiply(
        n, width, layer.inputs, alpha: -1, activations[l].elements, .plain, w + layer.weights, .transposed, beta: -1,
        into: z)
      let bias = layer.bias == nil ? 0.0 : 1
      let moved = direction.deltas[l]
      activations[l].elements.withUnsafeBufferPointer { h in
        deltas[l].elements.withUnsafeBufferPointer { delta in
          for i in 0..<n {
            let row = h.baseAddress.map { $0 + i * layer.inputs }
            guard let row else { return }
            let square = innerProduct(row, row, layer.inputs) + bias
            let mixed = l == 0 ? 0 : innerProduct(direction.inputs[l] + i * layer.inputs, row, layer.inputs)
            for a in i * width..<(i + 1) * width { z[a] += square * moved[a] + mixed * delta[a] }
          }
        }
      }
      forward(l, z, factors)
    }
    for l in layers.indices.reversed() where l > 0 {
      let layer = layers[l]
      let target = pullBack(l, factors)
      BLAS.multiply(
        n, layer.inputs, layer.outputs, alpha: -1, deltas[l].elements, .plain, w + layer.weights, beta: 1, into: target)
      let width = layer.inputs
      activations[l].elements.withUnsafeBufferPointer { h in
        deltas[l].elements.withUnsafeBufferPointer { delta in
          for i in 0..<n {
            guard let own = delta.baseAddress.map({ $0 + i * layer.outputs }) else { return }
            let mixed = innerProduct(own, direction.deltas[l] + i * layer.outputs, layer.outputs)
            let square = innerProduct(own, own, layer.outputs)
            let moved = direction.inputs[l]
            for b in i * width..<(i + 1) * width { target[b] += mixed * h[b] + square * moved[b] }
          }
        }
      }
      bend(l, target, factors, withResiduals: true)
    }
  }

  /// The mean over the samples of what the factors stand for, P numbers.
  func mean(of factors: HessianFactors, withResiduals: Bool, into result: UnsafeMutablePointer<Double>) {
    let inverse = 1 / Double(sampleCount)
    for (l, layer) in layers.enumerated() {
      let target = result + layer.weights
      BLAS.multiply(
        layer.outputs, layer.inputs, sampleCount, alpha: inverse, factors.deltas[l], .transposed,
        activations[l].elements, .plain, into: target)
      if withResiduals, l > 0 {
        BLAS.multiply(
          layer.outputs, layer.inputs, sampleCount, alpha: inverse, deltas[l].elements, .transposed,
          factors.inputs[l], .plain, beta: 1, into: target)
      }
      guard let bias = layer.bias else { continue }
      let sums = result + bias
      sums.update(repeating: 0, count: layer.outputs)
      for i in 0..<sampleCount {
        let row = factors.deltas[l] + i * layer.outputs
        for a in 0..<layer.outputs { sums[a] += inverse * row[a] }
      }
    }
  }

  private func fill(_ z: UnsafeMutablePointer<Double>, _ layer: DenseNetwork.Layer, bias v: UnsafePointer<Double>) {
    if let bias = layer.bias {
      fillRows(z, sampleCount, layer.outputs, with: v + bias)
    } else {
      z.update(repeating: 0, count: sampleCount * layer.outputs)
    }
  }

  /// Adds what the layer below moved, and goes through the activation.
  private func forward(_ l: Int, _ z: UnsafeMutablePointer<Double>, _ factors: HessianFactors) {
    let layer = layers[l]
    if l > 0 {
      multiplyRows(
        sampleCount, layer.outputs, layer.inputs, factors.inputs[l], weights[l].elements, .transposed,
        accumulates: true, into: z)
    }
    if l + 1 < layers.count {
      network.activation.scaleByDerivative(
        z, rows: sampleCount, columns: layer.outputs, activations: activations[l + 1].elements, repeats: 1)
    }
  }

  /// δ̇^l W_l, which becomes δ̇ of the layer below.
  private func pullBack(_ l: Int, _ factors: HessianFactors) -> UnsafeMutablePointer<Double> {
    multiplyRows(
      sampleCount, layers[l].inputs, layers[l].outputs, factors.deltas[l], weights[l].elements,
      into: factors.deltas[l - 1])
    return factors.deltas[l - 1]
  }

  /// φ' and, with residuals, φ'' on the way back into layer l − 1.
  private func bend(
    _ l: Int, _ target: UnsafeMutablePointer<Double>, _ factors: HessianFactors, withResiduals: Bool
  ) {
    let width = layers[l].inputs
    network.activation.scaleByDerivative(
      target, rows: sampleCount, columns: width, activations: activations[l].elements, repeats: 1)
    // φ'' ∘ ż = (φ''/φ') ∘ ḣ, for tanh −2h ∘ ḣ.
    guard withResiduals, network.activation == .tanh else { return }
    let moved = factors.inputs[l]
    activations[l].elements.withUnsafeBufferPointer { h in
      pulled[l - 1].elements.withUnsafeBufferPointer { pulled in
        for i in 0..<sampleCount * width { target[i] -= 2 * h[i] * moved[i] * pulled[i] }
      }
    }
  }
}

/// δ̇ and ḣ of every layer for n samples: H_i v in factored form. Reused from product to product.
final class HessianFactors {
  /// `deltas[l]`: n × outputs of layer l.
  let deltas: [UnsafeMutablePointer<Double>]
  /// `inputs[l]`: n × inputs of layer l; for layer 0, whose inputs do not move, a place that nothing reads.
  let inputs: [UnsafeMutablePointer<Double>]

  init(_ passes: HessianPasses) {
    let n = passes.sampleCount
    deltas = passes.layers.map { .allocate(capacity: max(1, n * $0.outputs)) }
    inputs = passes.layers.enumerated().map { l, layer in .allocate(capacity: l == 0 ? 1 : max(1, n * layer.inputs)) }
  }

  deinit { for part in deltas + inputs { part.deallocate() } }

  /// Where layer l's derivative is written on the way forward: what goes into the next layer, or the last δ̇.
  func outputsOfForwardPass(_ l: Int) -> UnsafeMutablePointer<Double> {
    l + 1 < inputs.count ? inputs[l + 1] : deltas[l]
  }
}

/// ⟨x, y⟩ in eight partial sums.
@inline(__always)
func innerProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
  var sums = SIMD8<Double>.zero
  var i = 0
  while i + 8 <= count {
    let a = UnsafeRawPointer(x + i).loadUnaligned(as: SIMD8<Double>.self)
    let b = UnsafeRawPointer(y + i).loadUnaligned(as: SIMD8<Double>.self)
    sums += a * b
    i += 8
  }
  var sum = sums.sum()
  while i < count {
    sum += x[i] * y[i]
    i += 1
  }
  return sum
}
