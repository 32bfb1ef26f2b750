import LinearAlgebra
import Testing

@testable import Learning

/// Steps by the definition: the gradient of each batch, from the network's own derivatives.
private func reference(
  _ network: DenseNetwork, _ data: Dataset, _ start: [Double], _ order: BatchOrder, learningRate: Double
) throws -> [Double] {
  var parameters = start
  for batch in order.batches {
    let gradient = try network.lossGradient(on: data.subset(at: batch), at: parameters)
    for j in parameters.indices { parameters[j] -= learningRate * gradient[j] }
  }
  return parameters
}

private func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).map { abs($0 - $1) / max(1, abs($1)) }.max() ?? 0
}

/// Widths on both sides of every vector length, narrow and wide outputs, one layer and many.
private let shapes: [[Int]] = [
  [1, 1], [3, 2], [5, 17, 1], [20, 100, 1], [1, 20, 20, 1], [7, 8, 9, 16, 3], [2, 33, 5], [70, 40, 9], [4, 3, 50, 2],
  [9, 65, 31, 12], [130, 37, 2],
]

@Suite("Fused steps") struct FusedStepTests {
  @Test(
    "are the steps of the definition, at every instruction set, shape, activation and batch size", arguments: shapes)
  func definition(widths: [Int]) throws {
    var seed: UInt64 = 10
    let rate = 0.3 / Double(10 + widths.reduce(0, max))
    for activation in Activation.allCases {
      for biases in [DenseNetwork.Biases.everyLayer, .none] {
        for batchSize in [1, 2, 3, 4, 7, 10, 19] {
          seed += 1
          let (network, wild, data) = try randomProblem(
            widths: widths, activation: activation, biases: biases, samples: 23, seed: seed)
          let start = wild.map { 0.3 * $0 }
          var generator = SplitMix64(seed: seed)
          let order = try BatchOrder(
            epochs: (0..<2).map { _ in generator.shuffledIndices(23) }, batchSize: batchSize)
          let expected = try reference(network, data, start, order, learningRate: rate)
          for instructions in InstructionSet.available {
            for (precision, tolerance) in [(TrainingPrecision.double, 1e-12), (.single, 2e-4)] {
              let step = try #require(
                DenseTrainingStep(
                  network: network, data: data, learningRate: rate, batchSize: batchSize, precision: precision,
                  instructions: instructions))
              var parameters = start
              step.update(&parameters, batches: order)
              let difference = largestDifference(parameters, expected)
              #expect(
                difference < tolerance,
                "\(instructions), \(precision), \(activation), \(biases), batches of \(batchSize): \(difference)")
            }
          }
        }
      }
    }
  }

  @Test("do not depend on how many are taken at a time", arguments: InstructionSet.available)
  func together(instructions: InstructionSet) throws {
    for batchSize in [1, 3, 8] {
      let (network, start, data) = try randomProblem(
        widths: [5, 40, 12, 3], activation: .tanh, samples: 16, seed: 8)
      var generator = SplitMix64(seed: 9)
      let order = try BatchOrder(epochs: (0..<5).map { _ in generator.shuffledIndices(16) }, batchSize: batchSize)
      let step = try #require(
        DenseTrainingStep(
          network: network, data: data, learningRate: 0.01, batchSize: batchSize, instructions: instructions))
      var (atOnce, oneByOne) = (start, start)
      step.update(&atOnce, batches: order)
      for batch in order.batches { step.update(&oneByOne, batch: batch, count: batch.count) }
      #expect(atOnce == oneByOne)
    }
  }

  @Test("follow recorded runs of other programs", arguments: InstructionSet.available)
  func checkpoints(instructions: InstructionSet) throws {
    // Losses are PyTorch's MSELoss, agreed upon by NumPy, PyTorch, JAX and C. Rates double: the loss here is half.
    for workload in [Workload.wideTanh, .deepReLU] {
      let run = try workload.load()
      let step = try #require(
        DenseTrainingStep(
          network: run.network, data: run.data, learningRate: 2 * workload.rate, batchSize: workload.batchSize,
          instructions: instructions))
      var parameters = run.start
      var done = 0
      for (steps, loss) in workload.losses {
        step.update(&parameters, batches: try run.order(steps: done..<steps))
        done = steps
        let outputs = try run.network.outputs(on: run.data.inputs, at: parameters)
        let found = 2 * (try SquaredLoss.value(outputs: outputs, targets: run.data.targets))
        #expect(abs(found / loss - 1) < 1e-12 * Double(steps).squareRoot() + 1e-13, "\(workload.name) \(steps)")
      }
    }
  }
}

/// A training run that was made elsewhere too: data, start, order of the batches, losses on the way.
private struct Workload: Sendable {
  let name: String
  let widths: [Int]
  let activation: Activation
  let batchSize: Int
  let rate: Double
  let orderSeed: UInt64
  let losses: [(Int, Double)]

  static let wideTanh = Workload(
    name: "wide-tanh", widths: [20, 100, 1], activation: .tanh, batchSize: 10, rate: 0.02, orderSeed: 105,
    losses: [(1, 0.9969669040491405), (10, 0.30224575096455536), (1000, 0.013274787803199376)])
  static let deepReLU = Workload(
    name: "deep-relu", widths: [1, 20, 20, 1], activation: .relu, batchSize: 2, rate: 0.05, orderSeed: 305,
    losses: [
      (1, 0.08350747369302473), (10, 0.07915003939622432), (1000, 0.003276876688761523),
      (20_000, 2.0561035704541366e-05),
    ])

  struct Loaded {
    let network: DenseNetwork
    let data: Dataset
    let start: [Double]
    let batches: [[Int]]

    func order(steps: Range<Int>) throws -> BatchOrder { try BatchOrder(batches[steps]) }
  }

  func load() throws -> Loaded {
    func numbers(_ part: String) throws -> [Double] { try WorkloadFile.numbers("\(name)-\(part)") }
    let inputs = try numbers("inputs")
    let samples = inputs.count / widths[0]
    var generator = SplitMix64(seed: orderSeed)
    let steps = losses.map(\.0).max() ?? 0
    let order = try BatchOrder(
      epochs: (0..<(steps * batchSize + samples - 1) / samples).map { _ in generator.shuffledIndices(samples) },
      batchSize: batchSize)
    return Loaded(
      network: try DenseNetwork(widths: widths, activation: activation),
      data: try Dataset(
        inputs: Matrix(rows: samples, columns: widths[0], elements: inputs), targets: try numbers("targets")),
      start: try numbers("start"), batches: order.batches)
  }
}
