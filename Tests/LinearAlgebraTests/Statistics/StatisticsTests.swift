import LinearAlgebra
import Testing

@Suite("Statistics") struct StatisticsTests {
  @Test("the median is the middle, whatever the order, and says NaN rather than guess")
  func medians() {
    #expect(median([3, 1, 2]) == 2 && median([4, 1, 2, 3]) == 2.5 && median([7]) == 7)
    #expect(median([.infinity, .infinity, 1]) == .infinity)
    #expect(median([Double]()).isNaN && median([1, .nan, 2]).isNaN)
  }

  @Test("the rank correlation sees order only, and shares ranks between equals")
  func correlation() {
    let x = [0.1, 5, 2, 9, 3]
    #expect(abs(rankCorrelation(x, x.map { $0 * $0 * $0 }) - 1) < 1e-15)
    #expect(abs(rankCorrelation(x, x.map { -$0 }) + 1) < 1e-15)
    // Ranks (1, 2.5, 2.5, 4) against (1, 3, 2, 4): 1 − 6 · 0.5 / 60, corrected for the tie.
    #expect(abs(rankCorrelation([1, 2, 2, 3], [10, 30, 20, 40]) - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
    #expect(rankCorrelation([1, 1], [1, 2]).isNaN && rankCorrelation([1], [1]).isNaN)
  }
}
