import LinearAlgebra

/// How a batch of B samples out of n is drawn at every step.
public enum BatchSampling: String, Sendable, Hashable, Codable, CaseIterable {
  /// B independent draws; an index may repeat within a batch.
  case withReplacement
  /// B distinct indices, independent of the batches before.
  case withoutReplacement
  /// A fresh order of all samples each epoch, cut into batches; the last one of an epoch may be short, and is
  /// used at the same learning rate. What framework data loaders do. The stability theory is about the other two.
  case reshuffling

  /// The weight π in T₂ = (1 − π)·(full batch) + π·(one sample): 1/B with replacement, (n − B)/(B(n − 1)) without.
  ///
  /// For n = 1 it is 1, by convention. `nil` for reshuffling, whose batches are not independent.
  /// Source: Mulayoff and Michaeli 2024; derived in Documentation/Theory.
  public func mixingWeight(batchSize: Int, sampleCount: Int) -> Double? {
    let b = Double(batchSize)
    let n = Double(sampleCount)
    switch self {
    case .withReplacement: return sampleCount == 1 ? 1 : 1 / b
    case .withoutReplacement: return sampleCount == 1 ? 1 : (n - b) / (b * (n - 1))
    case .reshuffling: return nil
    }
  }
}

/// An endless stream of batches of sample indices.
struct BatchSampler {
  private let sampling: BatchSampling
  private let batchSize: Int
  private var order: [Int]
  private var position = 0

  init(sampling: BatchSampling, batchSize: Int, sampleCount: Int) {
    self.sampling = sampling
    self.batchSize = batchSize
    order = Array(0..<sampleCount)
    position = sampleCount
  }

  /// Writes the next batch to `batch` and returns how many indices it has.
  mutating func next(into batch: inout [Int], using generator: inout some RandomNumberGenerator) -> Int {
    let count = order.count
    switch sampling {
    case .withReplacement:
      for i in 0..<batchSize { batch[i] = generator.uniformIndex(below: count) }
      return batchSize
    case .withoutReplacement:
      // The first B steps of a Fisher–Yates shuffle, from whatever order is there.
      for i in 0..<batchSize {
        order.swapAt(i, i + generator.uniformIndex(below: count - i))
        batch[i] = order[i]
      }
      return batchSize
    case .reshuffling:
      if position >= count {
        for i in stride(from: count - 1, to: 0, by: -1) {
          order.swapAt(i, generator.uniformIndex(below: i + 1))
        }
        position = 0
      }
      let taken = min(batchSize, count - position)
      for i in 0..<taken { batch[i] = order[position + i] }
      position += taken
      return taken
    }
  }
}
