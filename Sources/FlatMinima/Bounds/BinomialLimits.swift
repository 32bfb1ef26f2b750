#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Confidence limits for a probability from successes in independent trials.
public enum BinomialLimits {
  /// The one-sided upper confidence limit of Clopper and Pearson: the p with P(Binomial(trials, p) ≤ successes) = 1 − c.
  ///
  /// Whatever the true probability, the limit lies below it in at most a fraction 1 − c of all experiments. It is the
  /// quantile c of the beta distribution with parameters (successes + 1, trials − successes), found by bisection to the
  /// last bit; 1 if every trial was a success.
  ///
  /// Source: Clopper and Pearson, "The use of confidence or fiducial limits" (1934).
  ///
  /// - Throws: `BoundError.outOfRange` unless trials ≥ 1, 0 ≤ successes ≤ trials and 0 < confidence < 1.
  public static func upperLimit(successes: Int, trials: Int, confidence: Double) throws(BoundError) -> Double {
    try requireConfidence(confidence)
    return try upperLimit(successes: successes, trials: trials, failureProbability: 1 - confidence)
  }

  /// The same limit from the probability of failure, α = 1 − c, which may be too small for 1 − α to be told from 1.
  ///
  /// - Throws: `BoundError.outOfRange` unless trials ≥ 1, 0 ≤ successes ≤ trials and 0 < α < 1.
  public static func upperLimit(
    successes: Int, trials: Int, failureProbability alpha: Double
  ) throws(BoundError) -> Double {
    try requirePositive(trials, "trials")
    guard (0...trials).contains(successes) else {
      throw .outOfRange(name: "successes", value: "\(successes)", allowed: "0 to \(trials)")
    }
    guard alpha > 0, alpha < 1 else {
      throw .outOfRange(name: "failure probability", value: "\(alpha)", allowed: "between 0 and 1, both excluded")
    }
    if successes == trials { return 1 }
    if successes == 0 { return -expm1(log(alpha) / Double(trials)) }
    var low = Double(successes) / Double(trials)
    if lowerTail(successes, trials, low) <= alpha { low = 0 }
    var high = 1.0
    while true {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { return high }
      if lowerTail(successes, trials, middle) > alpha { low = middle } else { high = middle }
    }
  }

  /// P(Binomial(trials, p) ≤ successes) = I_{1−p}(trials − successes, successes + 1), for successes < trials.
  private static func lowerTail(_ successes: Int, _ trials: Int, _ p: Double) -> Double {
    incompleteBeta(Double(trials - successes), Double(successes) + 1, at: 1 - p, complement: p)
  }

  /// The regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1. Relative error about 1e−12 for
  /// parameters up to some thousands.
  public static func incompleteBeta(_ a: Double, _ b: Double, at x: Double) -> Double {
    incompleteBeta(a, b, at: x, complement: 1 - x)
  }

  /// The same with 1 − x given by the caller, who may know it better.
  private static func incompleteBeta(_ a: Double, _ b: Double, at x: Double, complement: Double) -> Double {
    if x <= 0 { return 0 }
    if complement <= 0 { return 1 }
    // The continued fraction converges fast below the mean; above it, the symmetric one does.
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBetaBelowMean(b, a, at: complement, complement: x) }
    return incompleteBetaBelowMean(a, b, at: x, complement: complement)
  }

  private static func incompleteBetaBelowMean(_ a: Double, _ b: Double, at x: Double, complement: Double) -> Double {
    let logFront =
      logarithmOfGamma(a + b) - logarithmOfGamma(a) - logarithmOfGamma(b) + a * log(x) + b * log(complement)
    return exp(logFront) / (a * continuedFraction(a, b, at: x))
  }

  /// The denominator 1 + d₁x/(1 + d₂x/(1 + …)) of the incomplete beta function, by Lentz's method.
  private static func continuedFraction(_ a: Double, _ b: Double, at x: Double) -> Double {
    let tiny = 1e-300
    var (c, d, value) = (1.0, 0.0, 1.0)
    for step in 1...100_000 {
      let m = Double(step / 2)
      let term =
        step % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 + term * d
      if abs(d) < tiny { d = tiny }
      d = 1 / d
      c = 1 + term / c
      if abs(c) < tiny { c = tiny }
      value *= c * d
      if abs(c * d - 1) < 1e-16 { break }
    }
    return value
  }

  private static func logarithmOfGamma(_ x: Double) -> Double {
    let (magnitude, _): (Double, Int) = lgamma(x)
    return magnitude
  }
}
