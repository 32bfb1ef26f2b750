import FlatMinima
import Learning
import LinearAlgebra
import Testing

/// Everything that can be asked of a minimum, none of which may be NaN.
private func numbers(
  _ minimum: InterpolatingMinimum<DenseNetwork>, batchSize: Int, sampling: BatchSampling, learningRate: Double
) throws -> [Double] {
  let point = minimum.point
  let span = minimum.curvature.span
  var result = [
    minimum.sharpness, minimum.trace, minimum.curvature.frobeniusNorm, try minimum.curvature.nonuniformity(),
    try minimum.stabilityThreshold(batchSize: batchSize, sampling: sampling),
    try minimum.linearStability(learningRate: learningRate, batchSize: batchSize, sampling: sampling).growthFactor,
    try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).oneStepThreshold(),
    try MeanSquareStability(span: span, batchSize: batchSize, sampling: sampling).traceThreshold,
  ]
  for k in 1...4 {
    let bounds = try minimum.sobolevBounds(
      order: k, learningRate: learningRate, batchSize: batchSize, sampling: sampling)
    result += bounds.map(\.seminorm) + bounds.map(\.moment)
    result += [bounds.seminorm, bounds.margin.margin, bounds.margin.upperBound]
    if let matrix = bounds.matrix { result += [matrix.largestRatio, matrix.slack, matrix.moment] }
    for bound in bounds { #expect(bounds.seminorm <= bound.seminorm * (1 + 1e-9), "\(bound)") }
    result.append(try minimum.stabilityThreshold(order: k, batchSize: batchSize, sampling: sampling))
    result.append(point.parameterGradientMoment(order: k))
    let bracket = try span.thresholdBracket(order: k, batchSize: batchSize, sampling: sampling)
    let supremum = try span.directionalMomentSupremum(order: k)
    result += [bracket.lowerBound, bracket.upperBound, supremum.value, supremum.upperBound]
    for layer in point.network.layers.indices {
      let structure = MultiplicativeStructure(of: point, layer: layer)
      let inequality = try structure.inequality(order: k)
      result += try structure.tightness(order: k)
      result += [inequality.weightsBound, inequality.bestBound, inequality.observedRatio ?? 0]
      #expect(inequality.inputGradientMoment <= inequality.bestBound * (1 + 1e-9))
    }
  }
  for layer in point.network.layers.indices {
    if let identity = BiasIdentity(at: point, layer: layer) {
      let difference = identity.inputGram - identity.pulledBack
      #expect(difference.frobeniusNorm <= 1e-12 * (1 + identity.inputGram.frobeniusNorm))
    }
  }
  let flatness = LayerFlatness(at: point)
  result += [flatness.trace, flatness.relativeTrace, flatness.smallestWeightTrace, flatness.smallestTrace ?? 0]
  return result
}

@Suite("Degenerate minima give numbers or errors that say why") struct DegenerateMinimumTests {
  private func minimum(
    _ widths: [Int], _ biases: DenseNetwork.Biases, _ parameters: [Double], _ inputs: [[Double]],
    _ activation: Activation = .relu
  ) throws -> InterpolatingMinimum<DenseNetwork> {
    let network = try DenseNetwork(widths: widths, activation: activation, biases: biases)
    let outputs = try network.outputs(on: Matrix(inputs), at: parameters)
    return try InterpolatingMinimum(
      network: network, parameters: parameters, data: Dataset(inputs: Matrix(inputs), targets: outputs))
  }

  private func expectNumbers(
    _ minimum: InterpolatingMinimum<DenseNetwork>, learningRate: Double = 0.01
  ) throws {
    let n = minimum.point.data.count
    for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
      for batchSize in Set([1, n]) {
        let all = try numbers(minimum, batchSize: batchSize, sampling: sampling, learningRate: learningRate)
        #expect(all.allSatisfy { !$0.isNaN }, "\(sampling), B = \(batchSize)")
      }
    }
  }

  @Test("all gradients zero: every threshold is infinite and every bound that holds is an upper bound of 0")
  func zeroGradients() throws {
    let dead = try minimum([2, 2, 1], .none, [-1, -1, -2, -1, 1, 1], [[1, 2], [3, 0.5]])
    #expect(dead.curvature.span.rank == 0 && dead.sharpness == 0)
    try expectNumbers(dead)
    let bounds = try dead.sobolevBounds(order: 2, learningRate: 1e6, batchSize: 2)
    #expect(
      bounds.seminorm == 0 && bounds[.dimensionFree]?.moment == 0 && bounds[.dimensionFree]?.isEstablished == true)
    #expect(bounds[.weightCoordinates]?.isEstablished == true)
    #expect(try dead.sobolevBounds(order: 3, learningRate: 1e6, batchSize: 1).smallest != nil)
  }

  @Test("a dead hidden layer below a bias: only the last bias moves the output")
  func deadLayer() throws {
    let dead = try minimum([1, 2, 1], .everyLayer, [1, 1, -9, -9, 1, 1, 0.3], [[1], [2], [3]])
    #expect(dead.curvature.span.rank == 1 && abs(dead.trace - 1) < 1e-12)
    try expectNumbers(dead)
    let bounds = try dead.sobolevBounds(order: 1, learningRate: 2 * (1 - 1e-9), batchSize: 1)
    #expect(bounds.seminorm == 0 && bounds.allSatisfy(\.isEstablished))
  }

  @Test("zero weights: bounds are 0 or say that they do not hold")
  func zeroWeights() throws {
    try expectNumbers(minimum([2, 3, 1], .everyLayer, [Double](repeating: 0, count: 13), [[1, 2], [0, 0]]))
    let zero = try minimum([1, 1, 1], .everyLayer, [0, 1, 1, 0], [[1], [2]], .tanh)
    try expectNumbers(zero)
    let bounds = try zero.sobolevBounds(order: 1, learningRate: 0.01, batchSize: 1)
    #expect(bounds.allSatisfy { $0.seminorm == 0 && $0.isEstablished } && bounds.seminorm == 0)
  }

  @Test("duplicated samples make the Gram matrix rank-deficient and change no curvature")
  func duplicates() throws {
    let parameters = try randomPoint(widths: [2, 3, 1], seed: 70).parameters
    let inputs = [[0.3, -1], [1.2, 0.4]]
    let once = try minimum([2, 3, 1], .everyLayer, parameters, inputs, .tanh)
    let thrice = try minimum([2, 3, 1], .everyLayer, parameters, inputs + inputs + inputs, .tanh)
    #expect(thrice.curvature.span.rank == once.curvature.span.rank)
    #expect(abs(thrice.trace - once.trace) < 1e-12 && abs(thrice.sharpness - once.sharpness) < 1e-12)
    try expectNumbers(thrice)
    // With replacement, drawing from copies is drawing from the originals.
    for k in 1...3 {
      let first = try once.sobolevBounds(order: k, learningRate: 0.02, batchSize: 2, sampling: .withReplacement)
      let second = try thrice.sobolevBounds(order: k, learningRate: 0.02, batchSize: 2, sampling: .withReplacement)
      for (a, b) in zip(first, second) where a.form != .dimensionFree || k == 1 {
        #expect(a.seminorm == b.seminorm || abs(a.seminorm - b.seminorm) <= 1e-9 * b.seminorm, "\(a) \(b)")
      }
    }
    let conflict = try Dataset(inputs: Matrix([[1], [1]]), targets: [0, 1])
    #expect(throws: NotInterpolating.self) {
      try InterpolatingMinimum(
        network: DenseNetwork(widths: [1, 1], activation: .relu), parameters: [0, 0], data: conflict)
    }
  }

  @Test("one sample, with one and with two outputs")
  func oneSample() throws {
    for outputs in [1, 2] {
      for biases in [DenseNetwork.Biases.everyLayer, .none] {
        let point = try randomPoint(widths: [2, 3, outputs], biases: biases, samples: 1, seed: 71)
        let single = try fitted(point)
        try expectNumbers(single)
        for sampling in [BatchSampling.withReplacement, .withoutReplacement] {
          let threshold = try single.stabilityThreshold(batchSize: 1, sampling: sampling)
          #expect(abs(threshold * single.sharpness - 2) < 1e-9)
        }
        #expect(throws: StabilityError.batchLargerThanData(batchSize: 2, sampleCount: 1)) {
          try single.sobolevBounds(order: 1, learningRate: 0.1, batchSize: 2)
        }
        #expect(
          try single.sobolevBounds(order: 1, learningRate: 0.01, batchSize: 2, sampling: .withReplacement).smallest
            != nil)
      }
    }
  }

  @Test("full batches without replacement leave no bound infinite for lack of noise")
  func fullBatch() throws {
    for outputs in [1, 2] {
      let full = try fitted(randomPoint(widths: [2, 3, outputs], samples: 3, seed: 72))
      let eta = 2 / full.sharpness * (1 - 1e-12)
      for k in 1...2 {
        let bounds = try full.sobolevBounds(order: k, learningRate: eta, batchSize: 3)
        #expect(bounds.allSatisfy { $0.isEstablished && $0.seminorm.isFinite && bounds.seminorm <= $0.seminorm })
      }
    }
  }

  @Test("inputs exactly at the kinks of ReLU keep every inequality, with the derivative 0 there")
  func kinks() throws {
    // z¹ = 0 at the first input for all units, and at the second for one of them.
    let kinked = try minimum(
      [1, 2, 2, 1], .everyLayer, [1, -2, 0, 2] + [1, 0.5, 0.3, 1, 0, -1] + [1, -1, 0.2], [[0], [1], [-0.5]])
    try expectNumbers(kinked)
    #expect(kinked.point.jacobian.activations[1][0, 0] == 0)
  }

  @Test("bad orders, rates, batches and schemes are refused by name")
  func refusals() throws {
    let minimum = try fitted(randomPoint(widths: [2, 3, 1], seed: 73))
    func bounds(_ order: Int, _ eta: Double, _ batchSize: Int, _ sampling: BatchSampling) throws -> SobolevBounds {
      try minimum.sobolevBounds(order: order, learningRate: eta, batchSize: batchSize, sampling: sampling)
    }
    #expect(throws: StabilityError.badOrder(0)) { try bounds(0, 0.1, 1, .withReplacement) }
    #expect(throws: StabilityError.badLearningRate(-1)) { try bounds(1, -1, 1, .withReplacement) }
    #expect(throws: StabilityError.badBatchSize(0)) { try bounds(1, 0.1, 0, .withReplacement) }
    #expect(throws: StabilityError.batchLargerThanData(batchSize: 7, sampleCount: 6)) {
      try bounds(3, 0.1, 7, .withoutReplacement)
    }
    #expect(throws: StabilityError.reshuffling) { try bounds(1, 0.1, 1, .reshuffling) }
    #expect(throws: StabilityError.self) { try minimum.stabilityThreshold(order: 40, batchSize: 3) }
    // A high order is no error: seminorms stay in range where moments do not.
    let high = try bounds(300, 1e-3, 2, .withoutReplacement)
    #expect(high[.biasDirections]?.moment == .infinity && high[.biasDirections]?.seminorm.isFinite == true)
    #expect(high.allSatisfy { !$0.seminorm.isNaN && high.seminorm <= $0.seminorm })
  }
}
