import Learning
import LinearAlgebra
import Testing

@Suite("Shapes of convolutional networks") struct ConvolutionalShapeTests {
  private func refusal(
    _ layers: [ConvolutionalNetwork.Layer], channels: Int = 2, height: Int = 4, width: Int = 4
  ) -> NetworkError? {
    #expect(throws: NetworkError.self) {
      try ConvolutionalNetwork(
        input: FeatureShape(channels: channels, height: height, width: width), layers: layers)
    }
  }

  @Test("a layer that cannot take what arrives says where it stands, what arrives and what it needs")
  func places() {
    #expect(
      refusal([.convolution(channels: 3, kernel: 3), .activation(.relu), .dense(1)])
        == .layerShape(
          path: [2], layer: "dense", arriving: FeatureShape(channels: 3, height: 2, width: 2),
          needed: "a flat input; put .flatten before it"))
    #expect(
      refusal([.residual([.activation(.tanh), .residual([.convolution(channels: 3, kernel: 1)])])])?.description
        == """
        layer 0.1 (residual) gets 2 × 4 × 4 (channels × height × width), but needs layers that keep the shape; \
        these give 3 × 4 × 4
        """)
    #expect(
      refusal([.maximumPooling(size: 2), .averagePooling(size: 3)])?.description
        == """
        layer 1 (average pooling 3 × 3) gets 2 × 2 × 2 (channels × height × width), but needs a positive size and \
        stride, no negative padding, a window that fits, and fewer than 2³¹ window entries: 3 × 3 at stride 3 × 3 \
        with padding 0 × 0 is not so
        """)
  }

  @Test(
    "sizes that make no sense are refused",
    arguments: [
      .convolution(channels: 0, kernel: 1), .convolution(channels: 1, kernel: 0),
      .convolution(channels: 1, kernel: 1, stride: 0), .convolution(channels: 1, kernel: 1, padding: -1),
      .convolution(channels: 1, kernel: 5), .convolution(channels: .max, kernel: 1),
      .convolution(channels: 1, kernel: .square(.max), padding: .square(.max)),
      .convolution(channels: 1, kernel: 1, padding: .square(1 << 30)), .maximumPooling(size: 5),
      .maximumPooling(size: 2, stride: 0), .averagePooling(size: 0), .dense(1), .residual([.flatten]),
    ] as [ConvolutionalNetwork.Layer])
  func sizes(layer: ConvolutionalNetwork.Layer) {
    guard case .layerShape(let path, _, _, _) = refusal([layer]) else {
      Issue.record("\(layer) is not refused for its shape")
      return
    }
    #expect(path == [0])
  }

  @Test("an empty or enormous sample is refused")
  func samples() {
    #expect(refusal([], channels: 0) == .badInputShape(FeatureShape(channels: 0, height: 4, width: 4)))
    #expect(refusal([], height: -1) != nil)
    #expect(refusal([], channels: .max, height: .max, width: .max) != nil)
    #expect(refusal([.flatten, .dense(0)]) != nil)
  }

  @Test("parameters, inputs and targets that do not fit are refused")
  func arguments() throws {
    let (network, parameters, data) = try ConvolutionalCase.all[3].problem(seed: 1)
    #expect(throws: NetworkError.parameterCount(found: 1, expected: network.parameterCount)) {
      try network.outputs(on: data.inputs, at: [1])
    }
    var bad = parameters
    bad[3] = .nan
    #expect(throws: NetworkError.parameterNotFinite(index: 3)) { try network.jacobian(on: data.inputs, at: bad) }
    let inputs = Matrix(rows: 4, columns: 7)
    #expect(throws: NetworkError.inputDimension(found: 7, expected: 50)) {
      try network.outputs(on: inputs, at: parameters)
    }
    let wrong = try Dataset(inputs: data.inputs, targets: [1, 2, 3, 4])
    #expect(throws: NetworkError.outputDimension(found: 1, expected: 2)) {
      try network.lossGradient(on: wrong, at: parameters)
    }
    #expect(throws: NetworkError.outputDimension(found: 1, expected: 2)) {
      try network.lossHessian(on: wrong, at: parameters)
    }
  }

  @Test("layers with parameters know their place, sizes and range")
  func affineLayers() throws {
    let network = try ConvolutionalCase.all[5].problem(seed: 1).network
    #expect(network.affineLayers.map(\.path) == [[0, 0], [0, 2, 1], [3, 0], [4]])
    #expect(network.affineLayers.map(\.weightSizes) == [[2, 2, 3, 3], [2, 2, 1, 1], [18, 18], [2, 18]])
    var next = 0
    for layer in network.affineLayers {
      #expect(layer.weightRange.lowerBound == next)
      #expect(layer.biasRange?.lowerBound == layer.weightRange.upperBound)
      next += layer.parameterCount
    }
    #expect(next == network.parameterCount)
  }
}
