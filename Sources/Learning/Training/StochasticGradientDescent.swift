import LinearAlgebra

/// Plain SGD on the squared loss: W ← W − (η/B) Σ_{i ∈ batch} ∇_W ½‖f(x_i; W) − y_i‖².
///
/// The learning rate is in the scale of the theory (see
/// ``theoryLearningRate(fromPyTorchRate:reduction:outputDimension:)``). A batch of all n samples without replacement is
/// gradient descent.
public struct StochasticGradientDescent: Sendable, Hashable {
  /// η, in theory scale.
  public let learningRate: Double
  /// B
  public let batchSize: Int
  /// How the batches are drawn.
  public let sampling: BatchSampling
  /// The arithmetic of the steps.
  public let precision: TrainingPrecision

  /// - Throws: ``TrainingError`` unless the learning rate is positive and finite and the batch has a sample.
  public init(
    learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    precision: TrainingPrecision = .double
  ) throws(TrainingError) {
    guard learningRate.isFinite, learningRate > 0 else { throw .badLearningRate(learningRate) }
    guard batchSize >= 1 else { throw .badBatchSize(batchSize) }
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.sampling = sampling
    self.precision = precision
  }

  /// The run as an endless lazy sequence of states, the start included; stop by leaving the loop.
  ///
  /// - Parameter stride: steps of SGD between two states.
  /// - Throws: ``TrainingError/batchLargerThanData(batchSize:sampleCount:)`` or a ``NetworkError``.
  public func states<N: Network, Generator: RandomNumberGenerator>(
    of network: N, on data: Dataset, from parameters: [Double], every stride: Int = 1,
    using generator: Generator
  ) throws -> TrainingStates<N, Generator> {
    try check(network, data, parameters)
    guard stride >= 1 else { throw TrainingError.badStride(stride) }
    if batchSize > data.count, sampling != .withReplacement {
      throw TrainingError.batchLargerThanData(batchSize: batchSize, sampleCount: data.count)
    }
    return TrainingStates(
      method: self, network: network, data: data, parameters: parameters, stride: stride, generator: generator)
  }

  /// Trains until the loss over all data is at most `targetLoss`, the parameters are no longer finite, or
  /// `maximumSteps` are done.
  ///
  /// - Parameters:
  ///   - checkInterval: steps between two evaluations of the loss over all data.
  ///   - observe: called with every state at which the loss is evaluated, the first included.
  public func train<N: Network, Generator: RandomNumberGenerator>(
    _ network: N, on data: Dataset, from parameters: [Double], untilLoss targetLoss: Double = 0,
    maximumSteps: Int, checkEvery checkInterval: Int = 100, using generator: Generator,
    observe: (TrainingState<N>) throws -> Void = { _ in }
  ) throws -> TrainingResult {
    guard maximumSteps >= 0 else { throw TrainingError.badStepLimit(maximumSteps) }
    var states = try states(of: network, on: data, from: parameters, every: checkInterval, using: generator)
      .makeIterator()
    while true {
      let state = states.current
      try observe(state)
      if let result = TrainingResult(ending: state, targetLoss: targetLoss, maximumSteps: maximumSteps) {
        return result
      }
      states.advance(by: min(checkInterval, maximumSteps - state.step))
    }
  }
}

extension StochasticGradientDescent {
  func check(_ network: some Network, _ data: Dataset, _ parameters: [Double]) throws {
    try network.check(parameters)
    try network.check(inputs: data.inputs)
    guard data.outputDimension == network.outputDimension else {
      throw NetworkError.outputDimension(found: data.outputDimension, expected: network.outputDimension)
    }
    guard precision == .double || network is any SinglePrecisionTraining else { throw TrainingError.noSinglePrecision }
  }

  /// What takes the steps in the precision that was asked for.
  func stepping(_ network: some Network, on data: Dataset, batchSize: Int) -> any TrainingStepping {
    if precision == .single, let network = network as? any SinglePrecisionTraining,
      let step = network.singlePrecisionTrainingStep(on: data, learningRate: learningRate, batchSize: batchSize)
    {
      return step
    }
    return network.trainingStep(on: data, learningRate: learningRate, batchSize: batchSize)
  }
}
