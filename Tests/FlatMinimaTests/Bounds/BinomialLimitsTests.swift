import FlatMinima
import Foundation
import Testing

@Suite("Confidence limits of a probability")
struct BinomialLimitsTests {
  @Test("the incomplete beta function has its known values and symmetry")
  func incompleteBeta() {
    for (a, b, x, value) in [
      (2, 3, 0.4, 0.5248), (0.5, 0.5, 0.3, 0.36901011956554536), (50, 2, 0.99, 0.9075091007063049),
      (1000, 1500, 0.41, 0.8462596847450583),
    ] {
      #expect(abs(BinomialLimits.incompleteBeta(a, b, at: x) - value) < 1e-11)
      #expect(abs(BinomialLimits.incompleteBeta(b, a, at: 1 - x) - (1 - value)) < 1e-11)
    }
  }

  @Test("upper limits agree with the quantiles of the beta distribution")
  func knownLimits() throws {
    for (successes, trials, confidence, value) in [
      (3, 4000, 0.95, 0.001937262583140124), (2000, 4000, 0.99, 0.5185089037010893), (39, 40, 0.9, 0.9973694530767077),
      (17, 100_000, 0.999, 0.00033989695749520006), (99_990, 100_000, 0.95, 0.9999457449733105),
      (1, 2, 0.5, 0.7071067811865476),
    ] {
      let limit = try BinomialLimits.upperLimit(successes: successes, trials: trials, confidence: confidence)
      #expect(abs(limit - value) < 1e-9 * value)
    }
    #expect(try BinomialLimits.upperLimit(successes: 5, trials: 5, confidence: 0.9) == 1)
    #expect(abs(try BinomialLimits.upperLimit(successes: 0, trials: 2, confidence: 0.75) - 0.5) < 1e-15)
  }

  @Test(
    "the limit covers every probability at least as often as it claims", arguments: [1, 2, 7, 30], [0.5, 0.9, 0.99])
  func coverage(trials: Int, confidence: Double) throws {
    let limits = try (0...trials).map {
      try BinomialLimits.upperLimit(successes: $0, trials: trials, confidence: confidence)
    }
    #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 < $1 })
    for step in 1..<200 {
      let p = Double(step) / 200
      // The exact probability of the outcomes whose limit lies below p.
      var probability = 0.0
      for successes in 0...trials where limits[successes] < p {
        let logChoices =
          lgamma(Double(trials + 1)) - lgamma(Double(successes + 1)) - lgamma(Double(trials - successes + 1))
        probability += exp(logChoices + Double(successes) * log(p) + Double(trials - successes) * log1p(-p))
      }
      #expect(probability <= (1 - confidence) * (1 + 1e-9))
    }
  }

  @Test("at the limit itself, the lower tail has exactly the probability of failure")
  func tightness() throws {
    let p = try BinomialLimits.upperLimit(successes: 4, trials: 20, confidence: 0.95)
    let choices = [1.0, 20, 190, 1140, 4845]
    let tail = (0...4).reduce(0) { $0 + choices[$1] * pow(p, Double($1)) * pow(1 - p, Double(20 - $1)) }
    #expect(abs(tail - 0.05) < 1e-12)
  }

  @Test("impossible counts and confidences are refused")
  func refusals() {
    for (successes, trials, confidence) in [(-1, 3, 0.9), (4, 3, 0.9), (0, 0, 0.9), (1, 3, 1), (1, 3, 0), (1, 3, .nan)]
    {
      #expect(throws: BoundError.self) {
        try BinomialLimits.upperLimit(successes: successes, trials: trials, confidence: confidence)
      }
    }
  }
}
