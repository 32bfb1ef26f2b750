import Testing

@testable import Plotting

@Suite("Spreading")
struct SpreadingTests {
  private func cost(_ middles: [Double], _ wanted: [Double]) -> Double {
    zip(middles, wanted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  private func isFeasible(
    _ middles: [Double], order: [Int], lengths: [Double], gap: Double, bounds: ClosedRange<Double>
  ) -> Bool {
    let inside = middles.indices.allSatisfy {
      middles[$0] - lengths[$0] / 2 >= bounds.lowerBound - 1e-9
        && middles[$0] + lengths[$0] / 2 <= bounds.upperBound + 1e-9
    }
    return inside
      && zip(order, order.dropFirst()).allSatisfy { a, b in
        middles[b] - middles[a] >= (lengths[a] + lengths[b]) / 2 + gap - 1e-9
      }
  }

  @Test("Intervals keep their order, their gap and the bounds, and no small change that does moves them less")
  func optimal() throws {
    var generator = SplitMix64(seed: 11)
    for _ in 0..<150 {
      let count = generator.whole(1...7)
      let wanted = (0..<count).map { _ in
        generator.chance(0.2) ? 20 : generator.number(-20...120)
      }
      let lengths = (0..<count).map { _ in generator.number(1...12) }
      let gap = generator.number(0...3)
      let middles = try #require(Spreading.middles(wanted: wanted, lengths: lengths, gap: gap, within: 0...110))
      let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
      #expect(isFeasible(middles, order: order, lengths: lengths, gap: gap, bounds: 0...110))
      // The problem is convex: what no small change improves is the least.
      let least = cost(middles, wanted)
      for _ in 0..<60 {
        let size = power(10, generator.number(-4...1))
        let isTogether = generator.chance(0.5)
        let step = generator.number(-size...size)
        let range = generator.whole(0...(count - 1))...(count - 1)
        let moved = middles.indices.map { index in
          middles[index] + (isTogether ? (range.contains(index) ? step : 0) : generator.number(-size...size))
        }
        guard isFeasible(moved, order: order, lengths: lengths, gap: gap, bounds: 0...110) else { continue }
        #expect(cost(moved, wanted) >= least - 1e-7 * (1 + least))
      }
    }
  }

  @Test("Intervals that have room stay where they are wanted")
  func untouched() {
    #expect(Spreading.middles(wanted: [30, 10], lengths: [8, 8], gap: 1, within: 0...40) == [30, 10])
    #expect(Spreading.middles(wanted: [], lengths: [], gap: 1, within: 0...0) == [])
  }

  @Test("Equal wishes are shared evenly on both sides")
  func even() {
    #expect(Spreading.middles(wanted: [50, 50, 50], lengths: [10, 10, 10], gap: 0, within: 0...100) == [40, 50, 60])
    #expect(Spreading.middles(wanted: [0, 0], lengths: [10, 10], gap: 2, within: 0...100) == [5, 17])
  }

  @Test("Intervals longer than the bounds together have no places")
  func tooMany() {
    #expect(Spreading.middles(wanted: [1, 2], lengths: [6, 6], gap: 0, within: 0...11) == nil)
  }
}
