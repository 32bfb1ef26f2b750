import Flatbook

/// W8: trainings over rates, batch sizes and seeds with a stopping rule, then their gradient moments; on all cores.
struct OurSweep {
  private let network: DenseNetwork
  private let data: Dataset
  private let runs: [Run]

  /// Steps between two looks at the loss, and the most steps.
  private static let interval = 100
  private static let limit = 50_000

  private struct Run: Sendable {
    let rate: Double
    let batchSize: Int
    let start: [Double]
    let order: [Int]
  }

  private struct Outcome: Sendable {
    var steps = 0
    var loss = 0.0
    var weightMoment = 0.0
    var inputMoment = 0.0
  }

  init(_ plan: WorkloadPlan, _ arrays: WorkloadArrays) throws {
    network = try plan.network("w3")
    data = try arrays.data("w3")
    let starts = try plan.w8.seeds.map { try arrays.doubles("w8_init\($0)") }
    let orders = try plan.w8.batchSizes.map { size in
      try plan.w8.seeds.map { try arrays.indices("w8_perm_\(size)_\($0)") }
    }
    runs = plan.w8.rates.flatMap { rate in
      plan.w8.batchSizes.indices.flatMap { size in
        plan.w8.seeds.indices.map { seed in
          Run(rate: rate, batchSize: plan.w8.batchSizes[size], start: starts[seed], order: orders[size][seed])
        }
      }
    }
  }

  /// Counts, medians and every run's steps and moments.
  func values() throws -> [String: [Double]] {
    let outcomes = try parallelMap(runs, outcome)
    let finite = outcomes.filter { $0.loss.isFinite && $0.loss <= 1e6 }
    return [
      "converged": [Double(finite.count { $0.loss < 1e-6 })], "diverged": [Double(outcomes.count - finite.count)],
      "total_steps": [Double(outcomes.reduce(0) { $0 + $1.steps })],
      "median_gW2": [median(finite.map(\.weightMoment))], "median_gx2": [median(finite.map(\.inputMoment))],
      "steps": outcomes.map { Double($0.steps) }, "gW2": outcomes.map(\.weightMoment),
      "gx2": outcomes.map(\.inputMoment),
    ]
  }

  private func outcome(_ run: Run) throws -> Outcome {
    var result = Outcome()
    var parameters = run.start
    let rate = theoryLearningRate(fromPyTorchRate: run.rate, reduction: .mean, outputDimension: 1)
    let step = network.trainingStep(on: data, learningRate: rate, batchSize: run.batchSize)
    var batch = [Int](repeating: 0, count: run.batchSize)
    while true {
      let outputs = try? network.outputs(on: data.inputs, at: parameters)
      result.loss = try outputs.map { 2 * (try SquaredLoss.value(outputs: $0, targets: data.targets)) } ?? .infinity
      guard result.steps < Self.limit, result.loss.isFinite, result.loss >= 1e-6, result.loss <= 1e6 else { break }
      for _ in 0..<Self.interval {
        for i in 0..<run.batchSize { batch[i] = run.order[result.steps * run.batchSize + i] }
        step.update(&parameters, batch: batch, count: run.batchSize)
        result.steps += 1
      }
    }
    guard result.loss.isFinite else { return result }
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    result.weightMoment = point.parameterGradientMoment(order: 1)
    result.inputMoment = point.inputGradientMoment(order: 1)
    for order in 2...3 {
      _ = point.parameterGradientMoment(order: order)
      _ = point.inputGradientMoment(order: order)
    }
    return result
  }
}
