import Flatbook

/// W1 to W3: SGD over batches that are given.
struct OurTraining {
  private let network: DenseNetwork
  private let data: Dataset
  private let start: [Double]
  private let order: BatchOrder
  private let steps: Int
  private let batchSize: Int
  private let learningRate: Double

  init(_ training: WorkloadPlan.Training, _ plan: WorkloadPlan, _ arrays: WorkloadArrays) throws {
    network = try plan.network(training.net)
    data = try arrays.data(training.net)
    start = try arrays.doubles(training.start)
    steps = training.steps
    batchSize = training.batchSize
    order = try BatchOrder(
      epochs: [Array(arrays.indices(training.perm).prefix(steps * batchSize))], batchSize: batchSize)
    learningRate = theoryLearningRate(
      fromPyTorchRate: training.rate, reduction: .mean, outputDimension: network.outputDimension)
  }

  /// The trained parameters.
  func train() -> [Double] {
    var parameters = start
    network.trainingStep(on: data, learningRate: learningRate, batchSize: batchSize)
      .update(&parameters, batches: order)
    return parameters
  }

  /// What is compared: PyTorch's loss over all data and ‖W‖.
  func values() throws -> [String: [Double]] {
    let parameters = train()
    let outputs = try network.outputs(on: data.inputs, at: parameters)
    let loss = try SquaredLoss.value(outputs: outputs, targets: data.targets)
    return [
      "steps": [Double(steps)], "loss": [loss * 2 / Double(network.outputDimension)], "w_norm": [norm(parameters)],
    ]
  }
}
