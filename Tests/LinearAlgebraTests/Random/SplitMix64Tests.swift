import LinearAlgebra
import Testing

@Suite("SplitMix64") struct SplitMix64Tests {
  @Test("gives the reference stream")
  func reference() {
    var generator = SplitMix64(seed: 1_234_567)
    #expect(generator.next() == 6_457_827_717_110_365_317)
    #expect(generator.next() == 3_203_168_211_198_807_973)
    #expect(generator.next() == 9_817_491_932_198_370_423)
  }

  @Test("streams of one seed differ from each other and from the seed's own")
  func streams() {
    let generator = SplitMix64(seed: 9)
    var heads = Set<UInt64>()
    var own = generator
    heads.insert(own.next())
    for number in 0..<1000 {
      var stream = generator.stream(UInt64(number))
      heads.insert(stream.next())
    }
    #expect(heads.count == 1001)
  }

  @Test("uniform draws lie in [0, 1) and have the right mean and variance")
  func uniform() {
    var generator = SplitMix64(seed: 5)
    let draws = (0..<100_000).map { _ in generator.uniform() }
    let mean = draws.reduce(0, +) / 100_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 100_000
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    #expect(abs(mean - 0.5) < 0.005 && abs(variance - 1.0 / 12) < 0.002)
  }
}
