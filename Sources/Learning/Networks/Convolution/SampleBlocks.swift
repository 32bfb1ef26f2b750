/// A division of samples into blocks that are evaluated together, and of the blocks among the cores.
///
/// It depends on the network and the number of samples alone, so that sums over blocks are the same on every machine.
struct SampleBlocks {
  /// Runs of blocks, each for one core at a time; all samples in order.
  let runs: [[Range<Int>]]

  /// - Parameter repeats: rows per sample in the backward pass.
  init(_ network: ConvolutionalNetwork, count: Int, repeats: Int = 1) {
    let largest = network.affineLayers.map { $0.patchSize * $0.positionCount }.max() ?? 1
    let size = max(1, Self.patchEntries / (largest * repeats))
    let blocks = stride(from: 0, to: count, by: size).map { $0..<min(count, $0 + size) }
    let length = max(1, (blocks.count + Self.largestRunCount - 1) / Self.largestRunCount)
    runs = stride(from: 0, to: blocks.count, by: length).map {
      Array(blocks[$0..<min(blocks.count, $0 + length)])
    }
  }

  /// All blocks in order.
  var all: [Range<Int>] { runs.flatMap { $0 } }

  /// Patches of one block: enough that products are efficient, few enough that they stay in the cache.
  private static let patchEntries = 1 << 18
  /// Each run of a gradient adds up P numbers of its own.
  private static let largestRunCount = 16
}
