import LinearAlgebra
import Testing

@testable import Learning

@Suite("Trainings side by side") struct SideBySideTests {
  private let network: DenseNetwork
  private let data: Dataset
  private let runs: [SideBySideTraining.Run]

  init() throws {
    let (network, _, data) = try randomProblem(widths: [2, 9, 7, 2], activation: .tanh, samples: 11, seed: 3)
    self.network = network
    self.data = data
    runs = try (0..<21).map { number in
      var generator = SplitMix64(seed: UInt64(number))
      let start = network.initialParameters(using: &generator)
      let method = try StochasticGradientDescent(
        learningRate: [0.01, 0.05, 0.2][number % 3], batchSize: [1, 3, 4][number / 3 % 3],
        sampling: BatchSampling.allCases[number / 7])
      return .init(method, from: start, batches: .drawn(generator))
    }
  }

  private func training(
    untilLoss target: Double = 0.5, above limit: Double = .infinity, steps: Int = 450, every interval: Int = 20,
    workers: Int? = nil, instructions: InstructionSet = .best
  ) throws -> SideBySideTraining {
    try SideBySideTraining(
      of: network, on: data, untilLoss: target, divergedAbove: limit, maximumSteps: steps, checkEvery: interval,
      workers: workers, instructions: instructions)
  }

  @Test("are the trainings one by one", arguments: InstructionSet.available)
  func single(instructions: InstructionSet) throws {
    // Half of the runs reach the median of the losses at the end.
    let target = try training(untilLoss: 0).train(runs).map(\.loss).sorted()[runs.count / 2]
    let results = try training(untilLoss: target, instructions: instructions).train(runs)
    var outcomes: Set<TrainingResult.Outcome> = []
    for (run, result) in zip(runs, results) {
      guard case .drawn(let generator) = run.batches else { continue }
      let expected = try run.method.train(
        network, on: data, from: run.parameters, untilLoss: target, maximumSteps: 450, checkEvery: 20, using: generator)
      #expect(result.outcome == expected.outcome && result.steps == expected.steps)
      #expect(abs(result.loss - expected.loss) < 1e-9)
      #expect(zip(result.parameters, expected.parameters).allSatisfy { abs($0 - $1) < 1e-8 })
      outcomes.insert(result.outcome)
    }
    #expect(outcomes == [.reachedTarget, .stepLimit])
  }

  @Test("do not depend on their neighbours, their order or the number of threads")
  func independence() throws {
    let all = try training(workers: 1).train(runs)
    let threaded = try training(workers: 3).train(runs)
    let reversed = Array(try training().train(runs.reversed()).reversed())
    for (number, run) in runs.enumerated() {
      let alone = try training().train([run])[0]
      for other in [threaded[number], reversed[number], alone] {
        #expect(other.parameters == all[number].parameters && other.steps == all[number].steps)
        #expect(other.loss == all[number].loss && other.outcome == all[number].outcome)
      }
    }
  }

  @Test("follow given batches, and end with them")
  func given() throws {
    let order = try BatchOrder([[0, 1, 2], [5], [7, 3], [10, 9, 8], [4, 4]])
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 3)
    let expected = try method.train(network, on: data, from: runs[0].parameters, batches: order)
    let found = try training(untilLoss: 0, every: 2).train([
      .init(method, from: runs[0].parameters, batches: .given(order)), runs[1],
    ])[0]
    #expect(found.steps == 5 && found.outcome == .stepLimit)
    #expect(zip(found.parameters, expected.parameters).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test("one that diverges ends as diverged and leaves the others alone")
  func divergence() throws {
    let wild = SideBySideTraining.Run(
      try StochasticGradientDescent(learningRate: 1e200, batchSize: 4), from: runs[0].parameters,
      batches: .drawn(SplitMix64(seed: 1)))
    let results = try training().train([wild] + runs)
    #expect(results[0].outcome == .diverged && results[0].loss == .infinity)
    #expect(results.dropFirst().map(\.parameters) == (try training().train(runs)).map(\.parameters))
    let early = try training(untilLoss: 0, above: 1e-9, steps: 100).train([runs[0]])[0]
    #expect(early.outcome == .diverged && early.steps == 0 && early.loss.isFinite)
  }

  @Test("larger networks and single precision are trained on all cores, with the same results as one by one")
  func larger() throws {
    let (large, start, samples) = try randomProblem(widths: [3, 400, 2], activation: .relu, samples: 9, seed: 4)
    let gentle = start.map { 0.1 * $0 }
    for precision in TrainingPrecision.allCases {
      let method = try StochasticGradientDescent(learningRate: 1e-3, batchSize: 2, precision: precision)
      let results = try SideBySideTraining(of: large, on: samples, maximumSteps: 230).train(
        (0..<4).map { .init(method, from: gentle, batches: .drawn(SplitMix64(seed: UInt64($0)))) })
      for (seed, result) in results.enumerated() {
        let expected = try method.train(
          large, on: samples, from: gentle, maximumSteps: 230, using: SplitMix64(seed: UInt64(seed)))
        #expect(result.parameters == expected.parameters && result.loss == expected.loss && result.steps == 230)
      }
    }
  }

  @Test("what cannot be trained is refused before anything runs")
  func refusals() throws {
    let method = try StochasticGradientDescent(learningRate: 0.1, batchSize: 2)
    func train(_ order: BatchOrder) throws {
      _ = try training().train([.init(method, from: runs[0].parameters, batches: .given(order))])
    }
    #expect(throws: TrainingError.sampleOutOfRange(index: 11, sampleCount: 11)) { try train(BatchOrder([[11]])) }
    #expect(throws: TrainingError.batchLargerThanStated(found: 3, stated: 2)) { try train(BatchOrder([[1, 2, 3]])) }
    #expect(throws: TrainingError.badStride(0)) { try training(every: 0) }
    #expect(throws: TrainingError.badStepLimit(-1)) { try training(steps: -1) }
    #expect(throws: TrainingError.batchLargerThanData(batchSize: 12, sampleCount: 11)) {
      let large = try StochasticGradientDescent(learningRate: 0.1, batchSize: 12)
      _ = try training().train([.init(large, from: runs[0].parameters, batches: .drawn(SplitMix64(seed: 1)))])
    }
    #expect(try training().train([]).isEmpty)
  }
}
