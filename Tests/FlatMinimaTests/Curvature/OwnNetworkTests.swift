import FlatMinima
import Learning
import LinearAlgebra
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// f(x; a, c) = Σ_j a_j exp(−(x − c_j)²): radial basis functions, as someone would bring them.
private struct RadialBasis: Network {
  typealias Hessian = DifferenceHessian<RadialBasis>
  let units: Int
  var inputDimension: Int { 1 }
  var outputDimension: Int { 1 }
  var parameterCount: Int { 2 * units }

  func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> ExplicitJacobian {
    var outputs = Matrix(rows: inputs.rows, columns: 1)
    var gradients = Matrix(rows: inputs.rows, columns: parameterCount)
    var inputGradients = Matrix(rows: inputs.rows, columns: 1)
    for i in 0..<inputs.rows {
      for j in 0..<units {
        let distance = inputs[i, 0] - parameters[units + j]
        let bump = exp(-distance * distance)
        outputs[i, 0] += parameters[j] * bump
        gradients[i, j] = bump
        gradients[i, units + j] = 2 * parameters[j] * distance * bump
        inputGradients[i, 0] -= 2 * parameters[j] * distance * bump
      }
    }
    return ExplicitJacobian(outputs: outputs, parameterGradients: gradients, inputGradients: inputGradients)
  }

  func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    (0..<parameterCount).map { _ in generator.normal() }
  }
}

@Suite("A network of one's own") struct OwnNetworkTests {
  private let network = RadialBasis(units: 8)

  private func data() throws -> Dataset {
    let inputs = (0..<5).map { Double($0) / 2 - 1 }
    return try Dataset(inputs: Matrix(inputs.map { [$0] }), targets: Matrix(inputs.map { [sin(2 * $0)] }))
  }

  @Test("needs its Jacobian only, trains, and has every measure that holds for any model")
  func measures() throws {
    var generator = SplitMix64(seed: 4)
    let data = try data()
    let result = try StochasticGradientDescent(learningRate: 0.2, batchSize: 2).train(
      network, on: data, from: network.initialParameters(using: &generator), untilLoss: 1e-8,
      maximumSteps: 100_000, using: SplitMix64(seed: 5))
    #expect(result.outcome == .reachedTarget)
    let minimum = try InterpolatingMinimum(network: network, parameters: result.parameters, data: data)
    let point = minimum.point
    let expected = Curvature(span: try GradientSpan(gradients: point.jacobian.dense))
    #expect(abs(minimum.sharpness - expected.sharpness) < 1e-12 * expected.sharpness)
    #expect(abs(point.trace - expected.trace) < 1e-12 * expected.trace)
    #expect(abs(try point.sharpness() - expected.sharpness) < 1e-8 * expected.sharpness)
    let threshold = try minimum.stabilityThreshold(batchSize: 2)
    #expect(threshold > 0 && threshold <= 2 / minimum.sharpness)
    #expect(point.sobolevSeminorm(order: 2) > 0 && point.parameterGradientMoment(order: 2) > 0)
  }

  @Test("has a Hessian by differences that agrees with the one worked out by hand")
  func hessian() throws {
    var generator = SplitMix64(seed: 6)
    let data = try data()
    let parameters = network.initialParameters(using: &generator)
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let full = try point.hessian().dense
    let gaussNewton = try point.hessian(.gaussNewton).dense
    let expected = (1 / Double(data.count)) * point.jacobian.dense.gramOfColumns
    #expect((gaussNewton - expected).largestMagnitude < 1e-13)
    // ∂²f/∂a∂c = 2 (x − c) e and ∂²f/∂c² = a (4 (x − c)² − 2) e for every unit; all other second derivatives vanish.
    var second = expected
    for i in 0..<data.count {
      let residual = point.residuals[i, 0] / Double(data.count)
      for j in 0..<network.units {
        let distance = data.inputs[i, 0] - parameters[network.units + j]
        let bump = exp(-distance * distance)
        let mixed = residual * 2 * distance * bump
        second[j, network.units + j] += mixed
        second[network.units + j, j] += mixed
        second[network.units + j, network.units + j] +=
          residual * parameters[j] * (4 * distance * distance - 2) * bump
      }
    }
    #expect((full - second).largestMagnitude < 1e-8)
    #expect((try point.hessian(.residual).dense - (second - expected)).largestMagnitude < 1e-8)
  }
}
