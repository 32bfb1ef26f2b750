import Learning
import LinearAlgebra
import Testing

@Suite("What convolutional networks compute") struct ConvolutionLaws {
  private func network(
    _ channels: Int, _ height: Int, _ width: Int, _ layers: [ConvolutionalNetwork.Layer]
  ) throws -> ConvolutionalNetwork {
    try ConvolutionalNetwork(
      input: FeatureShape(channels: channels, height: height, width: width), layers: layers)
  }

  @Test("a convolution is the sum over the window and the channels that its definition says")
  func definition() throws {
    let (stride, padding) = (GridSize(height: 2, width: 1), GridSize(height: 1, width: 2))
    let network = try network(
      2, 5, 4,
      [
        .convolution(channels: 3, kernel: GridSize(height: 2, width: 3), stride: stride, padding: padding)
      ])
    #expect(network.outputShape == FeatureShape(channels: 3, height: 3, width: 6))
    var generator = SplitMix64(seed: 1)
    let w = generator.normals(network.parameterCount)
    let x = generator.normals(40)
    let found = try network.outputs(on: Matrix(rows: 1, columns: 40, elements: x), at: w)
    for o in 0..<3 {
      for y in 0..<3 {
        for z in 0..<6 {
          var sum = w[36 + o]
          for c in 0..<2 {
            for a in 0..<2 {
              for b in 0..<3 {
                let (row, column) = (2 * y - 1 + a, z - 2 + b)
                guard (0..<5).contains(row), (0..<4).contains(column) else { continue }
                sum += w[((o * 2 + c) * 2 + a) * 3 + b] * x[(c * 5 + row) * 4 + column]
              }
            }
          }
          #expect(abs(found[0, (o * 3 + y) * 6 + z] - sum) < 1e-13)
        }
      }
    }
  }

  @Test("a kernel that covers the whole image is a dense layer", arguments: Activation.allCases)
  func wholeImage(activation: Activation) throws {
    let convolution = try network(
      2, 2, 3,
      [
        .convolution(channels: 4, kernel: GridSize(height: 2, width: 3)), .activation(activation), .dense(2),
      ])
    let dense = try DenseNetwork(widths: [12, 4, 2], activation: activation)
    #expect(convolution.parameterCount == dense.parameterCount)
    for initialization in [Initialization.pyTorchDefault, .heNormal] {
      var first = SplitMix64(seed: 2)
      var second = SplitMix64(seed: 2)
      #expect(
        convolution.initialParameters(initialization, using: &first)
          == dense.initialParameters(initialization, using: &second))
    }
    var generator = SplitMix64(seed: 3)
    let w = dense.initialParameters(using: &generator)
    let data = try Dataset(
      inputs: Matrix(rows: 5, columns: 12, elements: generator.normals(60)),
      targets: Matrix(rows: 5, columns: 2, elements: generator.normals(10)))
    let found = try convolution.jacobian(on: data.inputs, at: w)
    let expected = try dense.jacobian(on: data.inputs, at: w)
    #expect(isClose(found.outputs.elements, expected.outputs.elements, 1e-14))
    #expect(isClose(found.inputGradients.elements, expected.inputGradients.elements, 1e-14))
    #expect(isClose(found.dense.elements, expected.dense.elements, 1e-14))
    #expect(isClose(found.gram.elements, expected.gram.elements, 1e-13))
    let v = generator.normals(w.count)
    for part in [HessianPart.full, .gaussNewton, .residual] {
      #expect(
        isClose(
          try convolution.lossHessian(part, on: data, at: w)(v), try dense.lossHessian(part, on: data, at: w)(v), 1e-13)
      )
    }
    #expect(isClose(try convolution.lossGradient(on: data, at: w), try dense.lossGradient(on: data, at: w), 1e-14))
  }

  @Test("the 1 × 1 convolution with the unit matrix is the identity, with any stride a choice of entries")
  func identity() throws {
    let x = Matrix(rows: 1, columns: 18, elements: (0..<18).map(Double.init))
    let unit = [1.0, 0, 0, 1]
    let all = try network(2, 3, 3, [.convolution(channels: 2, kernel: 1, biases: .none)])
    #expect(try all.outputs(on: x, at: unit) == x)
    let some = try network(2, 3, 3, [.convolution(channels: 2, kernel: 1, stride: 2, biases: .none)])
    #expect(try some.outputs(on: x, at: unit).elements == [0, 2, 6, 8, 9, 11, 15, 17])
  }

  @Test("average pooling is the convolution with equal weights, channel by channel")
  func averages() throws {
    let (size, stride) = (GridSize(height: 2, width: 3), GridSize(height: 1, width: 2))
    let pooling = try network(2, 4, 6, [.averagePooling(size: size, stride: stride)])
    let convolution = try network(
      2, 4, 6, [.convolution(channels: 2, kernel: size, stride: stride, biases: .none)])
    let weights = (0..<24).map { ($0 / 6) % 3 == 0 ? 1.0 / 6 : 0 }
    var generator = SplitMix64(seed: 4)
    let x = Matrix(rows: 3, columns: 48, elements: generator.normals(144))
    let found = try pooling.jacobian(on: x, at: [])
    let expected = try convolution.jacobian(on: x, at: weights)
    #expect(isClose(found.outputs.elements, expected.outputs.elements, 1e-14))
    #expect(isClose(found.inputGradients.elements, expected.inputGradients.elements, 1e-14))
  }

  @Test("a shortcut past layers with zero weights is the identity, and past the identity doubles")
  func shortcut() throws {
    let layers: [ConvolutionalNetwork.Layer] = [.residual([.convolution(channels: 2, kernel: 1, biases: .none)])]
    let network = try network(2, 2, 2, layers)
    let x = Matrix(rows: 1, columns: 8, elements: [1, -2, 3, -4, 5, -6, 7, -8])
    #expect(try network.outputs(on: x, at: [0, 0, 0, 0]) == x)
    #expect(try network.outputs(on: x, at: [1, 0, 0, 1]) == 2 * x)
    #expect(try network.jacobian(on: x, at: [0, 0, 0, 0]).inputGradients == .identity(8))
  }

  @Test("of equal maxima the first in row-major order is taken, and what fills no window is left out")
  func maxima() throws {
    let network = try network(1, 3, 3, [.maximumPooling(size: 2, stride: 1)])
    let x = Matrix([[0, 5, 5, 5, 5, 0, 5, 0, 0]])
    let jacobian = try network.jacobian(on: x, at: [])
    #expect(jacobian.outputs.elements == [5, 5, 5, 5])
    let taken = (0..<4).map { jacobian.inputGradients.row($0).firstIndex(of: 1) }
    #expect(taken == [1, 1, 3, 4])
    #expect(jacobian.inputGradients.elements.reduce(0, +) == 4)
    let apart = try self.network(1, 3, 3, [.maximumPooling(size: 2)])
    #expect(apart.outputShape == FeatureShape(channels: 1, height: 1, width: 1))
    let numbers = Matrix(rows: 1, columns: 9, elements: (1...9).map(Double.init))
    #expect(try apart.outputs(on: numbers, at: []).elements == [5])
  }

  @Test("flattening keeps the order channel, row, column")
  func flattening() throws {
    let network = try network(2, 2, 2, [.flatten, .dense(8, biases: .none)])
    let x = Matrix(rows: 1, columns: 8, elements: (1...8).map(Double.init))
    #expect(try network.outputs(on: x, at: Matrix.identity(8).elements) == x)
  }

  @Test("the VGG type has the published shape")
  func vgg() throws {
    let image = FeatureShape(channels: 3, height: 32, width: 32)
    let network = try ConvolutionalNetwork.vgg(input: image, outputs: 2)
    #expect(network.parameterCount == 71_410)
    #expect(network.outputShape == .flat(2))
    #expect(network.affineLayers.map(\.channels) == [16, 16, 32, 64, 64, 128, 2])
    #expect(network.affineLayers.map(\.outputShape.height) == [32, 16, 8, 4, 2, 1, 1])
    #expect(network.affineLayers[5].inputShape == .flat(64))
    let larger = try ConvolutionalNetwork.vgg(
      input: FeatureShape(channels: 1, height: 64, width: 48), outputs: 10)
    #expect(larger.affineLayers[5].inputShape == .flat(128))
    #expect(throws: NetworkError.self) {
      try ConvolutionalNetwork.vgg(input: FeatureShape(channels: 3, height: 31, width: 32), outputs: 2)
    }
  }

  @Test("training lowers the loss, and the same seed gives the same bytes")
  func training() throws {
    let network = try network(
      1, 6, 6,
      [
        .convolution(channels: 3, kernel: 3), .activation(.relu), .maximumPooling(size: 2), .flatten, .dense(1),
      ])
    var generator = SplitMix64(seed: 5)
    let inputs = Matrix(rows: 12, columns: 36, elements: generator.normals(12 * 36))
    let data = try Dataset(inputs: inputs, targets: (0..<12).map { inputs[$0, 14] })
    let start = network.initialParameters(using: &generator)
    let method = try StochasticGradientDescent(learningRate: 0.05, batchSize: 4)
    func run() throws -> TrainingResult {
      try method.train(network, on: data, from: start, maximumSteps: 400, using: SplitMix64(seed: 6))
    }
    let result = try run()
    let before = try SquaredLoss.value(outputs: network.outputs(on: inputs, at: start), targets: data.targets)
    #expect(result.loss < 0.1 * before)
    #expect(try run().parameters == result.parameters)
  }

  @Test("initial weights keep to the bounds that their fans give")
  func initialization() throws {
    let network = try network(3, 8, 8, [.convolution(channels: 10, kernel: GridSize(height: 3, width: 5))])
    var generator = SplitMix64(seed: 7)
    let uniform = network.initialParameters(using: &generator).map(abs).max() ?? 0
    let bound = 1 / 45.0.squareRoot()
    #expect(uniform <= bound && uniform > 0.98 * bound)
    let glorot = network.initialParameters(.glorotUniform, using: &generator)
    let largest = glorot.map(abs).max() ?? 0
    let glorotBound = (6 / (45.0 + 150)).squareRoot()
    #expect(largest <= glorotBound && largest > 0.98 * glorotBound)
    #expect(glorot.suffix(10).allSatisfy { $0 == 0 })
    let he = network.initialParameters(.heNormal, using: &generator).prefix(450)
    let variance = he.reduce(0.0) { $0 + $1 * $1 } / 450
    #expect(abs(variance * 45 / 2 - 1) < 0.25)
  }
}
