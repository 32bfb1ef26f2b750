/// A value that has a place on an axis.
public protocol Plottable {
  /// The value as a number; NaN where there is none.
  var plotValue: Double { get }
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

extension Optional: Plottable where Wrapped: Plottable {
  /// The value's number; NaN for nil.
  public var plotValue: Double { self?.plotValue ?? .nan }
}
