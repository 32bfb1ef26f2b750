#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The straight line through points on doubly logarithmic axes, by least squares: log y = log c + slope · log x.
///
/// The slope of a bound against the sample size is the rate at which it falls.
public struct PowerLawFit: Sendable, Hashable {
  /// The exponent of x.
  public let slope: Double
  /// The factor c, the value at x = 1.
  public let factor: Double
  /// The standard error of the slope; infinite for two points.
  public let slopeError: Double

  /// The fit. O(number of points).
  ///
  /// - Throws: `BoundError` for fewer than two different x, unequal counts, or numbers that are not positive and finite.
  public init(x: [Double], y: [Double]) throws(BoundError) {
    guard x.count == y.count else { throw .countMismatch(name: "values of y", found: y.count, expected: x.count) }
    for (name, values) in [("x", x), ("y", y)] {
      if let bad = values.first(where: { !($0 > 0 && $0.isFinite) }) {
        throw .outOfRange(name: name, value: "\(bad)", allowed: "positive numbers: the axes are logarithmic")
      }
    }
    guard Set(x).count >= 2 else {
      throw .outOfRange(name: "number of different x", value: "\(Set(x).count)", allowed: "2 or more")
    }
    let count = Double(x.count)
    let (u, v) = (x.map { log($0) }, y.map { log($0) })
    let (meanU, meanV) = (u.reduce(0, +) / count, v.reduce(0, +) / count)
    let spread = u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
    let slope = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) } / spread
    let residual = zip(u, v).reduce(0.0) { sum, pair in
      let error = pair.1 - meanV - slope * (pair.0 - meanU)
      return sum + error * error
    }
    self.slope = slope
    factor = exp(meanV - slope * meanU)
    slopeError = x.count > 2 ? (residual / (count - 2) / spread).squareRoot() : .infinity
  }

  /// The value of the line at x.
  public func value(at x: Double) -> Double { factor * pow(x, slope) }
}

/// Sample sizes for a plot against n.
public enum SampleSizes {
  /// `count` sizes from `first` to `last`, equally spaced on a logarithmic axis and rounded; equal ones appear once.
  ///
  /// - Throws: `BoundError.outOfRange` unless 1 ≤ first ≤ last and count ≥ 1.
  public static func geometric(from first: Int, through last: Int, count: Int) throws(BoundError) -> [Int] {
    try requirePositive(first, "first size")
    try requirePositive(count, "number of sizes")
    guard last >= first else {
      throw .outOfRange(name: "last size", value: "\(last)", allowed: "\(first) or more")
    }
    guard count > 1 else { return [first] }
    let ratio = Double(last) / Double(first)
    return (0..<count).reduce(into: []) { sizes, step in
      let size = Int((Double(first) * pow(ratio, Double(step) / Double(count - 1))).rounded())
      if sizes.last != size { sizes.append(size) }
    }
  }
}
