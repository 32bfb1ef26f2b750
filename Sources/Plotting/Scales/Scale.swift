/// A way from data to positions between 0 and 1, and back.
public struct Scale: Hashable, Sendable {
  /// How equal distances are meant.
  public enum Kind: Hashable, Sendable {
    /// Equal distances are equal differences.
    case linear
    /// Equal distances are equal ratios; only for positive values.
    case log
    /// Linear from minus to plus the threshold and logarithmic beyond, joined without a kink: `v / threshold` inside,
    /// `±(1 + ln(|v| / threshold))` outside. For values of both signs that span many decades. The threshold is positive.
    case symlog(threshold: Double)
    /// Equal distances are equal times. Values are seconds since the start of 1970, UTC; ticks follow the calendar.
    case time
    /// Names at equal distances in the given order; the name of index k stands at the value k.
    case categories([String])
  }

  /// How equal distances are meant.
  public let kind: Kind
  /// The values at position 0 and 1; finite, not equal, and positive on a log scale.
  public let domain: ClosedRange<Double>
  private let start: Double
  private let length: Double

  /// A scale over a domain.
  ///
  /// Bounds that cannot be used are replaced: infinite ones by the largest finite number, those that are not positive
  /// on a log scale by the smallest power of ten that goes with the other bound, and a domain of no length is widened.
  public init(_ kind: Kind, domain: ClosedRange<Double>) {
    let usable = Scale.usable(domain, kind)
    var kind = kind
    let reach = max(abs(usable.lowerBound), abs(usable.upperBound))
    // Inside the threshold the scale is linear, and any threshold beyond the domain is the same.
    if case .symlog(let threshold) = kind, reach < threshold { kind = .symlog(threshold: reach) }
    self.kind = kind
    self.domain = usable
    start = kind.measure(usable.lowerBound)
    length = kind.measure(usable.upperBound) - start
  }

  /// Where a value stands: 0 at the lower end of the domain, 1 at the upper, beyond them outside; nil for values that
  /// are not finite, and for those that are not positive on a log scale.
  public func position(of value: Double) -> Double? {
    guard accepts(value) else { return nil }
    return min(max((kind.measure(value) - start) / length, -1e6), 1e6)
  }

  /// Positions of many finite values; nil for scales whose equal distances are not equal differences.
  var linearPositions: LinearPositions? {
    switch kind {
    case .linear, .time, .categories: LinearPositions(start: start, length: length)
    case .log, .symlog: nil
    }
  }

  /// What ``position(of:)`` does with finite values on a linear scale, without asking every time which scale it is.
  struct LinearPositions {
    fileprivate let start: Double
    fileprivate let length: Double

    @inline(__always)
    func callAsFunction(_ value: Double) -> Double { min(max((value / 2 - start) / length, -1e6), 1e6) }
  }

  /// The value at a position.
  public func value(at position: Double) -> Double {
    kind.value(measuring: start + position * length)
  }

  /// The length of the domain as the scale measures: a difference, halved, or a number of decades.
  var span: Double { length }

  /// Whether a value can be shown at all on a scale of this kind.
  func accepts(_ value: Double) -> Bool { value.isFinite && (kind != .log || value > 0) }

  /// The names of a scale of categories, none for others.
  var names: [String] { if case .categories(let names) = kind { names } else { [] } }

  private static func usable(_ domain: ClosedRange<Double>, _ kind: Kind) -> ClosedRange<Double> {
    let most = Double.greatestFiniteMagnitude
    var lower = min(max(domain.lowerBound, -most), most)
    var upper = min(max(domain.upperBound, -most), most)
    switch kind {
    case .linear, .symlog, .time, .categories:
      let size = max(abs(lower), abs(upper))
      // Closer together than a double can tell apart by a few thousand steps: the same value.
      var least = 1e-12
      if case .symlog = kind { least = 1e-9 }
      if upper / 2 - lower / 2 <= size * least {
        let widening = size == 0 ? 1 : size <= .leastNormalMagnitude * 1e16 ? 1e-290 : size * 0.1
        lower = max(lower - widening, -most)
        upper = min(upper + widening, most)
      }
    case .log:
      if upper <= 0 { (lower, upper) = (1, 10) }
      if lower <= 0 { lower = max(upper / 1000, .leastNonzeroMagnitude) }
      if decimalLogarithm(upper) - decimalLogarithm(lower) < 1e-9 {
        lower = max(lower / 2, .leastNonzeroMagnitude)
        upper = min(upper * 2, most)
      }
    }
    return lower...upper
  }
}

extension Scale.Kind {
  /// A value as this kind of scale measures: halved, so that the difference of two large numbers stays finite, or as a
  /// logarithm.
  func measure(_ value: Double) -> Double {
    switch self {
    case .linear, .time, .categories: return value / 2
    case .log: return decimalLogarithm(value)
    case .symlog(let threshold):
      let size = abs(value)
      if size <= threshold { return value / threshold }
      let outside = 1 + naturalLogarithm(size) - naturalLogarithm(threshold)
      return value < 0 ? -outside : outside
    }
  }

  /// The value of a measure, kept within the finite numbers.
  func value(measuring measure: Double) -> Double {
    switch self {
    case .linear, .time, .categories:
      return min(max(2 * measure, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    case .log: return powerOfTen(measure)
    case .symlog(let threshold):
      let size = abs(measure)
      if size <= 1 { return measure * threshold }
      let outside = min(exponential(size - 1 + naturalLogarithm(threshold)), .greatestFiniteMagnitude)
      return measure < 0 ? -outside : outside
    }
  }
}
