import LinearAlgebra

/// The Jacobian of a network over a data set in factored form: ∂f_c(x_i)/∂W^l = δ^l_ic (h^{l−1}_i)ᵀ.
///
/// One forward pass and one backward pass for all outputs give the factors; from them come the Gram matrix, the
/// gradient moments and every quantity of the theory without forming a gradient per sample.
/// Memory: n·C·Σ widths, against n·C·P for the dense Jacobian.
public struct FactoredJacobian: Sendable {
  /// The network whose outputs are differentiated.
  public let network: DenseNetwork
  /// n
  public let sampleCount: Int
  /// `activations[l]` is h^{l} going into layer l, n × inputs of the layer.
  public let activations: [Matrix]
  /// `deltas[l]` holds δ of layer l's pre-activations, (n·C) × outputs of the layer; row i·C + c is ∂f_c(x_i)/∂z^l.
  public let deltas: [Matrix]
  /// f(x_i), n × C.
  public let outputs: Matrix
  /// ∇_x f_c(x_i), (n·C) × d, row i·C + c.
  public let inputGradients: Matrix

  /// C
  public var outputDimension: Int { network.outputDimension }

  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public init(of network: DenseNetwork, on inputs: Matrix, at parameters: [Double]) throws(NetworkError) {
    self.init(of: network, forward: try network.forwardPass(on: inputs, at: parameters), at: parameters)
  }

  /// From a forward pass that was done.
  init(of network: DenseNetwork, forward: ForwardPass, at parameters: [Double]) {
    let n = forward.outputs.rows
    let outputCount = network.outputDimension
    let layers = network.layers
    var deltas: [Matrix] = []
    var delta = Matrix(rows: n * outputCount, columns: outputCount)
    for row in 0..<n * outputCount { delta[row, row % outputCount] = 1 }
    deltas.append(delta)
    for l in stride(from: layers.count - 1, to: 0, by: -1) {
      let layer = layers[l]
      var previous = Matrix(rows: n * outputCount, columns: layer.inputs)
      let rows = n * outputCount
      parameters.withUnsafeBufferPointer { p in
        guard let base = p.baseAddress else { return }
        previous.elements.withUnsafeMutableBufferPointer { out in
          guard let result = out.baseAddress else { return }
          BLAS.multiply(rows, layer.inputs, layer.outputs, delta.elements, .plain, base + layer.weights, into: result)
          network.activation.scaleByDerivative(
            result, rows: rows, columns: layer.inputs, activations: forward.activations[l].elements,
            repeats: outputCount)
        }
      }
      delta = previous
      deltas.append(delta)
    }
    self.network = network
    sampleCount = n
    activations = forward.activations
    self.deltas = deltas.reversed()
    outputs = forward.outputs
    inputGradients = delta.times(network.weights(ofLayer: 0, in: parameters))
  }

  /// The dense Jacobian, (n·C) × P. For tests and very small problems. Cost and memory: n·C·P.
  public var dense: Matrix {
    let layers = network.layers
    let outputCount = outputDimension
    var result = Matrix(rows: sampleCount * outputCount, columns: network.parameterCount)
    for row in 0..<result.rows {
      let base = row * result.columns
      for (l, layer) in layers.enumerated() {
        for a in 0..<layer.outputs {
          let delta = deltas[l][row, a]
          for b in 0..<layer.inputs {
            result.elements[base + layer.weights + a * layer.inputs + b] = delta * activations[l][row / outputCount, b]
          }
          if let bias = layer.bias { result.elements[base + bias + a] = delta }
        }
      }
    }
    return result
  }

  /// The Gram matrix K = G Gᵀ of all gradients g_ic, (n·C) × (n·C), from the factors:
  /// K = Σ_l ⟨δ^l_ic, δ^l_jc'⟩ (⟨h_i, h_j⟩ + 1 where there is a bias). Cost: (n·C)² Σ widths operations.
  public var gram: Matrix {
    let outputCount = outputDimension
    let size = sampleCount * outputCount
    var result = Matrix(rows: size, columns: size)
    for (l, layer) in network.layers.enumerated() {
      let activationGram = activations[l].gramOfRows
      let deltaGram = l == network.layerCount - 1 ? nil : deltas[l].gramOfRows
      let biasTerm = layer.bias == nil ? 0.0 : 1.0
      result.elements.withUnsafeMutableBufferPointer { k in
        activationGram.elements.withUnsafeBufferPointer { h in
          if let deltaGram {
            deltaGram.elements.withUnsafeBufferPointer { d in
              for row in 0..<size {
                let i = row / outputCount
                for column in 0..<size {
                  k[row * size + column] +=
                    d[row * size + column] * (h[i * sampleCount + column / outputCount] + biasTerm)
                }
              }
            }
          } else {
            // The output layer's deltas are unit vectors: only equal outputs meet.
            for i in 0..<sampleCount {
              for j in 0..<sampleCount {
                let product = h[i * sampleCount + j] + biasTerm
                for c in 0..<outputCount { k[(i * outputCount + c) * size + j * outputCount + c] += product }
              }
            }
          }
        }
      }
    }
    return result
  }
}

extension DenseNetwork {
  /// The factored Jacobian. Cost: a forward pass and a backward pass for every output.
  public func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> FactoredJacobian {
    try FactoredJacobian(of: self, on: inputs, at: parameters)
  }
}
