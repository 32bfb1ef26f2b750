import LinearAlgebra
import Testing

@Suite("Shuffles")
struct ShuffleTests {
  @Test("the order of 200 indices from seed 105 is the published one")
  func knownOrder() {
    var generator = SplitMix64(seed: 105)
    #expect(Array(generator.shuffledIndices(200).prefix(8)) == [1, 78, 160, 35, 113, 47, 24, 74])
  }

  @Test("a shuffle is a permutation", arguments: [0, 1, 2, 3, 17, 1000])
  func permutation(count: Int) {
    var generator = SplitMix64(seed: 3)
    #expect(generator.shuffledIndices(count).sorted() == Array(0..<count))
  }

  @Test("all 24 orders of four indices are equally frequent")
  func uniform() {
    var generator = SplitMix64(seed: 4)
    var counts: [[Int]: Int] = [:]
    for _ in 0..<24_000 { counts[generator.shuffledIndices(4), default: 0] += 1 }
    #expect(counts.count == 24)
    let chiSquare = counts.values.reduce(0.0) { $0 + Double(($1 - 1000) * ($1 - 1000)) / 1000 }
    #expect(chiSquare < 49.7)  // 23 degrees of freedom, 0.1 % quantile
  }

  @Test("draws below a bound are unbiased, even for a bound of three quarters of the range")
  func unbiased() {
    var generator = SplitMix64(seed: 5)
    let bound = Int.max / 2 + Int.max / 4
    let low = (0..<20_000).count { _ in generator.uniformIndex(below: bound) < bound / 2 }
    #expect(abs(low - 10_000) < 354)
  }
}
