/// The batches of a run, written down: which samples each step uses.
///
/// With it a run whose order was recorded elsewhere can be repeated exactly.
public struct BatchOrder: Sendable, Hashable {
  /// The sample indices of all batches, one batch after another.
  private(set) var indices: [Int32] = []
  /// How many indices each batch has.
  private(set) var sizes: [Int32] = []
  /// The largest sample index; -1 when there is none.
  public private(set) var largestIndex = -1
  /// The size of the largest batch; 0 when there is none.
  public private(set) var largestBatch = 0

  /// No batch yet.
  init() {}

  /// The batches as they are.
  ///
  /// - Throws: ``TrainingError/badBatch(step:)`` for an empty batch or a negative index.
  public init(_ batches: some Sequence<[Int]>) throws(TrainingError) {
    for batch in batches { try append(batch[...]) }
  }

  /// Consecutive slices of `batchSize` out of each order of the samples, as a data loader makes them; the last slice of
  /// an epoch may be short.
  ///
  /// - Throws: ``TrainingError/badBatchSize(_:)``, or ``TrainingError/badBatch(step:)`` for a negative index.
  public init(epochs: some Sequence<[Int]>, batchSize: Int) throws(TrainingError) {
    guard batchSize >= 1 else { throw .badBatchSize(batchSize) }
    for epoch in epochs {
      for start in stride(from: 0, to: epoch.count, by: batchSize) {
        try append(epoch[start..<min(epoch.count, start + batchSize)])
      }
    }
  }

  /// How many steps the batches are for.
  public var stepCount: Int { sizes.count }

  /// The batches one by one. O(all indices).
  public var batches: [[Int]] {
    var position = 0
    return sizes.map { size in
      defer { position += Int(size) }
      return indices[position..<position + Int(size)].map { Int($0) }
    }
  }

  private mutating func append(_ batch: ArraySlice<Int>) throws(TrainingError) {
    guard let smallest = batch.min(), let largest = batch.max(), smallest >= 0, largest < Int(Int32.max) else {
      throw .badBatch(step: sizes.count)
    }
    largestIndex = max(largestIndex, largest)
    largestBatch = max(largestBatch, batch.count)
    sizes.append(Int32(batch.count))
    for index in batch { indices.append(Int32(index)) }
  }
}

extension BatchOrder {
  /// Forgets the batches and keeps the memory, for batches whose indices go up to `largestIndex`.
  mutating func removeAll(largestIndex: Int) {
    indices.removeAll(keepingCapacity: true)
    sizes.removeAll(keepingCapacity: true)
    self.largestIndex = largestIndex
    largestBatch = 0
  }

  /// One batch more, written by `fill`; its indices are in range by the caller's word.
  @inline(__always)
  mutating func append(_ count: Int, _ fill: (UnsafeMutableBufferPointer<Int32>) -> Void) {
    let start = indices.count
    for _ in 0..<count { indices.append(0) }
    indices.withUnsafeMutableBufferPointer { fill(UnsafeMutableBufferPointer(rebasing: $0[start...])) }
    sizes.append(Int32(count))
    largestBatch = max(largestBatch, count)
  }

  /// Replaces the content by the batches of some steps of another order, whose first index stands at `position`;
  /// returns where the next batch starts.
  mutating func copy(_ steps: Range<Int>, of other: BatchOrder, from position: Int) -> Int {
    removeAll(largestIndex: other.largestIndex)
    sizes.append(contentsOf: other.sizes[steps])
    let end = position + sizes.reduce(0) { $0 + Int($1) }
    indices.append(contentsOf: other.indices[position..<end])
    largestBatch = other.largestBatch
    return end
  }
}
