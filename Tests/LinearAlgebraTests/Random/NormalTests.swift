import LinearAlgebra
import Testing

@Suite("Normal draws")
struct NormalTests {
  @Test("the stream of seed 42 is the published one, cosine then sine")
  func knownStream() {
    var generator = SplitMix64(seed: 42)
    let draws = generator.normals(4)
    let known = [0.8822489062222688, 1.388473285287707, -0.4508498757188601, 0.6707164409024291]
    for (draw, value) in zip(draws, known) { #expect(abs(draw - value) < 1e-14) }
  }

  @Test("a single draw is the cosine of its pair, and an odd count is a prefix of the next even one")
  func prefixes() {
    var single = SplitMix64(seed: 42)
    var paired = SplitMix64(seed: 42)
    var odd = SplitMix64(seed: 42)
    let pairs = paired.normals(6)
    #expect(single.normal() == pairs[0])
    #expect(single.normal() == pairs[2])
    #expect(odd.normals(5) == Array(pairs.prefix(5)))
  }

  @Test("mean, variance, skewness and kurtosis are those of the normal law within five standard errors")
  func moments() {
    var generator = SplitMix64(seed: 7)
    let count = 200_000
    var sums = [Double](repeating: 0, count: 5)
    for _ in 0..<count {
      let z = generator.normal()
      var power = 1.0
      for order in 1...4 {
        power *= z
        sums[order] += power
      }
    }
    let moments = sums.map { $0 / Double(count) }
    // Variances of z, z², z³, z⁴ are 1, 2, 15, 96.
    for (order, expected, variance) in [(1, 0.0, 1.0), (2, 1, 2), (3, 0, 15), (4, 3, 96)] {
      #expect(abs(moments[order] - expected) < 5 * (variance / Double(count)).squareRoot())
    }
  }

  @Test("the tail beyond two is as heavy as it should be")
  func tail() {
    var generator = SplitMix64(seed: 8)
    let count = 100_000
    let beyond = generator.normals(count).count { abs($0) > 2 }
    let probability = 0.0455002638963584
    let error = (probability * (1 - probability) * Double(count)).squareRoot()
    #expect(abs(Double(beyond) - probability * Double(count)) < 5 * error)
  }
}
