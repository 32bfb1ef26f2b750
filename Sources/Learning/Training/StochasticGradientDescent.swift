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

  /// - Throws: ``TrainingError`` unless the learning rate is positive and finite and the batch has a sample.
  public init(
    learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement
  ) throws(TrainingError) {
    guard learningRate.isFinite, learningRate > 0 else { throw .badLearningRate(learningRate) }
    guard batchSize >= 1 else { throw .badBatchSize(batchSize) }
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.sampling = sampling
  }

  /// The run as an endless lazy sequence of states, the start included; stop by leaving the loop.
  ///
  /// - Parameter stride: steps of SGD between two states.
  /// - Throws: ``TrainingError/batchLargerThanData(batchSize:sampleCount:)`` or a ``NetworkError``.
  public func states<N: Network, Generator: RandomNumberGenerator>(
    of network: N, on data: Dataset, from parameters: [Double], every stride: Int = 1,
    using generator: Generator
  ) throws -> TrainingStates<N, Generator> {
    try network.check(parameters)
    try network.check(inputs: data.inputs)
    guard data.outputDimension == network.outputDimension else {
      throw NetworkError.outputDimension(found: data.outputDimension, expected: network.outputDimension)
    }
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
      let loss = state.loss
      if !loss.isFinite { return TrainingResult(state: state, loss: loss, outcome: .diverged) }
      if loss <= targetLoss { return TrainingResult(state: state, loss: loss, outcome: .reachedTarget) }
      if state.step >= maximumSteps { return TrainingResult(state: state, loss: loss, outcome: .stepLimit) }
      states.advance(by: min(checkInterval, maximumSteps - state.step))
    }
  }
}

/// A moment of a training run.
public struct TrainingState<N: Network>: Sendable {
  /// Steps of SGD done so far.
  public let step: Int
  /// W at this moment.
  public let parameters: [Double]
  let network: N
  let data: Dataset

  /// L over all data; infinite when the parameters are no longer finite. Computed at each call: one forward pass.
  public var loss: Double {
    guard let outputs = try? network.outputs(on: data.inputs, at: parameters),
      let value = try? SquaredLoss.value(outputs: outputs, targets: data.targets)
    else { return .infinity }
    return value.isFinite ? value : .infinity
  }
}

/// How a training run ended.
public struct TrainingResult: Sendable {
  /// Why the run stopped.
  public enum Outcome: String, Sendable, Codable {
    /// The loss over all data is at most the one that was asked for.
    case reachedTarget
    /// The steps allowed are done; the loss is still above its target.
    case stepLimit
    /// The loss is no longer finite: the learning rate was too large for this start.
    case diverged
  }
  /// W at the end.
  public let parameters: [Double]
  /// Steps of SGD done.
  public let steps: Int
  /// L over all data at the end.
  public let loss: Double
  /// Why the run stopped.
  public let outcome: Outcome

  init<N: Network>(state: TrainingState<N>, loss: Double, outcome: Outcome) {
    parameters = state.parameters
    steps = state.step
    self.loss = loss
    self.outcome = outcome
  }
}

/// The lazy sequence of states of a run.
public struct TrainingStates<N: Network, Generator: RandomNumberGenerator>: Sequence {
  let method: StochasticGradientDescent
  let network: N
  let data: Dataset
  let parameters: [Double]
  let stride: Int
  let generator: Generator

  /// Starts the run anew: the same parameters, the same generator state, hence the same states.
  public func makeIterator() -> Iterator { Iterator(self) }

  /// A run in progress.
  public struct Iterator: IteratorProtocol {
    private let run: TrainingStates
    private let step: any TrainingStepping
    private var parameters: [Double]
    private var sampler: BatchSampler
    private var batch: [Int]
    private var generator: Generator
    private var stepsDone = 0
    private var started = false

    init(_ run: TrainingStates) {
      self.run = run
      step = run.network.trainingStep(
        on: run.data, learningRate: run.method.learningRate, batchSize: run.method.batchSize)
      parameters = run.parameters
      sampler = BatchSampler(
        sampling: run.method.sampling, batchSize: run.method.batchSize, sampleCount: run.data.count)
      batch = Array(repeating: 0, count: run.method.batchSize)
      generator = run.generator
    }

    var current: TrainingState<N> {
      TrainingState<N>(step: stepsDone, parameters: parameters, network: run.network, data: run.data)
    }

    mutating func advance(by steps: Int) {
      for _ in 0..<steps {
        let count = sampler.next(into: &batch, using: &generator)
        step.update(&parameters, batch: batch, count: count)
      }
      stepsDone += steps
    }

    /// The next state: the start at the first call, `stride` steps of SGD later at every other one. Never nil.
    public mutating func next() -> TrainingState<N>? {
      if started { advance(by: run.stride) }
      started = true
      return current
    }
  }
}

/// Why a training run cannot start.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The learning rate is not positive, or NaN or infinite.
  case badLearningRate(Double)
  /// The batch has no sample.
  case badBatchSize(Int)
  /// The number of steps between two states is below 1.
  case badStride(Int)
  /// The largest number of steps is negative.
  case badStepLimit(Int)
  /// The batch needs more distinct samples than there are.
  case batchLargerThanData(batchSize: Int, sampleCount: Int)

  /// The error in words: what was found and what is allowed.
  public var description: String {
    switch self {
    case .badLearningRate(let rate): "the learning rate must be positive and finite, got \(rate)"
    case .badBatchSize(let size): "a batch needs at least one sample, got \(size)"
    case .badStride(let stride): "states can be taken every 1, 2, 3, … steps, not every \(stride)"
    case .badStepLimit(let limit): "the number of steps cannot be negative, got \(limit)"
    case .batchLargerThanData(let batchSize, let sampleCount):
      """
      a batch of \(batchSize) distinct samples cannot be drawn from \(sampleCount); \
      use a batch of at most \(sampleCount), or sampling with replacement
      """
    }
  }
}
