import Flatbook

/// W1 to W3: SGD over batches that are given.
struct OurTraining {
  private let network: DenseNetwork
  private let data: Dataset
  private let start: [Double]
  private let order: BatchOrder
  private let steps: Int
  private let method: StochasticGradientDescent

  init(
    _ training: WorkloadPlan.Training, _ plan: WorkloadPlan, _ arrays: WorkloadArrays,
    precision: TrainingPrecision = .double
  ) throws {
    network = try plan.network(training.net)
    data = try arrays.data(training.net)
    start = try arrays.doubles(training.start)
    steps = training.steps
    order = try BatchOrder(
      epochs: [Array(arrays.indices(training.perm).prefix(steps * training.batchSize))], batchSize: training.batchSize)
    method = try StochasticGradientDescent(
      learningRate: theoryLearningRate(
        fromPyTorchRate: training.rate, reduction: .mean, outputDimension: network.outputDimension),
      batchSize: training.batchSize, precision: precision)
  }

  /// The trained parameters.
  func train() throws -> [Double] {
    guard method.precision == .double else {
      // Looks at the loss before the first step and after the last, which costs this side something.
      return try method.train(network, on: data, from: start, batches: order).parameters
    }
    var parameters = start
    network.trainingStep(on: data, learningRate: method.learningRate, batchSize: method.batchSize)
      .update(&parameters, batches: order)
    return parameters
  }

  /// What is compared: PyTorch's loss over all data and ‖W‖, in double precision at the trained parameters.
  func values() throws -> [String: [Double]] {
    let parameters = try train()
    let outputs = try network.outputs(on: data.inputs, at: parameters)
    let loss = try SquaredLoss.value(outputs: outputs, targets: data.targets)
    return [
      "steps": [Double(steps)], "loss": [loss * 2 / Double(network.outputDimension)], "w_norm": [norm(parameters)],
    ]
  }
}
