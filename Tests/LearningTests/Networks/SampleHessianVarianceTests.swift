import Learning
import LinearAlgebra
import Testing

@Suite("Variance of the samples' Hessians") struct SampleHessianVarianceTests {
  /// A random point of a network, far from fitting its data.
  private func problem(
    _ widths: [Int], _ activation: Activation, _ biases: DenseNetwork.Biases, seed: UInt64
  ) throws -> (network: DenseNetwork, data: Dataset, parameters: [Double]) {
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
    let outputs = network.outputDimension
    let data = try Dataset(
      inputs: Matrix(rows: 5, columns: widths[0], elements: generator.normals(5 * widths[0])),
      targets: Matrix(rows: 5, columns: outputs, elements: generator.normals(5 * outputs)))
    return (network, data, network.initialParameters(using: &generator))
  }

  @Test(
    "it is the variance of the full Hessians of the samples, each computed alone",
    arguments: [[3, 1], [2, 4, 1], [3, 4, 2], [2, 3, 4, 2]], [Activation.tanh, .relu])
  func agreesWithSamples(widths: [Int], activation: Activation) throws {
    for biases in [DenseNetwork.Biases.everyLayer, .none] {
      let (network, data, parameters) = try problem(widths, activation, biases, seed: UInt64(widths.count))
      let count = Double(data.count)
      var squares = Matrix(rows: parameters.count, columns: parameters.count)
      var mean = squares
      for i in 0..<data.count {
        let hessian = try network.lossHessian(.full, on: data.subset(at: [i]), at: parameters).dense
        squares = squares + (1 / count) * hessian.times(hessian)
        mean = mean + (1 / count) * hessian
      }
      let expected = squares - mean.times(mean)
      let found = try network.sampleHessianVariance(on: data, at: parameters).dense
      #expect(expected.largestMagnitude > 1e-3)
      #expect((found - expected).largestMagnitude <= 1e-12 * (1 + expected.largestMagnitude))
    }
  }

  @Test("samples that are all the same have none")
  func vanishes() throws {
    let (network, data, parameters) = try problem([2, 4, 1], .tanh, .everyLayer, seed: 9)
    let same = try data.subset(at: [1, 1, 1])
    let found = try network.sampleHessianVariance(on: same, at: parameters).dense
    #expect(found.largestMagnitude <= 1e-13)
  }
}
