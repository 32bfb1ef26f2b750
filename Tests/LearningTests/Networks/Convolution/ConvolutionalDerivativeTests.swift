import Learning
import LinearAlgebra
import Testing

@Suite("Derivatives of convolutional networks") struct ConvolutionalDerivativeTests {
  @Test("the loss gradient agrees with central differences", arguments: ConvolutionalCase.all)
  func gradient(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 1)
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

  @Test("input gradients agree with central differences", arguments: ConvolutionalCase.all)
  func inputGradient(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 2)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    #expect(try jacobian.outputs == network.outputs(on: data.inputs, at: parameters))
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
          #expect(abs(difference[i, c] / 2e-5 - jacobian.inputGradients[i * outputs + c, a]) < 1e-7)
        }
      }
    }
  }

  @Test("the loss gradient is the residual-weighted sum of the Jacobian's rows", arguments: ConvolutionalCase.all)
  func gradientFromJacobian(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 3)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let residuals = jacobian.outputs - data.targets
    let expected = jacobian.dense.transposedTimes(residuals.elements).map { $0 / Double(data.count) }
    #expect(isClose(try network.lossGradient(on: data, at: parameters), expected, 1e-12))
  }

  @Test("products with the factored Jacobian are those with the dense one", arguments: ConvolutionalCase.all)
  func products(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 4)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let dense = jacobian.dense
    var generator = SplitMix64(seed: 5)
    let direction = generator.normals(network.parameterCount)
    let weights = generator.normals(dense.rows)
    #expect(isClose(jacobian.times(direction), dense.times(direction), 1e-12))
    #expect(isClose(jacobian.transposedTimes(weights), dense.transposedTimes(weights), 1e-12))
  }

  @Test("the Gram matrix is that of the dense Jacobian, in every way of computing it", arguments: ConvolutionalCase.all)
  func gram(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 6)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let expected = jacobian.dense.gramOfRows
    for method in GramMethod.allCases { #expect(isClose(jacobian.gram(method).elements, expected.elements, 1e-12)) }
  }

  @Test(
    "both ways agree where the work is divided",
    arguments: [
      ConvolutionalCase(
        "rows", 1, 6, 6, [.convolution(channels: 2, kernel: 2), .activation(.tanh), .flatten, .dense(2)]),
      ConvolutionalCase("channels", 24, 5, 5, [.convolution(channels: 64, kernel: 5), .activation(.tanh), .dense(2)]),
    ])
  func dividedGram(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(samples: 60, seed: 14)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let (factors, gradients) = (jacobian.gram(.factors), jacobian.gram(.gradients))
    #expect(isClose(factors.elements, gradients.elements, 1e-11))
    #expect(isClose(jacobian.gram.elements, gradients.elements, 1e-11))
    var generator = SplitMix64(seed: 15)
    let weights = generator.normals(gradients.rows)
    #expect(isClose(jacobian.times(jacobian.transposedTimes(weights)), gradients.times(weights), 1e-10))
  }

  @Test("power sums and the largest entry are those of the dense Jacobian", arguments: ConvolutionalCase.all)
  func powerSums(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 7)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    let dense = jacobian.dense
    #expect(jacobian.largestGradientEntry == dense.largestMagnitude)
    for exponent in [1, 2, 4, 6] {
      let sums = jacobian.gradientPowerSums(exponent: exponent, scale: 0.7)
      #expect(isClose(sums, dense.rowPowerSums(exponent: exponent, scale: 0.7), 1e-12))
    }
  }

  @Test("the Hessian is symmetric and agrees with differences of the gradient", arguments: ConvolutionalCase.all)
  func hessian(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(samples: 2, seed: 8)
    let hessian = try network.lossHessian(on: data, at: parameters)
    var generator = SplitMix64(seed: 9)
    for _ in 0..<4 {
      let v = generator.normals(network.parameterCount)
      let w = generator.normals(network.parameterCount)
      let product = hessian(v)
      #expect(abs(dot(w, product) - dot(v, hessian(w))) < 1e-11 * (1 + norm(product) * norm(w)))
      let difference = zip(
        try network.lossGradient(on: data, at: zip(parameters, v).map { $0 + 1e-5 * $1 }),
        try network.lossGradient(on: data, at: zip(parameters, v).map { $0 - 1e-5 * $1 })
      ).map { ($0 - $1) / 2e-5 }
      #expect(isClose(difference, product, 1e-6))
    }
  }

  @Test("the Gauss–Newton part is JᵀJ/n, and the parts add up", arguments: ConvolutionalCase.all)
  func parts(shape: ConvolutionalCase) throws {
    let (network, parameters, data) = try shape.problem(seed: 10)
    let dense = try network.jacobian(on: data.inputs, at: parameters).dense
    var generator = SplitMix64(seed: 11)
    let v = generator.normals(network.parameterCount)
    let expected = dense.transposedTimes(dense.times(v)).map { $0 / Double(data.count) }
    let gaussNewton = try network.lossHessian(.gaussNewton, on: data, at: parameters)(v)
    let residual = try network.lossHessian(.residual, on: data, at: parameters)(v)
    let full = try network.lossHessian(.full, on: data, at: parameters)(v)
    #expect(isClose(gaussNewton, expected, 1e-12))
    #expect(isClose(zip(gaussNewton, residual).map { $0 + $1 }, full, 1e-12))
  }

  @Test("many samples, evaluated in blocks, give what they give one by one")
  func blocks() throws {
    let shape = ConvolutionalCase(
      "one sample per block, two blocks per run", 1, 64, 64,
      [
        .convolution(channels: 2, kernel: 7, padding: 3), .activation(.relu), .averagePooling(size: 32), .flatten,
        .dense(2),
      ])
    let (network, parameters, data) = try shape.problem(samples: 18, seed: 12)
    let outputs = try network.outputs(on: data.inputs, at: parameters)
    let gradient = try network.lossGradient(on: data, at: parameters)
    let jacobian = try network.jacobian(on: data.inputs, at: parameters)
    var generator = SplitMix64(seed: 13)
    let direction = generator.normals(network.parameterCount)
    let moved = jacobian.times(direction)
    let product = try network.lossHessian(on: data, at: parameters)(direction)
    var sum = [Double](repeating: 0, count: network.parameterCount)
    var productSum = sum
    for i in 0..<data.count {
      let sample = try data.subset(at: [i])
      #expect(isClose(try network.outputs(on: sample.inputs, at: parameters).elements, outputs.row(i), 1e-12))
      let single = try network.jacobian(on: sample.inputs, at: parameters)
      #expect(isClose(single.times(direction), Array(moved[2 * i..<2 * i + 2]), 1e-12))
      for (j, value) in try network.lossGradient(on: sample, at: parameters).enumerated() { sum[j] += value / 18 }
      for (j, value) in try network.lossHessian(on: sample, at: parameters)(direction).enumerated() {
        productSum[j] += value / 18
      }
    }
    #expect(isClose(gradient, sum, 1e-12))
    #expect(isClose(product, productSum, 1e-12))
    let residuals = (jacobian.outputs - data.targets).elements.map { $0 / 18 }
    #expect(isClose(jacobian.transposedTimes(residuals), gradient, 1e-12))
  }
}
