import FlatMinima
import Learning
import LinearAlgebra
import Testing

@Suite("Gradient moments of many orders") struct MomentOrdersTests {
  @Test(
    "together or each alone, they are the same",
    arguments: [[3, 1], [4, 9, 1], [3, 8, 6, 3]], [DenseNetwork.Biases.everyLayer, .none])
  func together(widths: [Int], biases: DenseNetwork.Biases) throws {
    for (activation, scale) in [(Activation.tanh, 1.0), (.relu, 1), (.relu, 1e-30), (.relu, 1e25)] {
      var generator = SplitMix64(seed: UInt64(widths.count))
      let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
      let outputs = network.outputDimension
      let data = try Dataset(
        inputs: Matrix(rows: 6, columns: widths[0], elements: generator.normals(6 * widths[0]).map { scale * $0 }),
        targets: Matrix(rows: 6, columns: outputs))
      let point = try ParameterPoint(
        network: network, parameters: network.initialParameters(using: &generator), data: data)
      // More than four orders go one by one.
      for last in [1, 3, 4, 6] {
        let byParameters = point.parameterGradientMoments(throughOrder: last)
        let byInputs = point.inputGradientMoments(throughOrder: last)
        #expect(byParameters.count == last && byInputs.count == last)
        for k in 1...last {
          let single = (point.parameterGradientMoment(order: k), point.inputGradientMoment(order: k))
          #expect(abs(byParameters[k - 1] - single.0) <= 1e-13 * single.0)
          #expect(abs(byInputs[k - 1] - single.1) <= 1e-13 * single.1)
        }
      }
    }
  }

  @Test("a network whose gradients all vanish has moments of 0 by inputs")
  func zero() throws {
    let network = try DenseNetwork(widths: [2, 3, 1], activation: .relu, biases: .none)
    let data = try Dataset(inputs: Matrix([[1, 2]]), targets: Matrix([[0]]))
    let point = try ParameterPoint(
      network: network, parameters: [Double](repeating: 0, count: network.parameterCount), data: data)
    #expect(point.inputGradientMoments(throughOrder: 3) == [0, 0, 0])
    #expect(point.parameterGradientMoments(throughOrder: 3) == [0, 0, 0])
  }
}
