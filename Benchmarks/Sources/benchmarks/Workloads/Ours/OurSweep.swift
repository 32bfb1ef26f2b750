import Flatbook

/// W8: trainings over rates, batch sizes and seeds with a stopping rule, then their gradient moments; on all cores.
struct OurSweep {
  private let network: DenseNetwork
  private let data: Dataset
  private let runs: [SideBySideTraining.Run]

  /// Steps between two looks at the loss, and the most steps.
  private static let interval = 100
  private static let limit = 50_000

  private struct Outcome: Sendable {
    var steps = 0
    var loss = 0.0
    var weightMoment = 0.0
    var inputMoment = 0.0
  }

  init(_ plan: WorkloadPlan, _ arrays: WorkloadArrays, precision: TrainingPrecision) throws {
    network = try plan.network("w3")
    data = try arrays.data("w3")
    let starts = try plan.w8.seeds.map { try arrays.doubles("w8_init\($0)") }
    let orders = try plan.w8.batchSizes.map { size in
      try plan.w8.seeds.map {
        try BatchOrder(
          epochs: [Array(arrays.indices("w8_perm_\(size)_\($0)").prefix(Self.limit * size))], batchSize: size)
      }
    }
    runs = try plan.w8.rates.flatMap { rate in
      try plan.w8.batchSizes.indices.flatMap { size in
        let method = try StochasticGradientDescent(
          learningRate: theoryLearningRate(fromPyTorchRate: rate, reduction: .mean, outputDimension: 1),
          batchSize: plan.w8.batchSizes[size], precision: precision)
        return plan.w8.seeds.indices.map { seed in
          SideBySideTraining.Run(method, from: starts[seed], batches: .given(orders[size][seed]))
        }
      }
    }
  }

  /// Counts, medians and every run's steps and moments.
  func values() throws -> [String: [Double]] {
    // The loss here is half of the one that the rule is about.
    let training = try SideBySideTraining(
      of: network, on: data, untilLoss: 0.5e-6, divergedAbove: 0.5e6, maximumSteps: Self.limit,
      checkEvery: Self.interval)
    let outcomes = try parallelMap(training.train(runs), outcome)
    let finite = outcomes.filter { $0.loss.isFinite && $0.loss <= 1e6 }
    return [
      "converged": [Double(finite.count { $0.loss < 1e-6 })], "diverged": [Double(outcomes.count - finite.count)],
      "total_steps": [Double(outcomes.reduce(0) { $0 + $1.steps })],
      "median_gW2": [median(finite.map(\.weightMoment))], "median_gx2": [median(finite.map(\.inputMoment))],
      "steps": outcomes.map { Double($0.steps) }, "gW2": outcomes.map(\.weightMoment),
      "gx2": outcomes.map(\.inputMoment),
    ]
  }

  private func outcome(_ run: TrainingResult) throws -> Outcome {
    var result = Outcome(steps: run.steps, loss: 2 * run.loss)
    guard result.loss.isFinite else { return result }
    let point = try ParameterPoint(network: network, parameters: run.parameters, data: data)
    result.weightMoment = point.parameterGradientMoment(order: 1)
    result.inputMoment = point.inputGradientMoment(order: 1)
    for order in 2...3 {
      _ = point.parameterGradientMoment(order: order)
      _ = point.inputGradientMoment(order: order)
    }
    return result
  }
}
