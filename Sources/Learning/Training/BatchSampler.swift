import LinearAlgebra

/// An endless stream of batches of sample indices.
struct BatchSampler {
  private let sampling: BatchSampling
  private let batchSize: Int
  private var order: [Int32]
  private var position: Int
  /// For place i of a batch, how to draw from the n − i samples that are left; with replacement the same everywhere.
  private let draws: [BoundedDraw]

  init(sampling: BatchSampling, batchSize: Int, sampleCount: Int) {
    self.sampling = sampling
    self.batchSize = batchSize
    order = (0..<Int32(sampleCount)).map { $0 }
    position = sampleCount
    draws =
      switch sampling {
      case .withReplacement: [BoundedDraw(below: sampleCount)]
      case .withoutReplacement: (0..<batchSize).map { BoundedDraw(below: sampleCount - $0) }
      case .reshuffling: (1...sampleCount).map { BoundedDraw(below: $0) }
      }
  }

  /// Replaces `batches` by the next `steps` batches.
  mutating func draw<Generator: RandomNumberGenerator>(
    _ steps: Int, into batches: inout BatchOrder, using generator: inout Generator
  ) {
    guard Generator.self == SplitMix64.self else { return fill(&batches, steps, using: &generator) }
    // The library's own generator, known to the compiler: ten times as fast as through its protocol.
    withUnsafeMutablePointer(to: &generator) { pointer in
      pointer.withMemoryRebound(to: SplitMix64.self, capacity: 1) { fill(&batches, steps, using: &$0.pointee) }
    }
  }

  private mutating func fill(
    _ batches: inout BatchOrder, _ steps: Int, using generator: inout some RandomNumberGenerator
  ) {
    batches.removeAll(largestIndex: order.count - 1)
    let count = order.count
    for _ in 0..<steps {
      switch sampling {
      case .withReplacement:
        batches.append(batchSize) { batch in
          for i in 0..<batchSize { batch[i] = Int32(truncatingIfNeeded: draws[0].next(using: &generator)) }
        }
      case .withoutReplacement:
        // The first B steps of a Fisher–Yates shuffle, from whatever order is there.
        batches.append(batchSize) { batch in
          order.withUnsafeMutableBufferPointer { order in
            for i in 0..<batchSize {
              order.swapAt(i, i + draws[i].next(using: &generator))
              batch[i] = order[i]
            }
          }
        }
      case .reshuffling:
        if position >= count {
          for i in stride(from: count - 1, to: 0, by: -1) { order.swapAt(i, draws[i].next(using: &generator)) }
          position = 0
        }
        let taken = min(batchSize, count - position)
        batches.append(taken) { batch in
          for i in 0..<taken { batch[i] = order[position + i] }
        }
        position += taken
      }
    }
  }
}

/// A uniform draw below a bound that is known beforehand: what `uniformIndex(below:)` gives, without divisions.
struct BoundedDraw {
  private let bound: UInt64
  /// Draws above are rejected: they belong to the last, incomplete cycle.
  private let limit: UInt64
  /// ⌊(2⁶⁴ − 1)/bound⌋
  private let inverse: UInt64

  init(below bound: Int) {
    precondition(bound > 0, "no index lies below \(bound)")
    self.bound = UInt64(bound)
    inverse = .max / self.bound
    limit = .max - (.max % self.bound + 1) % self.bound
  }

  @inline(__always)
  func next(using generator: inout some RandomNumberGenerator) -> Int {
    var draw = generator.next()
    while draw > limit { draw = generator.next() }
    // The quotient by the inverse is at most 2 too small.
    var rest = draw &- draw.multipliedFullWidth(by: inverse).high &* bound
    while rest >= bound { rest &-= bound }
    return Int(truncatingIfNeeded: rest)
  }
}
