import CKernels
import LinearAlgebra

/// Many trainings of one small network on the same data, several at a time in the lanes of a vector and on all cores.
///
/// What comes out for a run depends on that run alone: not on its neighbours, their number or the number of cores.
/// Networks of more than 800 parameters are trained one by one, on all cores: there that is faster.
public struct SideBySideTraining: Sendable {
  /// One training of many.
  public struct Run: Sendable {
    /// Where the batches of a run come from.
    public enum Batches: Sendable {
      /// Drawn as the method says.
      case drawn(SplitMix64)
      /// Given; the run ends with the last of them.
      case given(BatchOrder)
    }
    /// Learning rate, batch size and sampling.
    public let method: StochasticGradientDescent
    /// W at the start.
    public let parameters: [Double]
    /// Which samples the steps use.
    public let batches: Batches

    /// A run from a start, with the batches that a generator draws or that are given.
    public init(_ method: StochasticGradientDescent, from parameters: [Double], batches: Batches) {
      self.method = method
      self.parameters = parameters
      self.batches = batches
    }
  }

  /// What is trained.
  public let network: DenseNetwork
  /// What it is trained on.
  public let data: Dataset
  /// A run ends when the loss over all data is at most this.
  public let targetLoss: Double
  /// A run has diverged when its loss is above this, or not finite.
  public let largestLoss: Double
  /// The steps that a run may take.
  public let maximumSteps: Int
  /// Steps between two evaluations of the loss over all data.
  public let checkInterval: Int
  /// Threads; nil: one for each core.
  let workers: Int?
  let instructions: InstructionSet

  /// - Throws: ``TrainingError`` for a negative number of steps or an interval below 1.
  public init(
    of network: DenseNetwork, on data: Dataset, untilLoss targetLoss: Double = 0,
    divergedAbove largestLoss: Double = .infinity, maximumSteps: Int, checkEvery checkInterval: Int = 100
  ) throws(TrainingError) {
    try self.init(
      of: network, on: data, untilLoss: targetLoss, divergedAbove: largestLoss, maximumSteps: maximumSteps,
      checkEvery: checkInterval, workers: nil, instructions: .best)
  }

  init(
    of network: DenseNetwork, on data: Dataset, untilLoss targetLoss: Double, divergedAbove largestLoss: Double,
    maximumSteps: Int, checkEvery checkInterval: Int, workers: Int?, instructions: InstructionSet
  ) throws(TrainingError) {
    guard maximumSteps >= 0 else { throw .badStepLimit(maximumSteps) }
    guard checkInterval >= 1 else { throw .badStride(checkInterval) }
    self.network = network
    self.data = data
    self.targetLoss = targetLoss
    self.largestLoss = largestLoss
    self.maximumSteps = maximumSteps
    self.checkInterval = checkInterval
    self.workers = workers
    self.instructions = instructions
  }

  /// Trains every run; the results are in the order of the runs.
  ///
  /// - Throws: what `StochasticGradientDescent.train` throws, for the first run that cannot start, before any does.
  public func train(_ runs: [Run]) throws -> [TrainingResult] {
    for run in runs { try check(run) }
    let results = RunResults(count: runs.count)
    let inLanes = runs.indices.filter { runs[$0].method.precision == .double && fitsLanes }
    let alone = runs.indices.filter { runs[$0].method.precision != .double || !fitsLanes }
    // The largest batches first: what is left for the end is short.
    let groups = Dictionary(grouping: inLanes) { runs[$0].method.batchSize }
      .sorted { $0.key > $1.key }.map { LaneQueue(batchSize: $0.key, waiting: $0.value) }
    let single = LaneQueue(batchSize: 1, waiting: alone)
    Cores.perform(threadCount, isLimit: workers != nil) { _ in
      while let index = single.next() { results.set(index, trainAlone(runs[index])) }
      for group in groups { trainInLanes(runs, from: group, into: results) }
    }
    return try results.all()
  }

  private var threadCount: Int { workers ?? Cores.count }

  /// Where eight trainings fit the first cache, lanes are the faster way: measured, from 800 parameters on they are not.
  private var fitsLanes: Bool { network.parameterCount <= 800 }

  private func check(_ run: Run) throws {
    try run.method.check(network, data, run.parameters)
    switch run.batches {
    case .drawn:
      if run.method.batchSize > data.count, run.method.sampling != .withReplacement {
        throw TrainingError.batchLargerThanData(batchSize: run.method.batchSize, sampleCount: data.count)
      }
    case .given(let order):
      guard order.largestIndex < data.count else {
        throw TrainingError.sampleOutOfRange(index: order.largestIndex, sampleCount: data.count)
      }
      guard order.largestBatch <= run.method.batchSize else {
        throw TrainingError.batchLargerThanStated(found: order.largestBatch, stated: run.method.batchSize)
      }
    }
  }

  /// How a run ends at a loss after some steps, or nil when it goes on.
  private func outcome(loss: Double, steps: Int, limit: Int) -> TrainingResult.Outcome? {
    if !loss.isFinite || loss > largestLoss { return .diverged }
    if loss <= targetLoss { return .reachedTarget }
    return steps >= limit ? .stepLimit : nil
  }

  private func trainAlone(_ run: Run) -> Result<TrainingResult, any Error> {
    Result {
      var source = BatchSource(run, sampleCount: data.count, maximumSteps: maximumSteps)
      let step = run.method.stepping(network, on: data, batchSize: run.method.batchSize)
      var parameters = run.parameters
      var done = 0
      while true {
        let loss = TrainingState(step: done, parameters: parameters, network: network, data: data).loss
        if let outcome = outcome(loss: loss, steps: done, limit: source.limit) {
          return TrainingResult(
            parameters: parameters, steps: done, loss: loss.isFinite ? loss : .infinity, outcome: outcome)
        }
        let next = min(source.limit, done + checkInterval)
        while done < next { done += source.update(step, &parameters, atMost: next - done) }
      }
    }
  }

  private func trainInLanes(_ runs: [Run], from queue: LaneQueue, into results: RunResults) {
    let lanes = TrainingLanes(network: network, data: data, batchSize: queue.batchSize, instructions: instructions)
    guard let lanes else {
      while let index = queue.next() { results.set(index, trainAlone(runs[index])) }
      return
    }
    var occupants: [(index: Int, done: Int, source: BatchSource)?] = Array(repeating: nil, count: lanes.count)
    while true {
      for lane in occupants.indices where occupants[lane] == nil {
        guard let index = queue.next() else { break }
        let run = runs[index]
        lanes.load(lane, run.parameters, learningRate: run.method.learningRate)
        occupants[lane] = (index, 0, BatchSource(run, sampleCount: data.count, maximumSteps: maximumSteps))
      }
      if occupants.allSatisfy({ $0 == nil }) { return }
      let losses = lanes.losses()
      for lane in occupants.indices {
        guard let run = occupants[lane],
          let outcome = outcome(loss: losses[lane], steps: run.done, limit: run.source.limit)
        else { continue }
        let loss = losses[lane].isFinite ? losses[lane] : .infinity
        results.set(
          run.index,
          .success(
            TrainingResult(parameters: lanes.parameters(lane), steps: run.done, loss: loss, outcome: outcome)))
        lanes.empty(lane)
        occupants[lane] = nil
      }
      // Freed lanes are filled before the others go on.
      if queue.hasMore, occupants.contains(where: { $0 == nil }) { continue }
      var left = checkInterval
      while left > 0 {
        let some = min(left, lanes.stepsAtOnce)
        for lane in occupants.indices {
          let taken = occupants[lane]?.source.fill(lanes.table(lane), some, lanes.batchSize) ?? 0
          occupants[lane]?.done += taken
        }
        lanes.step(some)
        left -= some
      }
    }
  }
}
