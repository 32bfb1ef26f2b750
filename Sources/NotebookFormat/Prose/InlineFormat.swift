/// How an inline value is written: a checked subset of C's formats, never handed to C.
///
/// `%`, an optional `+`, an optional precision such as `.3` (up to 17), and one of `d e f g s x`.
public struct InlineFormat: Equatable, Hashable, Sendable {
  /// What kind of value is written, and how, by the letter that ends the format.
  public enum Conversion: Character, Sendable, CaseIterable {
    /// A whole number.
    case decimal = "d"
    /// A number with a power of ten.
    case scientific = "e"
    /// A number with a fixed count of decimals.
    case fixed = "f"
    /// A number to so many significant digits, with a power of ten where that is shorter.
    case general = "g"
    /// Any value as it describes itself.
    case text = "s"
    /// A whole number in hexadecimal digits.
    case hexadecimal = "x"
  }

  /// Whether a positive number gets a sign.
  public var showsPlus: Bool
  /// Digits after the point, or significant digits for `%g`, from 0 to 17; nil for C's own choice, 6.
  public var precision: Int?
  /// What kind of value is written, and how.
  public var conversion: Conversion

  /// Reads `%.3g` and the like; nil when it is not one of the formats above.
  public init?(_ format: String) {
    var rest = Substring(format)
    guard rest.popFirst() == "%" else { return nil }
    showsPlus = rest.first == "+"
    if showsPlus { rest.removeFirst() }
    precision = nil
    if rest.first == "." {
      rest.removeFirst()
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      guard (1...2).contains(digits.count), let value = Int(digits), value <= 17 else { return nil }
      precision = value
      rest.removeFirst(digits.count)
    }
    guard let last = rest.popFirst(), rest.isEmpty, let conversion = Conversion(rawValue: last) else { return nil }
    self.conversion = conversion
    switch conversion {
    case .decimal: if precision != nil { return nil }
    case .text, .hexadecimal: if precision != nil || showsPlus { return nil }
    case .scientific, .fixed, .general: break
    }
  }
}
