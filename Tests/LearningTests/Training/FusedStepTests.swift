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

  @Test("in single precision round each parameter once, whatever the batch", arguments: shapes)
  func roundedOnce(widths: [Int]) throws {
    for (seed, batchSize) in [1, 2, 3, 4, 10, 23].enumerated() {
      for activation in Activation.allCases {
        let (network, wild, wildData) = try randomProblem(
          widths: widths, activation: activation, samples: 46, seed: UInt64(seed))
        // Numbers that single precision has exactly; parameters of about the same size; steps of some hundred units in
        // the last place, so that what the gradient's own error adds is below a tenth of a unit.
        let start = wild.map {
          Double(Float((0.5 + 0.5 * abs($0).truncatingRemainder(dividingBy: 1)) * ($0 < 0 ? -1 : 1)))
        }
        func rounded(_ matrix: Matrix) -> Matrix {
          Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map { Double(Float($0)) })
        }
        let data = try Dataset(inputs: rounded(wildData.inputs), targets: rounded(wildData.targets))
        let steepest = try network.lossGradient(on: data, at: start).map(abs).max() ?? 0
        let rate = 3e-5 / steepest
        // Two batches: the second finds the first one's update of a wide layer still to be made.
        let order = try BatchOrder([Array(0..<batchSize), Array(23..<23 + batchSize)])
        let expected = try reference(network, data, start, order, learningRate: rate)
        for instructions in InstructionSet.available {
          let step = try #require(
            DenseTrainingStep(
              network: network, data: data, learningRate: rate, batchSize: batchSize, precision: .single,
              instructions: instructions))
          var parameters = start
          step.update(&parameters, batches: order)
          let error = zip(parameters, expected).map { abs($0 - $1) / Double(Float($1).ulp) }.max() ?? 0
          #expect(error < 2 * 0.6, "\(instructions), \(activation), batches of \(batchSize): \(error) units")
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

  @Test("are the same bits on one thread and on several", arguments: InstructionSet.available)
  func threads(instructions: InstructionSet) throws {
    for (widths, batchSize) in [
      ([130, 200, 90, 3], 1), ([40, 333, 120, 2], 3), ([40, 333, 120, 2], 24), ([9, 5, 1], 4),
    ] {
      for (activation, precision) in [(Activation.tanh, TrainingPrecision.double), (.relu, .double), (.relu, .single)] {
        let (network, wild, data) = try randomProblem(widths: widths, activation: activation, samples: 48, seed: 12)
        let start = wild.map { 0.3 * $0 }
        var generator = SplitMix64(seed: 13)
        let order = try BatchOrder(epochs: (0..<4).map { _ in generator.shuffledIndices(48) }, batchSize: batchSize)
        let ends = try [1, 2, 3, 5].map { threads in
          let step = try #require(
            DenseTrainingStep(
              network: network, data: data, learningRate: 1e-3, batchSize: batchSize, precision: precision,
              instructions: instructions, threads: threads))
          var parameters = start
          step.update(&parameters, batches: order)
          return parameters
        }
        #expect(ends[0] != start)
        #expect(ends.allSatisfy { $0 == ends[0] }, "\(widths), \(activation), \(precision)")
      }
    }
  }

  @Test("take all cores where a step is long and nobody else works")
  func cores() throws {
    let wide = try DenseNetwork(widths: [784, 500, 500, 2], activation: .relu)
    #expect(DenseTrainingStep.threadCount(for: wide, batchSize: 100) == Cores.count)
    #expect(DenseTrainingStep.threadCount(for: wide, batchSize: 1) == 1)
    let shared = parallelMap(0..<3) { _ in DenseTrainingStep.threadCount(for: wide, batchSize: 100) }
    #expect(shared == [1, 1, 1])
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
