import Testing

@testable import Plotting

@Suite("Scales")
struct ScaleTests {
  @Test("give back the value of a position")
  func inverse() throws {
    var generator = SplitMix64(seed: 3)
    for _ in 0..<500 {
      let a = generator.number(-1...1) * power(10, generator.number(-200...200))
      let b = generator.number(-1...1) * power(10, generator.number(-200...200))
      let linear = Scale(.linear, domain: min(a, b)...max(a, b))
      let log = Scale(.log, domain: min(abs(a), abs(b))...max(abs(a), abs(b)))
      for _ in 0..<5 {
        let position = generator.number(0...1)
        for scale in [linear, log] {
          let back = try #require(scale.position(of: scale.value(at: position)))
          #expect(abs(back - position) < 1e-9)
        }
      }
    }
  }

  @Test("put the ends of the domain at 0 and 1")
  func ends() throws {
    for scale in [Scale(.linear, domain: -1e308...1e308), Scale(.log, domain: 1e-300...1e300)] {
      #expect(scale.position(of: scale.domain.lowerBound) == 0)
      let end = try #require(scale.position(of: scale.domain.upperBound))
      #expect(abs(end - 1) < 1e-12)
    }
  }

  @Test("have no place for values that are not finite, nor on a log scale for those that are not positive")
  func refused() {
    let linear = Scale(.linear, domain: 0...1)
    let log = Scale(.log, domain: 1...10)
    for value in [Double.nan, .infinity, -.infinity] {
      #expect(linear.position(of: value) == nil)
      #expect(log.position(of: value) == nil)
    }
    #expect(log.position(of: 0) == nil)
    #expect(log.position(of: -1) == nil)
    #expect(linear.position(of: -1) == -1)
  }

  @Test("widen a domain of no length")
  func widened() {
    for value in [0, 1, -3, 1e-300, 1e308, -1e300, .leastNonzeroMagnitude] {
      let linear = Scale(.linear, domain: value...value)
      #expect(linear.domain.lowerBound < linear.domain.upperBound)
      #expect(linear.position(of: value).map { $0 >= 0 && $0 <= 1 } == true)
      let log = Scale(.log, domain: value...value)
      #expect(log.domain.lowerBound < log.domain.upperBound)
      #expect(log.domain.lowerBound > 0)
    }
  }

  @Test("lay a diverging map evenly around its centre")
  func diverging() {
    let options = ChannelOptions(map: .vik)
    #expect(options.colorScale(Extent.Span([-1, 3]), name: "z", on: .areas).scale.scale.domain == -3...3)
    let log = ChannelOptions(kind: .log, map: .vik)
    #expect(log.colorScale(Extent.Span([0.5, 4]), name: "z", on: .areas).scale.scale.domain == 0.25...4)
  }
}
