import LinearAlgebra

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
    private var batches = BatchOrder()
    private var generator: Generator
    private var stepsDone = 0
    private var started = false

    init(_ run: TrainingStates) {
      self.run = run
      step = run.method.stepping(run.network, on: run.data, batchSize: run.method.batchSize)
      parameters = run.parameters
      sampler = BatchSampler(
        sampling: run.method.sampling, batchSize: run.method.batchSize, sampleCount: run.data.count)
      generator = run.generator
    }

    var current: TrainingState<N> {
      TrainingState<N>(step: stepsDone, parameters: parameters, network: run.network, data: run.data)
    }

    mutating func advance(by steps: Int) {
      var left = steps
      while left > 0 {
        // As many steps at a time as have 64 thousand indices.
        let some = Swift.min(left, 65_536 / run.method.batchSize + 1)
        sampler.draw(some, into: &batches, using: &generator)
        step.update(&parameters, batches: batches)
        left -= some
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
