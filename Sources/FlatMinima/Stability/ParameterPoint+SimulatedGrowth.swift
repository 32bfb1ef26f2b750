import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ParameterPoint {
  /// Simulates linearised SGD in parameter space and measures how E‖v‖^k grows; nothing of size n × n or n × P is formed.
  ///
  /// As ``GradientSpan/simulatedGrowth(order:learningRate:batchSize:sampling:walkers:steps:using:)``, with walkers of P
  /// numbers that start in the span of the gradients and stay there. Each step of a walker evaluates the Jacobian on its
  /// batch: about 10 BP operations. Memory: 2 · `walkers` · P numbers.
  ///
  /// - Throws: ``StabilityError`` when a batch cannot be drawn, or for too few walkers or steps; `NetworkError`.
  public func simulatedGrowth(
    order: Int = 2, learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    walkers: Int = 200, steps: Int = 200, using generator: inout some RandomNumberGenerator
  ) throws -> MomentGrowthEstimate {
    guard order >= 1 else { throw StabilityError.badOrder(order) }
    try requireLearningRate(learningRate)
    _ = try sampling.independentMixingWeight(batchSize: batchSize, sampleCount: data.count)
    guard walkers >= 2, steps >= 10 else { throw StabilityError.tooSmallSimulation(walkers: walkers, steps: steps) }
    guard trace > 0 else { return MomentGrowthEstimate(growthFactor: 1, standardError: 0) }
    var positions: [[Double]] = []
    for _ in 0..<walkers {
      positions.append(jacobian.transposedTimes(generator.normals(data.count * network.outputDimension)))
    }
    var indices = Array(0..<data.count)
    var logs: [Double] = []
    let discarded = steps / 4
    for step in 0..<discarded + steps {
      let moves = positions.map { position in
        (position, drawBatch(batchSize, sampling, from: &indices, using: &generator))
      }
      positions = try parallelMap(moves) { position, batch in
        let part = try network.jacobian(on: data.inputs.rows(at: batch), at: parameters)
        let change = part.transposedTimes(part.times(position))
        let rate = learningRate / Double(batchSize)
        return position.indices.map { position[$0] - rate * change[$0] }
      }
      let lengths = positions.map { norm($0) }
      let weights = lengths.map { pow($0, Double(order)) }
      let mean = weights.reduce(0, +) / Double(walkers)
      guard mean > 0, mean.isFinite else { break }
      // Not yet of length 1 when the first step is done, so that step is never measured.
      if step >= max(1, discarded) { logs.append(log(mean)) }
      positions = systematicResample(weights, offset: generator.uniform()).map { index in
        positions[index].map { $0 / lengths[index] }
      }
    }
    return MomentGrowthEstimate(logarithms: logs)
  }
}

/// The indices of one batch; `indices` is any order of all samples and is left in another.
private func drawBatch(
  _ batchSize: Int, _ sampling: BatchSampling, from indices: inout [Int],
  using generator: inout some RandomNumberGenerator
) -> [Int] {
  let count = indices.count
  if sampling == .withReplacement { return (0..<batchSize).map { _ in generator.uniformIndex(below: count) } }
  for b in 0..<batchSize { indices.swapAt(b, b + generator.uniformIndex(below: count - b)) }
  return Array(indices.prefix(batchSize))
}
