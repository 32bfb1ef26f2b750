import LinearAlgebra

/// The Jacobian of a convolutional network over a data set in factored form: ∂f_c(x_i)/∂w = Δ_ic P(h_i)ᵀ for every layer.
///
/// One forward pass and one backward pass for all outputs give what goes into each layer, from which the patches P are
/// taken when they are needed, and the derivatives Δ by what comes out of it.
/// Memory: n numbers for every input of a layer and n·C for every output of one.
public struct ConvolutionalJacobian: Sendable {
  /// The network whose outputs are differentiated.
  public let network: ConvolutionalNetwork
  /// n
  public let sampleCount: Int
  /// f(x_i), n × C.
  public let outputs: Matrix
  /// ∇_x f_c(x_i), (n·C) × d, row i·C + c.
  public let inputGradients: Matrix
  /// What goes into each layer with parameters, n rows in the order row, column, channel.
  let features: [Matrix]
  /// Δ of each layer with parameters, (n·C) rows of S × outputs; row i·C + c is ∂f_c(x_i)/∂z.
  let deltas: [Matrix]

  /// C
  public var outputDimension: Int { network.outputDimension }
  /// P
  public var parameterCount: Int { network.parameterCount }
  /// nC
  var rowCount: Int { sampleCount * outputDimension }

  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public init(of network: ConvolutionalNetwork, on inputs: Matrix, at parameters: [Double]) throws(NetworkError) {
    try network.check(parameters)
    try network.check(inputs: inputs)
    let pass = NetworkPass(network, at: parameters)
    let outputCount = network.outputDimension
    let blocks = SampleBlocks(network, count: inputs.rows, repeats: outputCount).all
    let parts = parallelMap(blocks) { block -> Part in
      let (records, outputs) = pass.forward(inputs.rows(in: block))
      var units = Matrix(rows: block.count * outputCount, columns: outputCount)
      for row in 0..<units.rows { units[row, row % outputCount] = 1 }
      var features: [Matrix] = []
      var deltas: [Matrix] = []
      let inputGradients = pass.backward(units, records, repeats: outputCount, to: .inputs) {
        features.append($1)
        deltas.append($2)
      }
      return Part(
        outputs: outputs, inputGradients: inputGradients, features: features.reversed(), deltas: deltas.reversed())
    }
    self.network = network
    sampleCount = inputs.rows
    outputs = Matrix(stacking: parts.map(\.outputs), columns: outputCount)
    inputGradients = Matrix(stacking: parts.map(\.inputGradients), columns: network.inputDimension)
    features = network.affineLayers.enumerated().map { index, layer in
      Matrix(stacking: parts.map { $0.features[index] }, columns: layer.inputShape.count)
    }
    deltas = network.affineLayers.enumerated().map { index, layer in
      Matrix(stacking: parts.map { $0.deltas[index] }, columns: layer.outputShape.count)
    }
  }

  /// The factors of some of the samples.
  private struct Part: Sendable {
    let outputs: Matrix
    let inputGradients: Matrix
    let features: [Matrix]
    let deltas: [Matrix]
  }

  /// P(h_i) of a layer with parameters, (c·κ) × S: window s is column s, its entries in the order channel, row, column.
  public func patches(ofLayer layer: Int, sample: Int) -> Matrix {
    let shape = network.affineLayers[layer]
    let rows = Matrix(
      rows: shape.positionCount, columns: shape.patchSize,
      elements: shape.window.patches(of: features[layer].rows(in: sample..<sample + 1)))
    return rows.transposingRows(shape.kernel.area, shape.inputShape.channels).transposed
  }

  /// Δ_ic of a layer with parameters, outputs × S: the derivatives of output c at sample i by what comes out of the layer.
  public func deltas(ofLayer layer: Int, sample: Int, output: Int) -> Matrix {
    let shape = network.affineLayers[layer]
    return Matrix(
      rows: shape.positionCount, columns: shape.channels, elements: deltas[layer].row(sample * outputDimension + output)
    ).transposed
  }

  /// G itself, (n·C) × P. For tests and very small problems. Cost: that of a backward pass; memory: n·C·P.
  public var dense: Matrix {
    let blocks = SampleBlocks(network, count: sampleCount, repeats: outputDimension).all
    let parts = parallelMap(blocks) { block in
      var result = Matrix(rows: block.count * outputDimension, columns: parameterCount)
      for layer in network.affineLayers.indices {
        var row = 0
        forEachGradient(ofLayer: layer, samples: block) { gradient in
          network.affineLayers[layer].store(gradient, into: &result.elements, offset: row * parameterCount)
          row += 1
        }
      }
      return result
    }
    return Matrix(stacking: parts, columns: parameterCount)
  }

  /// Calls `body` with Δ_ic P(h_i)ᵀ and Δ_ic 1 of one layer for every output at some of the samples, in order.
  func forEachGradient(ofLayer index: Int, samples: Range<Int>, _ body: (PatchWeights) -> Void) {
    let layer = network.affineLayers[index]
    var gradient = layer.zeroWeights
    for sample in samples {
      let patches = layer.window.patches(of: features[index].rows(in: sample..<sample + 1))
      for output in 0..<outputDimension {
        let delta = deltas[index].row(sample * outputDimension + output)
        BLAS.multiply(
          layer.channels, layer.patchSize, layer.positionCount, delta, .transposed, patches, into: &gradient.weights)
        for channel in gradient.biases.indices {
          var sum = 0.0
          for position in 0..<layer.positionCount { sum += delta[position * layer.channels + channel] }
          gradient.biases[channel] = sum
        }
        body(gradient)
      }
    }
  }
}

extension ConvolutionalNetwork {
  /// The factored Jacobian. Cost: a forward pass and a backward pass for every output, on all cores.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> ConvolutionalJacobian {
    try ConvolutionalJacobian(of: self, on: inputs, at: parameters)
  }
}
