import Testing

@testable import Plotting

@Suite("Spans of values")
struct ExtentTests {
  @Test("The span of an array is that of its values one by one, whatever is among them")
  func lanes() {
    var generator = SplitMix64(seed: 9)
    let oddities = [Double.nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude]
    for count in 0...70 {
      for _ in 0..<5 {
        let values = (0..<count).map { _ in
          Int.random(in: 0..<4, using: &generator) == 0
            ? oddities[Int.random(in: 0..<oddities.count, using: &generator)]
            : Double.random(in: -3...3, using: &generator)
        }
        let span = Extent.Span(values)
        let finite = values.filter(\.isFinite)
        #expect(span.linear?.lowerBound == finite.min() && span.linear?.upperBound == finite.max())
        let positive = finite.filter { $0 > 0 }
        #expect(span.log?.lowerBound == positive.min() && span.log?.upperBound == positive.max())
        #expect(span == Extent.Span(AnySequence(values)))
      }
    }
  }

  @Test("Positions of many values are those of each, bit for bit")
  func positions() throws {
    var generator = SplitMix64(seed: 4)
    for kind in [Scale.Kind.linear, .time, .categories(["a", "b"])] {
      for domain in [-1.0...2, 1e9...1.0000001e9, -1e308...1e308, 0...1e-300] {
        let scale = Scale(kind, domain: domain)
        let linear = try #require(scale.linearPositions)
        for _ in 0..<200 {
          let value = Double.random(in: -1.5...1.5, using: &generator) * domain.upperBound
          #expect(linear(value) == scale.position(of: value))
        }
        #expect(linear(1e308) == scale.position(of: 1e308))
      }
    }
    #expect(Scale(.log, domain: 1...2).linearPositions == nil)
    #expect(Scale(.symlog(threshold: 1), domain: -10...10).linearPositions == nil)
  }
}
