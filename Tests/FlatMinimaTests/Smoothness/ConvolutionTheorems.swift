import FlatMinima
import Learning
import LinearAlgebra
import Testing

/// A convolutional network with random parameters on random data.
private func randomPoint(
  _ input: FeatureShape, _ layers: [ConvolutionalNetwork.Layer], samples: Int = 4, seed: UInt64
) throws -> ParameterPoint<ConvolutionalNetwork> {
  var generator = SplitMix64(seed: seed)
  let network = try ConvolutionalNetwork(input: input, layers: layers)
  let parameters = generator.normals(network.parameterCount).map { 0.6 * $0 }
  func matrix(_ columns: Int) -> Matrix {
    Matrix(rows: samples, columns: columns, elements: generator.normals(samples * columns))
  }
  return try ParameterPoint(
    network: network, parameters: parameters,
    data: Dataset(inputs: matrix(network.inputDimension), targets: matrix(network.outputDimension)))
}

private func image(_ channels: Int, _ height: Int, _ width: Int) -> FeatureShape {
  FeatureShape(channels: channels, height: height, width: width)
}

/// The matrix of the first layer's linear part.
private func firstLayerMatrix(_ point: ParameterPoint<ConvolutionalNetwork>, _ layer: AffineLayer) -> Matrix {
  point.network.linearMap(of: layer, at: point.parameters).times(.identity(layer.inputShape.count)).transposed
}

private let few: [(FeatureShape, [ConvolutionalNetwork.Layer])] = [
  (image(1, 3, 3), [.convolution(channels: 2, kernel: 2), .activation(.tanh), .flatten, .dense(2)]),
  (image(3, 4, 4), [.convolution(channels: 5, kernel: 2, stride: 2), .activation(.relu), .flatten, .dense(1)]),
  (
    image(2, 2, 3),
    [
      .convolution(channels: 3, kernel: 2, padding: GridSize(height: 0, width: 1)), .activation(.tanh), .flatten,
      .dense(1),
    ]
  ),
  (
    image(2, 3, 3),
    [
      .convolution(channels: 2, kernel: 2, biases: .none), .activation(.tanh), .averagePooling(size: 2), .flatten,
      .dense(1),
    ]
  ),
]

@Suite("Smoothness with a convolution first") struct ConvolutionTheorems {
  @Test("with few, independent windows the inequality holds at every sample", arguments: few)
  func inequality(input: FeatureShape, layers: [ConvolutionalNetwork.Layer]) throws {
    for seed in 0..<5 {
      for norm in [MultiplicativeStructure.NormValue.certified, .attained] {
        let point = try randomPoint(input, layers, seed: UInt64(seed))
        let structure = try ConvolutionalStructure(of: point, normValue: norm)
        for inequality in try structure.inequalities() {
          let bound = try inequality.weightsBound.get()
          #expect(inequality.inputGradientNorm <= bound * (1 + 1e-9))
          #expect(
            try abs(
              inequality.smallestSingularValue.get() * bound / inequality.weightGradientNorm / inequality.operatorNorm
                - 1) < 1e-12)
          #expect((inequality.weightsAndBiasBound == nil) == (structure.layer.bias == nil))
          if let both = try inequality.weightsAndBiasBound?.get() {
            #expect(inequality.inputGradientNorm <= both * (1 + 1e-9))
          }
        }
      }
    }
  }

  @Test("one window and one channel give equality")
  func equality() throws {
    let point = try randomPoint(
      image(2, 2, 3),
      [.convolution(channels: 1, kernel: GridSize(height: 2, width: 3)), .activation(.tanh), .dense(1)],
      seed: 1)
    for inequality in try ConvolutionalStructure(of: point).inequalities() {
      #expect(try abs(inequality.inputGradientNorm / inequality.weightsBound.get() - 1) < 1e-12)
      let both = try #require(try inequality.weightsAndBiasBound?.get())
      #expect(abs(inequality.inputGradientNorm / both - 1) < 1e-12)
    }
  }

  @Test("where it does not hold the reason is said, and the ratio is left")
  func refusals() throws {
    typealias Refusal = ConvolutionalStructure.Refusal
    let many = try randomPoint(
      image(1, 4, 4), [.convolution(channels: 2, kernel: 2), .flatten, .dense(1)], seed: 2)
    for inequality in try ConvolutionalStructure(of: many).inequalities() {
      #expect(inequality.weightsBound == .failure(.moreWindowsThanEntries(windows: 9, entries: 4)))
      let ratio = try #require(inequality.ratio)
      #expect(abs(ratio * inequality.weightGradientNorm - inequality.inputGradientNorm) < 1e-12)
    }
    let network = try ConvolutionalNetwork(
      input: image(1, 3, 3), layers: [.convolution(channels: 1, kernel: 2), .flatten, .dense(1)])
    let constant = try ParameterPoint(
      network: network, parameters: Array(repeating: 0.3, count: network.parameterCount),
      data: Dataset(inputs: Matrix(rows: 1, columns: 9, repeating: 1), targets: [0]))
    let inequality = try #require(try ConvolutionalStructure(of: constant).inequalities().first)
    guard case .failure(.dependentWindows(let sample, _, _)) = inequality.weightsBound else {
      Issue.record("equal windows are not refused")
      return
    }
    #expect(sample == 0)
    #expect(throws: Refusal.firstLayerHasNoWeights) {
      try ConvolutionalStructure(of: randomPoint(image(1, 2, 2), [.averagePooling(size: 2), .dense(1)], seed: 3))
    }
    for refusal in [
      Refusal.firstLayerHasNoWeights, .moreWindowsThanEntries(windows: 9, entries: 4), .noBiases, .zeroPadding(1),
      .dependentWindows(sample: 0, smallestSingularValue: 0, largest: 1),
    ] { #expect(refusal.description.count > 20) }
  }

  @Test("the patches are the windows of the sample, and the map and its transpose are adjoint", arguments: few)
  func patches(input: FeatureShape, layers: [ConvolutionalNetwork.Layer]) throws {
    let point = try randomPoint(input, layers, seed: 4)
    let structure = try ConvolutionalStructure(of: point)
    let layer = structure.layer
    let weights = Matrix(
      rows: layer.channels, columns: layer.patchSize, elements: Array(point.parameters[layer.weightRange]))
    let matrix = firstLayerMatrix(point, layer)
    let map = point.network.linearMap(of: layer, at: point.parameters)
    for i in 0..<point.data.count {
      let product = weights.times(structure.patches(ofSample: i)).elements
      for (a, b) in zip(product, matrix.times(point.data.inputs.row(i))) { #expect(abs(a - b) < 1e-13) }
      for c in 0..<point.network.outputDimension {
        let delta = point.jacobian.deltas(ofLayer: 0, sample: i, output: c)
        let back = map.transposedTimes(Matrix(rows: 1, columns: delta.elements.count, elements: delta.elements))
        let gradient = point.jacobian.inputGradients.row(i * point.network.outputDimension + c)
        for (a, b) in zip(back.elements, gradient) { #expect(abs(a - b) < 1e-13) }
        for (a, b) in zip(matrix.transposedTimes(delta.elements), gradient) { #expect(abs(a - b) < 1e-13) }
      }
    }
  }

  @Test("the norm of a convolution is that of its matrix, and the symbol bounds it")
  func norms() throws {
    let convolutions: [(FeatureShape, ConvolutionalNetwork.Layer)] = [
      (image(1, 5, 6), .convolution(channels: 2, kernel: 3)),
      (image(2, 4, 4), .convolution(channels: 3, kernel: 3, padding: 1)),
      (image(3, 6, 5), .convolution(channels: 2, kernel: GridSize(height: 2, width: 3), stride: 2, padding: 2)),
      (
        image(1, 1, 2),
        .convolution(channels: 1, kernel: GridSize(height: 1, width: 3), padding: GridSize(height: 0, width: 1))
      ),
      (image(4, 3, 3), .convolution(channels: 2, kernel: 1)),
    ]
    for (index, (input, convolution)) in convolutions.enumerated() {
      for seed in 0..<4 {
        let point = try randomPoint(input, [convolution], seed: UInt64(10 * index + seed))
        let structure = try ConvolutionalStructure(of: point)
        let exact = try firstLayerMatrix(point, structure.layer).spectralNorm()
        let (attained, bound) = (try structure.attainedOperatorNorm(), try structure.symbolBound())
        #expect(abs(attained - exact) < 1e-10 * exact)
        #expect(exact <= bound * (1 + 1e-12) && bound < 2.5 * exact)
        #expect(try structure.operatorNorm() == bound)
        if index == 4 { #expect(abs(bound - exact) < 1e-12 * exact) }
      }
    }
  }

  @Test("a norm that is found by iteration is that of the matrix too", arguments: [1, 2])
  func iteratedNorm(stride: Int) throws {
    let point = try randomPoint(
      image(1, 20, 20), [.convolution(channels: 3 * stride * stride, kernel: 3, stride: .square(stride))], samples: 1,
      seed: 9)
    let structure = try ConvolutionalStructure(of: point)
    let entries = structure.layer.inputShape.count * structure.layer.outputShape.count
    try #require(entries > 1 << 18 && structure.layer.positionCount > 60)
    // The smaller Gram matrix, from the map's action on the unit vectors.
    let matrix = firstLayerMatrix(point, structure.layer)
    let exact = try SymmetricEigen(of: matrix.gramOfColumns, vectors: .omitted).values[0].squareRoot()
    #expect(try abs(structure.attainedOperatorNorm() - exact) < 1e-6 * exact)
    #expect(try structure.symbolBound() >= exact * (1 - 1e-12))
  }

  @Test("the symbol on the grid without the padding would be no bound")
  func paddedGrid() throws {
    let network = try ConvolutionalNetwork(
      input: image(1, 1, 2),
      layers: [
        .convolution(
          channels: 1, kernel: GridSize(height: 1, width: 3), padding: GridSize(height: 0, width: 1), biases: .none)
      ])
    let point = try ParameterPoint(
      network: network, parameters: [1, 1, -1],
      data: Dataset(inputs: Matrix([[1, 2]]), targets: Matrix([[0, 0]])))
    let structure = try ConvolutionalStructure(of: point)
    let norm = try structure.attainedOperatorNorm()
    // The matrix is [1, −1; 1, 1]; on the circle of two columns the outer entries of the kernel meet and cancel.
    #expect(norm > 1.4 && abs(norm - 2.0.squareRoot()) < 1e-12)
    #expect(try structure.symbolBound() >= norm)
  }

  @Test("shifting a channel is shifting the biases, without padding", arguments: [1, 2])
  func channelShift(stride: Int) throws {
    for activation in Activation.allCases {
      let layers: [ConvolutionalNetwork.Layer] = [
        .convolution(channels: 3, kernel: 2, stride: .square(stride)), .activation(activation), .flatten, .dense(2),
      ]
      let point = try randomPoint(image(2, 5, 4), layers, seed: 5)
      let identity = try ConvolutionalStructure(of: point).channelShiftIdentity()
      for (a, b) in zip(identity.shiftGram.elements, identity.pulledBack.elements) {
        #expect(abs(a - b) < 1e-12 * (1 + abs(a)))
      }
      let moved = Matrix(
        rows: 4, columns: 40,
        elements: point.data.inputs.elements.enumerated().map { ($0 / 20) % 2 == 0 ? $1 + 1e-5 : $1 })
      let change =
        try point.network.outputs(on: moved, at: point.parameters)
        - point.network.outputs(on: point.data.inputs, at: point.parameters)
      let slope = dot(change.elements, change.elements) / 1e-10 / 4
      #expect(abs(slope - identity.shiftGram[0, 0]) < 1e-3 * slope)
    }
    #expect(throws: ConvolutionalStructure.Refusal.zeroPadding(1)) {
      let point = try randomPoint(image(1, 3, 3), [.convolution(channels: 1, kernel: 3, padding: 1)], seed: 6)
      return try ConvolutionalStructure(of: point).channelShiftIdentity()
    }
    #expect(throws: ConvolutionalStructure.Refusal.noBiases) {
      let point = try randomPoint(image(1, 3, 3), [.convolution(channels: 1, kernel: 3, biases: .none)], seed: 6)
      return try ConvolutionalStructure(of: point).channelShiftIdentity()
    }
  }

  @Test("a kernel that covers the image has the curvature, thresholds and inequality of the dense layer")
  func wholeImage() throws {
    let kernel = GridSize(height: 2, width: 3)
    let layers: [ConvolutionalNetwork.Layer] = [
      .convolution(channels: 4, kernel: kernel), .activation(.tanh), .dense(2),
    ]
    let point = try randomPoint(image(2, 2, 3), layers, seed: 7)
    let dense = try ParameterPoint(
      network: DenseNetwork(widths: [12, 4, 2], activation: .tanh), parameters: point.parameters, data: point.data)
    func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-10 * abs(b) }
    #expect(close(point.loss, dense.loss))
    #expect(close(point.trace, dense.trace))
    #expect(try close(point.sharpness(), dense.sharpness()))
    for k in 1...3 {
      #expect(close(point.parameterGradientMoment(order: k), dense.parameterGradientMoment(order: k)))
      #expect(close(point.sobolevSeminorm(order: k), dense.sobolevSeminorm(order: k)))
    }
    let (found, expected) = (try point.curvature(), try dense.curvature())
    #expect(try close(found.nonuniformity(), expected.nonuniformity()))
    for batchSize in 1...3 {
      #expect(
        try close(
          MeanSquareStability(span: found.span, batchSize: batchSize).threshold(),
          MeanSquareStability(span: expected.span, batchSize: batchSize).threshold()))
    }
    let structure = try ConvolutionalStructure(of: point)
    #expect(try close(structure.operatorNorm(), MultiplicativeStructure(of: dense).weightNorm(order: 1)))
    for (i, inequality) in try structure.inequalities().enumerated() {
      #expect(try close(inequality.smallestSingularValue.get(), norm(point.data.inputs.row(i))))
    }
  }

  @Test("curvature, trace and moments of a convolutional network agree with its dense Jacobian", arguments: few)
  func curvature(input: FeatureShape, layers: [ConvolutionalNetwork.Layer]) throws {
    let point = try randomPoint(input, layers, seed: 8)
    let gaussNewton = (1 / Double(point.data.count)) * point.jacobian.dense.gramOfColumns
    let spectrum = try SymmetricEigen(of: gaussNewton).values
    let curvature = try point.curvature()
    #expect(abs(curvature.sharpness - spectrum[0]) < 1e-10 * spectrum[0])
    #expect(abs(point.trace - gaussNewton.trace) < 1e-10 * gaussNewton.trace)
    let largest = point.jacobian.dense.largestMagnitude
    #expect(abs(point.parameterGradientMoment(order: 400) / largest - 1) < 0.02)
    let minimum = try InterpolatingMinimum(
      network: point.network, parameters: point.parameters,
      data: Dataset(inputs: point.data.inputs, targets: point.jacobian.outputs))
    let threshold = try minimum.stabilityThreshold(batchSize: 1)
    #expect(threshold > 0 && threshold <= 2 / minimum.sharpness * (1 + 1e-9))
  }
}
