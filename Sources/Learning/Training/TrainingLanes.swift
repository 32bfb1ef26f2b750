import CKernels
import LinearAlgebra

/// Trainings in the lanes of a vector: the kernels, with their memory.
final class TrainingLanes {
  private let run: OpaquePointer
  private let network: DenseNetwork
  private let data: Dataset
  private let tables: UnsafeMutablePointer<Int32>
  private var starts: [UnsafePointer<Int32>?]
  /// How many trainings go side by side.
  let count: Int
  let batchSize: Int
  /// Steps for which the tables have room.
  let stepsAtOnce: Int

  /// Nil when there is no memory.
  init?(network: DenseNetwork, data: Dataset, batchSize: Int, instructions: InstructionSet) {
    let run = network.withKernelShape(batchSize: batchSize, precision: .double, instructions: instructions) { shape in
      flatbook_lanes_create(shape)
    }
    guard let run else { return nil }
    self.run = run
    self.network = network
    self.data = data
    self.batchSize = batchSize
    count = Int(flatbook_lane_count(instructions.level))
    stepsAtOnce = max(1, 4096 / batchSize)
    let length = stepsAtOnce * batchSize
    let tables = UnsafeMutablePointer<Int32>.allocate(capacity: count * length)
    tables.initialize(repeating: -1, count: count * length)
    self.tables = tables
    starts = (0..<count).map { UnsafePointer(tables + $0 * length) }
  }

  deinit {
    flatbook_lanes_destroy(run)
    tables.deallocate()
  }

  func load(_ lane: Int, _ parameters: [Double], learningRate: Double) {
    flatbook_lanes_load(run, Int32(lane), parameters, learningRate)
  }

  func empty(_ lane: Int) {
    flatbook_lanes_load(run, Int32(lane), nil, 0)
    table(lane).update(repeating: -1)
  }

  func parameters(_ lane: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: network.parameterCount) { buffer, initialized in
      flatbook_lanes_store(run, Int32(lane), buffer.baseAddress)
      initialized = network.parameterCount
    }
  }

  /// The sample indices of a lane: `batchSize` for each step, -1 where there is none.
  func table(_ lane: Int) -> UnsafeMutableBufferPointer<Int32> {
    let length = stepsAtOnce * batchSize
    return UnsafeMutableBufferPointer(start: tables + lane * length, count: length)
  }

  func step(_ steps: Int) {
    starts.withUnsafeBufferPointer { tables in
      data.withKernelData { flatbook_lanes_steps(run, $0, tables.baseAddress, steps) }
    }
  }

  /// L over all data for every lane; not a number where a parameter is not finite.
  func losses() -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
      data.withKernelData { flatbook_lanes_losses(run, $0, buffer.baseAddress) }
      initialized = count
    }
  }
}
