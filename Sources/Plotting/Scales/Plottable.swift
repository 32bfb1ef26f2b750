/// A value that has a place on an axis.
public protocol Plottable {
  /// The value as a number; NaN where there is none.
  var plotValue: Double { get }
  /// The value as a number, a moment or a name; its number by default.
  var plotPlace: PlotPlace { get }
}

extension Plottable {
  /// The value as a number.
  public var plotPlace: PlotPlace { .number(plotValue) }
}

/// Where a value stands along an axis.
public enum PlotPlace: Hashable, Sendable {
  /// At a number; NaN for none.
  case number(Double)
  /// At a moment, in seconds since the start of 1970, UTC.
  case moment(Double)
  /// Where its name stands among the names of the axis.
  case name(String)
}

extension Double: Plottable {
  /// The number itself.
  public var plotValue: Double { self }
}

extension Float: Plottable {
  /// The number as a `Double`.
  public var plotValue: Double { Double(self) }
}

extension Plottable where Self: BinaryInteger {
  /// The number as a `Double`; beyond 2⁵³ the nearest one.
  public var plotValue: Double { Double(self) }
}

extension Int: Plottable {}
extension Int8: Plottable {}
extension Int16: Plottable {}
extension Int32: Plottable {}
extension Int64: Plottable {}
extension UInt: Plottable {}
extension UInt8: Plottable {}
extension UInt16: Plottable {}
extension UInt32: Plottable {}
extension UInt64: Plottable {}

extension String: Plottable {
  /// A name has no number.
  public var plotValue: Double { .nan }
  /// The name, which gives its axis categories.
  public var plotPlace: PlotPlace { .name(self) }
}

extension Optional: Plottable where Wrapped: Plottable {
  /// The value's number; NaN for nil.
  public var plotValue: Double { self?.plotValue ?? .nan }
  /// The value's place; no number for nil.
  public var plotPlace: PlotPlace { self?.plotPlace ?? .number(.nan) }
}
