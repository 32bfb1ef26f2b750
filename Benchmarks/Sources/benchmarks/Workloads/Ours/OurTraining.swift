import Flatbook

/// W1 to W3: SGD over batches that are given.
struct OurTraining {
  private let network: DenseNetwork
  private let data: Dataset
  private let start: [Double]
  private let order: [Int]
  private let steps: Int
  private let batchSize: Int
  private let learningRate: Double

  init(_ training: WorkloadPlan.Training, _ plan: WorkloadPlan, _ arrays: WorkloadArrays) throws {
    network = try plan.network(training.net)
    data = try arrays.data(training.net)
    start = try arrays.doubles(training.start)
    order = try arrays.indices(training.perm)
    steps = training.steps
    batchSize = training.batchSize
    learningRate = theoryLearningRate(
      fromPyTorchRate: training.rate, reduction: .mean, outputDimension: network.outputDimension)
  }

  /// The trained parameters.
  func train() -> [Double] {
    var parameters = start
    let step = network.trainingStep(on: data, learningRate: learningRate, batchSize: batchSize)
    var batch = [Int](repeating: 0, count: batchSize)
    for number in 0..<steps {
      let first = number * batchSize
      for i in 0..<batchSize { batch[i] = order[first + i] }
      step.update(&parameters, batch: batch, count: batchSize)
    }
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
