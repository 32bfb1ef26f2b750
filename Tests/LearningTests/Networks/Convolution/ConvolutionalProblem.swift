import Learning
import LinearAlgebra
import Testing

/// A convolutional network that is small enough for differences.
struct ConvolutionalCase: CustomTestStringConvertible, Sendable {
  let name: String
  let input: FeatureShape
  let layers: [ConvolutionalNetwork.Layer]

  init(_ name: String, _ channels: Int, _ height: Int, _ width: Int, _ layers: [ConvolutionalNetwork.Layer]) {
    self.name = name
    input = FeatureShape(channels: channels, height: height, width: width)
    self.layers = layers
  }

  var testDescription: String { name }

  /// Every kind of layer, at least once in company.
  static let all: [ConvolutionalCase] = [
    .init("convolution alone", 2, 4, 3, [.convolution(channels: 3, kernel: 2)]),
    .init(
      "rectangular kernel, stride and padding", 2, 5, 4,
      [
        .convolution(
          channels: 3, kernel: GridSize(height: 2, width: 3), stride: GridSize(height: 2, width: 1),
          padding: GridSize(height: 1, width: 2)), .activation(.tanh), .flatten, .dense(2),
      ]),
    .init(
      "no biases", 1, 4, 4,
      [
        .convolution(channels: 2, kernel: 3, padding: 1, biases: .none), .activation(.tanh),
        .averagePooling(size: 2), .flatten, .dense(1, biases: .none),
      ]),
    .init(
      "ReLU and maximum pooling", 2, 5, 5,
      [
        .convolution(channels: 3, kernel: 2), .activation(.relu), .maximumPooling(size: 2), .flatten, .dense(3),
        .activation(.relu), .dense(2),
      ]),
    .init(
      "overlapping windows", 2, 5, 5,
      [
        .convolution(channels: 2, kernel: 2), .activation(.tanh), .maximumPooling(size: 3, stride: 1),
        .averagePooling(size: GridSize(height: 1, width: 2), stride: 1), .flatten, .dense(1),
      ]),
    .init(
      "nested shortcuts", 2, 3, 3,
      [
        .residual([
          .convolution(channels: 2, kernel: 3, padding: 1), .activation(.tanh),
          .residual([.activation(.tanh), .convolution(channels: 2, kernel: 1)]),
        ]),
        .activation(.tanh), .flatten, .residual([.dense(18), .activation(.tanh)]), .dense(2),
      ]),
    .init(
      "pooling first, channels at the end", 2, 4, 4,
      [
        .averagePooling(size: 2), .convolution(channels: 3, kernel: 2, padding: 1), .activation(.tanh),
        .convolution(channels: 2, kernel: 2),
      ]),
    .init("dense layers only", 5, 1, 1, [.dense(4), .activation(.tanh), .dense(2)]),
  ]

  /// The network with random parameters and data.
  func problem(
    samples: Int = 4, seed: UInt64
  ) throws -> (network: ConvolutionalNetwork, parameters: [Double], data: Dataset) {
    var generator = SplitMix64(seed: seed)
    let network = try ConvolutionalNetwork(input: input, layers: layers)
    let parameters = generator.normals(network.parameterCount).map { 0.5 * $0 }
    func matrix(_ columns: Int) -> Matrix {
      Matrix(rows: samples, columns: columns, elements: generator.normals(samples * columns))
    }
    return (
      network, parameters,
      try Dataset(inputs: matrix(network.inputDimension), targets: matrix(network.outputDimension))
    )
  }
}

func isClose(_ a: [Double], _ b: [Double], _ tolerance: Double) -> Bool {
  a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= tolerance * (1 + abs($1)) }
}
