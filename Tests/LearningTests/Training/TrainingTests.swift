import Learning
import LinearAlgebra
import Testing

@Suite("Stochastic gradient descent") struct TrainingTests {
  @Test("a full batch is a step along the loss gradient", arguments: [Activation.tanh, .relu])
  func gradientDescent(activation: Activation) throws {
    let (network, parameters, data) = try randomProblem(widths: [3, 6, 5, 2], activation: activation, seed: 1)
    let gradient = try network.lossGradient(on: data, at: parameters)
    let descent = try StochasticGradientDescent(learningRate: 0.1, batchSize: data.count)
    let states = Array(
      try descent.states(of: network, on: data, from: parameters, using: SplitMix64(seed: 1)).prefix(2))
    #expect(states[0].parameters == parameters)
    for j in parameters.indices {
      #expect(abs(states[1].parameters[j] - (parameters[j] - 0.1 * gradient[j])) < 1e-13)
    }
  }

  @Test("same seed, same run; another seed, another run", arguments: BatchSampling.allCases)
  func determinism(sampling: BatchSampling) throws {
    let (network, parameters, data) = try randomProblem(widths: [2, 5, 1], activation: .tanh, seed: 2)
    let descent = try StochasticGradientDescent(learningRate: 0.05, batchSize: 2, sampling: sampling)
    func end(_ seed: UInt64) throws -> [Double] {
      try descent.train(network, on: data, from: parameters, maximumSteps: 50, using: SplitMix64(seed: seed)).parameters
    }
    #expect(try end(1) == end(1))
    #expect(try end(1) != end(2))
  }

  @Test("the path does not depend on how often one looks")
  func stride() throws {
    let (network, parameters, data) = try randomProblem(widths: [2, 5, 1], activation: .tanh, seed: 3)
    let descent = try StochasticGradientDescent(learningRate: 0.05, batchSize: 2)
    func states(_ every: Int, _ count: Int) throws -> [TrainingState<DenseNetwork>] {
      Array(
        try descent.states(of: network, on: data, from: parameters, every: every, using: SplitMix64(seed: 1))
          .prefix(count))
    }
    let fine = try states(1, 13)
    let coarse = try states(4, 4)
    #expect(coarse.map(\.step) == [0, 4, 8, 12])
    #expect(coarse[3].parameters == fine[12].parameters && fine[12].step == 12)
  }

  @Test("training stops at the target loss, at the step limit, or when it diverges")
  func outcomes() throws {
    let (network, parameters, data) = try randomProblem(widths: [2, 30, 1], activation: .tanh, seed: 4)
    func train(_ rate: Double, _ steps: Int) throws -> TrainingResult {
      try StochasticGradientDescent(learningRate: rate, batchSize: 5).train(
        network, on: data, from: parameters, untilLoss: 1e-6, maximumSteps: steps, using: SplitMix64(seed: 1))
    }
    let fit = try train(0.05, 200_000)
    #expect(fit.outcome == .reachedTarget && fit.loss <= 1e-6)
    let short = try train(0.05, 150)
    #expect(short.outcome == .stepLimit && short.steps == 150)
    let wild = try train(1e6, 2000)
    #expect(wild.outcome == .diverged && wild.loss == .infinity)
  }

  @Test("every sample is drawn equally often, and without replacement never twice in a batch")
  func sampling() throws {
    // f(x) = w·x on unit inputs: after one step of rate η the moved weights tell which samples were in the batch.
    let samples = 6
    let network = try DenseNetwork(widths: [samples, 1], activation: .tanh, biases: .none)
    let data = try Dataset(inputs: .identity(samples), targets: [Double](repeating: 1, count: samples))
    for sampling in BatchSampling.allCases {
      let descent = try StochasticGradientDescent(learningRate: 3, batchSize: 3, sampling: sampling)
      var counts = [Double](repeating: 0, count: samples)
      var largest = 0.0
      for seed in 0..<2000 {
        let states = try descent.states(
          of: network, on: data, from: [Double](repeating: 0, count: samples), using: SplitMix64(seed: UInt64(seed)))
        let moved = Array(states.prefix(2))[1].parameters
        #expect(abs(moved.reduce(0, +) - 3) < 1e-12)
        for i in 0..<samples { counts[i] += moved[i] }
        largest = max(largest, moved.max() ?? 0)
      }
      #expect(counts.allSatisfy { abs($0 / 2000 - 0.5) < 0.06 }, "\(sampling): \(counts)")
      #expect(sampling == .withReplacement ? largest > 1 : largest == 1)
    }
  }

  @Test("an epoch of reshuffling uses every sample once, the short last batch included")
  func epoch() throws {
    let network = try DenseNetwork(widths: [5, 1], activation: .tanh, biases: .none)
    let data = try Dataset(inputs: .identity(5), targets: [Double](repeating: 1, count: 5))
    let descent = try StochasticGradientDescent(learningRate: 1, batchSize: 2, sampling: .reshuffling)
    let states = try descent.states(
      of: network, on: data, from: [Double](repeating: 0, count: 5), every: 3, using: SplitMix64(seed: 1))
    let weights = Array(states.prefix(2))[1].parameters.sorted()
    #expect(weights == [0.5, 0.5, 0.5, 0.5, 1])
  }

  @Test("what cannot be trained is refused with its reason")
  func refusals() throws {
    let (network, parameters, data) = try randomProblem(widths: [2, 3, 1], activation: .tanh, seed: 5)
    #expect(throws: TrainingError.badLearningRate(-1)) { try StochasticGradientDescent(learningRate: -1, batchSize: 1) }
    #expect(throws: TrainingError.badBatchSize(0)) { try StochasticGradientDescent(learningRate: 1, batchSize: 0) }
    let large = try StochasticGradientDescent(learningRate: 0.1, batchSize: 6)
    #expect(throws: TrainingError.batchLargerThanData(batchSize: 6, sampleCount: 5)) {
      try large.states(of: network, on: data, from: parameters, using: SplitMix64(seed: 0))
    }
    let fine = try StochasticGradientDescent(learningRate: 0.1, batchSize: 6, sampling: .withReplacement)
    #expect(throws: Never.self) {
      try fine.train(network, on: data, from: parameters, maximumSteps: 10, using: SplitMix64(seed: 0))
    }
    var bad = parameters
    bad[4] = .nan
    #expect(throws: NetworkError.parameterNotFinite(index: 4)) {
      try fine.states(of: network, on: data, from: bad, using: SplitMix64(seed: 0))
    }
    #expect(throws: NetworkError.parameterCount(found: 1, expected: 13)) {
      try network.outputs(on: data.inputs, at: [1])
    }
    #expect(throws: NetworkError.badWidths([3, 0, 1])) { try DenseNetwork(widths: [3, 0, 1], activation: .tanh) }
  }

  @Test("the framework's initialisation stays in its bounds", arguments: [[4, 9, 2], [100, 3, 1]])
  func initialization(widths: [Int]) throws {
    let network = try DenseNetwork(widths: widths, activation: .relu)
    var generator = SplitMix64(seed: 1)
    let parameters = network.initialParameters(.pyTorchDefault, using: &generator)
    for layer in network.layers {
      let bound = 1 / Double(layer.inputs).squareRoot()
      let own = parameters[layer.weights..<layer.weights + layer.parameterCount]
      #expect(own.allSatisfy { abs($0) <= bound } && (own.map(abs).max() ?? 0) > 0.3 * bound)
    }
    var same = SplitMix64(seed: 1)
    #expect(network.initialParameters(.pyTorchDefault, using: &same) == parameters)
  }
}
