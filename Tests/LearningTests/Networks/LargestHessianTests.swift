import Learning
import LinearAlgebra
import Testing

@Suite("Largest eigenvalues from the gradients") struct LargestHessianTests {
  /// A random point, far from fitting its data or exactly on it.
  private func problem(
    _ widths: [Int], _ activation: Activation, fits: Bool, seed: UInt64
  ) throws -> (network: DenseNetwork, data: Dataset, parameters: [Double]) {
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(widths: widths, activation: activation)
    let outputs = network.outputDimension
    let parameters = network.initialParameters(using: &generator)
    let inputs = Matrix(rows: 9, columns: widths[0], elements: generator.normals(9 * widths[0]))
    let targets =
      fits
      ? try network.outputs(on: inputs, at: parameters)
      : Matrix(rows: 9, columns: outputs, elements: generator.normals(9 * outputs))
    return (network, try Dataset(inputs: inputs, targets: targets), parameters)
  }

  private func residual(_ matrix: Matrix, _ pair: LargestEigenpair) -> Double {
    norm(zip(matrix.times(pair.vector), pair.vector).map { $0 - pair.value * $1 })
  }

  @Test(
    "they are those of the dense matrices, and the residual is what it says",
    arguments: [[3, 5, 1], [4, 5, 3], [3, 4, 4, 2]], [Activation.tanh, .relu])
  func agreesWithDense(widths: [Int], activation: Activation) throws {
    for (fits, seed) in [(false, 1), (false, 2), (true, 3)] as [(Bool, UInt64)] {
      let (network, data, parameters) = try problem(widths, activation, fits: fits, seed: seed)
      for part in [HessianPart.full, .gaussNewton, .residual] where !(fits && part == .residual) {
        let hessian = try network.lossHessian(part, on: data, at: parameters)
        let dense = hessian.dense
        // A residual part of 0 has nothing to find.
        guard dense.largestMagnitude > 1e-6 else { continue }
        let expected = try SymmetricEigen(of: dense, vectors: .omitted).values[0]
        let pair = try hessian.largestEigenpairFromGradients(tolerance: 1e-9)
        #expect(abs(pair.value - expected) <= 1e-9 * abs(expected))
        #expect(residual(dense, pair) <= 2e-9 * abs(expected))
        // A residual part of 0 needs no product.
        if fits { #expect(pair.applications == 0) }
      }
      let variance = try network.sampleHessianVariance(on: data, at: parameters)
      let dense = variance.dense
      let expected = try SymmetricEigen(of: dense, vectors: .omitted).values[0]
      let pair = try variance.largestEigenpairFromGradients(tolerance: 1e-8)
      #expect(abs(pair.value - expected) <= 1e-9 * expected)
      #expect(residual(dense, pair) <= 2e-8 * expected)
      if fits { #expect(pair.applications == 0) }
      #expect(largestAsymmetry(dense) <= 1e-12 * expected)
    }
  }

  @Test(
    "where a network almost fits, the residual without a product still includes the residual part",
    arguments: [Activation.tanh, .relu])
  func almostFits(activation: Activation) throws {
    let (network, exact, parameters) = try problem([3, 5, 4, 2], activation, fits: true, seed: 11)
    var generator = SplitMix64(seed: 12)
    for misfit in [1e-9, 1e-7, 1e-5] {
      let noise = Matrix(rows: 9, columns: 2, elements: generator.normals(18))
      let data = try Dataset(inputs: exact.inputs, targets: exact.targets + misfit * noise)
      let hessian = try network.lossHessian(.full, on: data, at: parameters)
      let variance = try network.sampleHessianVariance(on: data, at: parameters)
      let pairs = try [
        (hessian.largestEigenpairFromGradients(tolerance: 1e-2), hessian.dense),
        (variance.largestEigenpairFromGradients(tolerance: 1e-2), variance.dense),
      ]
      for (pair, dense) in pairs {
        #expect(pair.applications == 0)
        #expect(residual(dense, pair) <= pair.residual * (1 + 1e-9) + 1e-13 * pair.value)
        let expected = try SymmetricEigen(of: dense, vectors: .omitted).values[0]
        #expect(abs(pair.value - expected) <= pair.residual)
      }
    }
  }

  private func largestAsymmetry(_ matrix: Matrix) -> Double { (matrix - matrix.transposed).largestMagnitude }

  @Test("leaving out dead inputs and dead units changes no product")
  func deadParts() throws {
    for activation in [Activation.tanh, .relu] {
      let (network, whole, initial) = try problem([6, 8, 5, 2], activation, fits: false, seed: 5)
      var inputs = whole.inputs
      for i in 0..<inputs.rows {
        for j in [1, 2, 5] { inputs[i, j] = 0 }
      }
      var parameters = initial
      // Strongly negative biases kill ReLU units on all samples.
      for (l, unit) in [(0, 3), (0, 7), (1, 0)] {
        if let range = network.layers[l].biasRange { parameters[range.lowerBound + unit] = -100 }
      }
      let data = try Dataset(inputs: inputs, targets: whole.targets)
      let dense = try network.lossHessian(.full, on: data, at: parameters).dense
      // The derivative of the gradient by differences; ReLU's gradient is polynomial between its kinks.
      let step = 1e-6
      for j in stride(from: 0, to: parameters.count, by: 3) {
        var (up, down) = (parameters, parameters)
        up[j] += step
        down[j] -= step
        let above = try network.lossGradient(on: data, at: up)
        let below = try network.lossGradient(on: data, at: down)
        for i in parameters.indices { #expect(abs(dense[i, j] - (above[i] - below[i]) / (2 * step)) < 1e-6) }
      }
      let single = try network.sampleHessianVariance(on: data, at: parameters).dense
      var expected = (-1.0) * dense.times(dense)
      for i in 0..<data.count {
        let own = try network.lossHessian(.full, on: data.subset(at: [i]), at: parameters).dense
        expected = expected + (1 / Double(data.count)) * own.times(own)
      }
      #expect((single - expected).largestMagnitude <= 1e-11 * (1 + expected.largestMagnitude))
    }
  }

  @Test("a product does not depend on the ones before it")
  func repeatable() throws {
    let (network, data, parameters) = try problem([3, 5, 4, 2], .tanh, fits: false, seed: 7)
    let variance = try network.sampleHessianVariance(on: data, at: parameters)
    let hessian = try network.lossHessian(.full, on: data, at: parameters)
    var generator = SplitMix64(seed: 1)
    let v = generator.normals(parameters.count)
    let first = (hessian(v), variance(v))
    _ = hessian(generator.normals(parameters.count))
    _ = variance(generator.normals(parameters.count))
    #expect(hessian(v) == first.0)
    #expect(variance(v) == first.1)
  }

  @Test("values that are not finite are errors")
  func notFinite() throws {
    let (network, data, parameters) = try problem([3, 5, 2], .relu, fits: false, seed: 8)
    let huge = parameters.map { $0 * 1e200 }
    let hessian = try network.lossHessian(.full, on: data, at: huge)
    #expect(throws: SpectralError.self) { try hessian.largestEigenpairFromGradients() }
  }
}
