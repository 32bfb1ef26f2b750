import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An estimate of the moment Lyapunov exponent Λ(k) = lim (1/t) log E‖v_t‖^k by simulating linearised SGD.
public struct MomentGrowthEstimate: Sendable, Hashable {
  /// The growth of E‖v_t‖^k per step, e^{Λ(k)}; at most 1 means stable.
  public let growthFactor: Double
  /// Of log ``growthFactor``, by batch means.
  public let standardError: Double
}

extension GradientSpan {
  /// Simulates linearised SGD with many walkers and measures how E‖v‖^k grows.
  ///
  /// Each walker lives on the unit sphere of the span; after a step walkers are cloned in proportion to ‖v‖^k. Plain
  /// averages of ‖v_t‖^k would miss the rare walkers that carry the moment and be wrong; cloning is not. Under
  /// reshuffling every walker has an epoch of its own, all in step, and a clone goes on with the epoch it copied; the
  /// growth is per step, over whole epochs.
  /// Cost: `walkers` · nC · r operations per step. Source: derived in Documentation/Theory.
  ///
  /// - Parameters:
  ///   - order: k, the power whose growth is measured; 2 for the mean square.
  ///   - walkers: 2 or more.
  ///   - steps: measured steps, 10 or more, after `steps / 4` that are thrown away. Under reshuffling both are rounded up to
  ///     whole epochs, of which at least 10 are measured.
  /// - Throws: ``StabilityError`` when a batch cannot be drawn, or for too few walkers or steps.
  public func simulatedGrowth(
    order: Int = 2, learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    walkers: Int = 2000, steps: Int = 200, using generator: inout some RandomNumberGenerator
  ) throws(StabilityError) -> MomentGrowthEstimate {
    guard order >= 1 else { throw .badOrder(order) }
    try requireLearningRate(learningRate)
    let scheme: BatchSampling = sampling == .reshuffling ? .withoutReplacement : sampling
    _ = try scheme.independentMixingWeight(batchSize: batchSize, sampleCount: sampleCount)
    guard walkers >= 2, steps >= 10 else { throw .tooSmallSimulation(walkers: walkers, steps: steps) }
    guard rank > 0 else { return MomentGrowthEstimate(growthFactor: 1, standardError: 0) }
    let r = rank
    let rows = sampleCount * outputDimension
    var position = Matrix(rows: walkers, columns: r)
    for i in position.elements.indices { position.elements[i] = generator.normal() }
    var batches = WalkerBatches(
      sampling: sampling, batchSize: batchSize, sampleCount: sampleCount, walkers: walkers)
    var logs: [Double] = []
    let epoch = batches.stepsPerEpoch
    let discarded = (steps / 4 + epoch - 1) / epoch * epoch
    let measured = epoch == 1 ? steps : max(10, (steps + epoch - 1) / epoch) * epoch
    for step in 0..<discarded + measured {
      // U = V Sᵀ holds g_i·v for all samples; only the batch's entries, weighted by how often they were drawn, act.
      var responses = position.timesTransposed(coordinates)
      var counts = [Double](repeating: 0, count: sampleCount)
      let size = batches.nextSize(step: step)
      for walker in 0..<walkers {
        for i in 0..<sampleCount { counts[i] = 0 }
        batches.count(into: &counts, walker: walker, step: step, using: &generator)
        for row in 0..<rows { responses.elements[walker * rows + row] *= counts[row / outputDimension] }
      }
      BLAS.multiply(
        walkers, r, rows, alpha: -learningRate / Double(size), responses.elements, .plain, coordinates.elements,
        .plain, beta: 1, into: &position.elements)
      var weights = [Double](repeating: 0, count: walkers)
      for walker in 0..<walkers {
        var square = 0.0
        for j in 0..<r { square += position[walker, j] * position[walker, j] }
        let length = square.squareRoot()
        weights[walker] = pow(length, Double(order))
        if length > 0 { for j in 0..<r { position[walker, j] /= length } }
      }
      let mean = weights.reduce(0, +) / Double(walkers)
      guard mean > 0, mean.isFinite else { break }
      if step >= discarded { logs.append(log(mean)) }
      let parents = systematicResample(weights, offset: generator.uniform())
      position = position.rows(at: parents)
      batches.resample(parents)
    }
    guard logs.count >= 10 else { return MomentGrowthEstimate(growthFactor: 0, standardError: 0) }
    let mean = logs.reduce(0, +) / Double(logs.count)
    // Means over ten blocks of whole epochs are nearly independent, single steps are not.
    let blocks = 10
    let length = logs.count / epoch / blocks * epoch
    let blockMeans = (0..<blocks).map { b in logs[b * length..<(b + 1) * length].reduce(0, +) / Double(length) }
    let spread = blockMeans.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let error = (spread / Double(blocks * (blocks - 1))).squareRoot()
    return MomentGrowthEstimate(growthFactor: exp(mean), standardError: error)
  }
}

/// The batches of many walkers that take their steps together.
private struct WalkerBatches {
  let sampling: BatchSampling
  let batchSize: Int
  let sampleCount: Int
  /// 1 unless the samples are reshuffled.
  let stepsPerEpoch: Int
  /// Under reshuffling one order for each walker, whose first samples the epoch has used; else one for all.
  private var orders: [[Int]]

  init(sampling: BatchSampling, batchSize: Int, sampleCount: Int, walkers: Int) {
    self.sampling = sampling
    self.batchSize = batchSize
    self.sampleCount = sampleCount
    stepsPerEpoch = sampling == .reshuffling ? (sampleCount + batchSize - 1) / batchSize : 1
    orders = Array(repeating: Array(0..<sampleCount), count: sampling == .reshuffling ? walkers : 1)
  }

  /// How many samples the batch of a step has.
  func nextSize(step: Int) -> Int { min(batchSize, sampling == .reshuffling ? sampleCount - used(step) : batchSize) }

  private func used(_ step: Int) -> Int { sampling == .reshuffling ? step % stepsPerEpoch * batchSize : 0 }

  /// Adds to `counts` how often each sample is drawn.
  mutating func count(
    into counts: inout [Double], walker: Int, step: Int, using generator: inout some RandomNumberGenerator
  ) {
    let first = used(step)
    let order = sampling == .reshuffling ? walker : 0
    for b in first..<first + nextSize(step: step) {
      if sampling == .withReplacement {
        counts[generator.uniformIndex(below: sampleCount)] += 1
      } else {
        orders[order].swapAt(b, b + generator.uniformIndex(below: sampleCount - b))
        counts[orders[order][b]] += 1
      }
    }
  }

  /// Gives every walker the epoch of its parent.
  mutating func resample(_ parents: [Int]) {
    if sampling == .reshuffling { orders = parents.map { orders[$0] } }
  }
}

/// One index per weight, each index about as often as its share of the total weight.
private func systematicResample(_ weights: [Double], offset: Double) -> [Int] {
  let total = weights.reduce(0, +)
  var result: [Int] = []
  result.reserveCapacity(weights.count)
  var index = 0
  var cumulative = weights[0]
  for slot in weights.indices {
    let target = (Double(slot) + offset) / Double(weights.count) * total
    while cumulative < target, index + 1 < weights.count {
      index += 1
      cumulative += weights[index]
    }
    result.append(index)
  }
  return result
}
