import CKernels
import LinearAlgebra

/// Steps of a dense network in one call for many: forward, residual, backward and update in kernels that know the
/// network's shape, read each weight twice a step and allocate nothing.
final class DenseTrainingStep: TrainingStepping {
  private let run: OpaquePointer
  private let learningRate: Double
  private let data: Dataset
  private let capacity: Int
  private let parameterCount: Int

  /// Nil when there is no memory for the run.
  ///
  /// - Parameter threads: how many may share a step; by default all cores where that pays.
  init?(
    network: DenseNetwork, data: Dataset, learningRate: Double, batchSize: Int, precision: TrainingPrecision = .double,
    instructions: InstructionSet = .best, threads: Int? = nil
  ) {
    let run = network.withKernelShape(
      batchSize: batchSize, precision: precision, instructions: instructions,
      threads: threads ?? Self.threadCount(for: network, batchSize: batchSize)
    ) { shape in
      flatbook_dense_create(shape)
    }
    guard let run else { return nil }
    self.run = run
    self.learningRate = learningRate
    self.data = data
    capacity = batchSize
    parameterCount = network.parameterCount
  }

  deinit { flatbook_dense_destroy(run) }

  /// All cores, unless other work shares them or a step is done in less than some 0.1 ms.
  static func threadCount(for network: DenseNetwork, batchSize: Int) -> Int {
    let operations = 6 * batchSize * network.parameterCount
    return operations < 10_000_000 ? 1 : Cores.available
  }

  func update(_ parameters: inout [Double], batch: [Int], count: Int) {
    take(1, of: batch.prefix(count).map { Int32($0) }, sizes: [Int32(count)], &parameters)
  }

  func update(_ parameters: inout [Double], batches: BatchOrder) {
    take(batches.stepCount, of: batches.indices, sizes: batches.sizes, &parameters)
  }

  private func take(_ steps: Int, of indices: [Int32], sizes: [Int32], _ parameters: inout [Double]) {
    precondition(parameters.count == parameterCount, "\(parameters.count) parameters instead of \(parameterCount)")
    var sum = 0
    for size in sizes {
      precondition(size > 0 && size <= capacity, "a batch of \(size) samples in a run with batches of \(capacity)")
      sum += Int(size)
    }
    precondition(sum <= indices.count, "\(indices.count) indices for batches of \(sum) samples in all")
    let range = UInt32(data.count)
    let inside = indices.allSatisfy { UInt32(bitPattern: $0) < range }
    precondition(inside, "a sample index outside 0 ..< \(data.count)")
    flatbook_dense_load(run, parameters)
    data.withKernelData { flatbook_dense_steps(run, $0, indices, sizes, 0, steps, learningRate) }
    parameters.withUnsafeMutableBufferPointer { flatbook_dense_store(run, $0.baseAddress) }
  }
}

extension Dataset {
  /// The samples as the kernels want to know them.
  func withKernelData<Result>(_ body: (flatbook_data) -> Result) -> Result {
    inputs.elements.withUnsafeBufferPointer { x in
      targets.elements.withUnsafeBufferPointer { y in
        body(flatbook_data(inputs: x.baseAddress, targets: y.baseAddress, samples: count))
      }
    }
  }
}

extension DenseNetwork {
  /// The network as the kernels want to know it.
  func withKernelShape<Result>(
    batchSize: Int, precision: TrainingPrecision, instructions: InstructionSet, threads: Int = 1,
    _ body: (flatbook_dense_shape) -> Result
  ) -> Result {
    widths.map { Int32($0) }.withUnsafeBufferPointer { widths in
      body(
        flatbook_dense_shape(
          level: instructions.level, single: precision == .single,
          activation: activation == .tanh ? flatbook_hyperbolic_tangent : flatbook_relu,
          biases: biases == .everyLayer, layer_count: Int32(layerCount), widths: widths.baseAddress,
          batch_capacity: Int32(batchSize), threads: Int32(clamping: threads)))
    }
  }

  /// Steps by the fused kernels, in buffers that are allocated once.
  ///
  /// They are at least as fast as the products of a BLAS at every size, batch and instruction set that was measured
  /// (Documentation/Training.md), so there is no other way. Only without memory for the buffers are gradients computed.
  public func trainingStep(on data: Dataset, learningRate: Double, batchSize: Int) -> any TrainingStepping {
    DenseTrainingStep(network: self, data: data, learningRate: learningRate, batchSize: batchSize)
      ?? GradientStep(network: self, data: data, learningRate: learningRate)
  }
}

extension DenseNetwork: SinglePrecisionTraining {
  func singlePrecisionTrainingStep(
    on data: Dataset, learningRate: Double, batchSize: Int
  ) -> (any TrainingStepping)? {
    DenseTrainingStep(
      network: self, data: data, learningRate: learningRate, batchSize: batchSize, precision: .single)
  }
}
