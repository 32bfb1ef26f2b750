import Learning
import LinearAlgebra
import Testing

/// A random network with random data, small enough for differences.
func randomProblem(
  widths: [Int], activation: Activation, biases: DenseNetwork.Biases = .everyLayer, samples: Int = 5, seed: UInt64
) throws -> (network: DenseNetwork, parameters: [Double], data: Dataset) {
  var generator = SplitMix64(seed: seed)
  let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
  let parameters = (0..<network.parameterCount).map { _ in generator.normal() * 0.7 }
  func matrix(_ columns: Int) -> Matrix {
    Matrix(rows: samples, columns: columns, elements: (0..<samples * columns).map { _ in generator.normal() })
  }
  return (
    network, parameters, try Dataset(inputs: matrix(network.inputDimension), targets: matrix(network.outputDimension))
  )
}

private let shapes: [([Int], Activation, DenseNetwork.Biases)] = [
  ([2, 3, 1], .tanh, .everyLayer), ([3, 4, 3, 2], .tanh, .everyLayer), ([2, 5, 4, 2], .relu, .everyLayer),
  ([3, 4, 1], .tanh, .none), ([2, 2], .tanh, .everyLayer), ([1, 3, 3, 3, 1], .tanh, .none),
]

@Suite("Derivatives of dense networks") struct DerivativeTests {
  @Test("the loss gradient agrees with central differences", arguments: shapes)
  func gradient(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 1)
    let gradient = try network.lossGradient(on: data, at: parameters)
    func loss(_ p: [Double]) throws -> Double {
      try SquaredLoss.value(outputs: network.outputs(on: data.inputs, at: p), targets: data.targets)
    }
    for j in parameters.indices {
      var up = parameters
      var down = parameters
      up[j] += 1e-5
      down[j] -= 1e-5
      #expect(try abs((loss(up) - loss(down)) / 2e-5 - gradient[j]) < 1e-7 * (1 + abs(gradient[j])))
    }
  }

  @Test("input gradients agree with central differences", arguments: shapes)
  func inputGradient(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 2)
    let gradients = try FactoredJacobian(of: network, on: data.inputs, at: parameters).inputGradients
    let outputs = network.outputDimension
    for a in 0..<network.inputDimension {
      var up = data.inputs
      var down = data.inputs
      for i in 0..<data.count {
        up[i, a] += 1e-5
        down[i, a] -= 1e-5
      }
      let difference = try network.outputs(on: up, at: parameters) - network.outputs(on: down, at: parameters)
      for i in 0..<data.count {
        for c in 0..<outputs {
          #expect(abs(difference[i, c] / 2e-5 - gradients[i * outputs + c, a]) < 1e-7)
        }
      }
    }
  }

  @Test("the loss gradient is the residual-weighted sum of the Jacobian's rows", arguments: shapes)
  func gradientFromJacobian(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 3)
    let jacobian = try FactoredJacobian(of: network, on: data.inputs, at: parameters)
    let residuals = jacobian.outputs - data.targets
    let expected = jacobian.dense.transposedTimes(residuals.elements).map { $0 / Double(data.count) }
    let gradient = try network.lossGradient(on: data, at: parameters)
    #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("products with the factored Jacobian are those with the dense one", arguments: shapes)
  func products(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(
      widths: widths, activation: activation, biases: biases, seed: 12)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let dense = jacobian.dense
    var generator = SplitMix64(seed: 5)
    let direction = (0..<network.parameterCount).map { _ in generator.normal() }
    let weights = (0..<dense.rows).map { _ in generator.normal() }
    for (found, expected) in zip(jacobian.times(direction), dense.times(direction)) {
      #expect(abs(found - expected) <= 1e-12 * (1 + abs(expected)))
    }
    for (found, expected) in zip(jacobian.transposedTimes(weights), dense.transposedTimes(weights)) {
      #expect(abs(found - expected) <= 1e-12 * (1 + abs(expected)))
    }
    #expect(jacobian.largestGradientEntry >= dense.largestMagnitude)
  }

  @Test("the Gram matrix from the factors is that of the dense Jacobian", arguments: shapes)
  func gram(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 4)
    let jacobian = try FactoredJacobian(of: network, on: data.inputs, at: parameters)
    let expected = jacobian.dense.gramOfRows
    #expect(zip(jacobian.gram.elements, expected.elements).allSatisfy { abs($0 - $1) < 1e-12 * (1 + abs($1)) })
  }

  @Test("the Hessian is symmetric and agrees with differences of the gradient", arguments: shapes)
  func hessian(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 5)
    let hessian = try network.lossHessian(on: data, at: parameters).dense
    for i in 0..<hessian.rows {
      for j in 0..<i { #expect(abs(hessian[i, j] - hessian[j, i]) < 1e-12 * (1 + abs(hessian[i, j]))) }
    }
    for j in parameters.indices {
      var up = parameters
      var down = parameters
      up[j] += 1e-5
      down[j] -= 1e-5
      let difference = zip(
        try network.lossGradient(on: data, at: up), try network.lossGradient(on: data, at: down)
      ).map { ($0 - $1) / 2e-5 }
      for i in parameters.indices { #expect(abs(difference[i] - hessian[i, j]) < 2e-6 * (1 + abs(hessian[i, j]))) }
    }
  }

  @Test("the Gauss–Newton part is JᵀJ/n, and the parts add up", arguments: shapes)
  func parts(widths: [Int], activation: Activation, biases: DenseNetwork.Biases) throws {
    let (network, parameters, data) = try randomProblem(widths: widths, activation: activation, biases: biases, seed: 6)
    let jacobian = try FactoredJacobian(of: network, on: data.inputs, at: parameters)
    let expected = (1 / Double(data.count)) * jacobian.dense.gramOfColumns
    let gaussNewton = try network.lossHessian(.gaussNewton, on: data, at: parameters).dense
    let residual = try network.lossHessian(.residual, on: data, at: parameters).dense
    let full = try network.lossHessian(.full, on: data, at: parameters).dense
    for index in expected.elements.indices {
      #expect(abs(gaussNewton.elements[index] - expected.elements[index]) < 1e-11 * (1 + abs(expected.elements[index])))
      #expect(abs(gaussNewton.elements[index] + residual.elements[index] - full.elements[index]) < 1e-11)
    }
  }
}
