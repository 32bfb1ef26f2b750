import LinearAlgebra

/// The Jacobian of a network over a data set in factored form: ∂f_c(x_i)/∂W^l = δ^l_ic (h^{l−1}_i)ᵀ.
///
/// One forward pass and one backward pass for all outputs give the factors; from them come the Gram matrix, the
/// gradient moments and every quantity of the theory without forming a gradient per sample.
/// Memory: n·C·Σ widths, against n·C·P for the dense Jacobian.
public struct FactoredJacobian: Sendable {
  let factors: GradientFactors
  /// f(x_i), n × C.
  public let outputs: Matrix
  /// ∇_x f_c(x_i), (n·C) × d, row i·C + c.
  public let inputGradients: Matrix

  /// The network whose outputs are differentiated.
  public var network: DenseNetwork { factors.network }
  /// n
  public var sampleCount: Int { factors.sampleCount }
  /// `activations[l]` is h^{l} going into layer l, n × inputs of the layer.
  public var activations: [Matrix] { factors.activations }
  /// `deltas[l]` holds δ of layer l's pre-activations, (n·C) × outputs of the layer; row i·C + c is ∂f_c(x_i)/∂z^l.
  public var deltas: [Matrix] { factors.deltas }
  /// C
  public var outputDimension: Int { network.outputDimension }

  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public init(of network: DenseNetwork, on inputs: Matrix, at parameters: [Double]) throws(NetworkError) {
    let forward = try network.forwardPass(on: inputs, at: parameters)
    factors = GradientFactors(of: network, activations: forward.activations, at: parameters)
    outputs = forward.outputs
    inputGradients = network.pulledBack(
      throughLayer: 0, factors.deltas[0], rowsPerSample: network.outputDimension, at: parameters)
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
  public var gram: Matrix { factors.gram }
}

extension DenseNetwork {
  /// The factored Jacobian. Cost: a forward pass and a backward pass for every output.
  public func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> FactoredJacobian {
    try FactoredJacobian(of: self, on: inputs, at: parameters)
  }
}
