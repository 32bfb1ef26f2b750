/// A way from data to positions between 0 and 1, and back.
public struct Scale: Hashable, Sendable {
  /// How equal distances are meant.
  public enum Kind: String, Hashable, Sendable {
    /// Equal distances are equal differences.
    case linear
    /// Equal distances are equal ratios; only for positive values.
    case log
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
    self.kind = kind
    let usable = Scale.usable(domain, kind)
    self.domain = usable
    switch kind {
    case .linear:
      // Halved, so that the difference of two large numbers stays finite.
      start = usable.lowerBound / 2
      length = usable.upperBound / 2 - start
    case .log:
      start = decimalLogarithm(usable.lowerBound)
      length = decimalLogarithm(usable.upperBound) - start
    }
  }

  /// Where a value stands: 0 at the lower end of the domain, 1 at the upper, beyond them outside; nil for values that
  /// are not finite, and for those that are not positive on a log scale.
  public func position(of value: Double) -> Double? {
    guard value.isFinite, kind == .linear || value > 0 else { return nil }
    let position =
      switch kind {
      case .linear: (value / 2 - start) / length
      case .log: (decimalLogarithm(value) - start) / length
      }
    return min(max(position, -1e6), 1e6)
  }

  /// The value at a position.
  public func value(at position: Double) -> Double {
    switch kind {
    case .linear:
      let half = start + position * length
      return min(max(2 * half, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
    case .log: return powerOfTen(start + position * length)
    }
  }

  /// The length of the domain as the scale measures: a difference, halved, or a number of decades.
  var span: Double { length }

  /// Whether a value can be shown at all on a scale of this kind.
  func accepts(_ value: Double) -> Bool { value.isFinite && (kind == .linear || value > 0) }

  private static func usable(_ domain: ClosedRange<Double>, _ kind: Kind) -> ClosedRange<Double> {
    let most = Double.greatestFiniteMagnitude
    var lower = min(max(domain.lowerBound, -most), most)
    var upper = min(max(domain.upperBound, -most), most)
    switch kind {
    case .linear:
      let size = max(abs(lower), abs(upper))
      // Closer together than a double can tell apart by a few thousand steps: the same value.
      if upper / 2 - lower / 2 <= size * 1e-12 {
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
