/// How an inline value is written: a checked subset of C's formats, never handed to C.
///
/// `%`, an optional `+`, an optional precision such as `.3` (up to 17), and one of `d e f g s x`.
public struct InlineFormat: Equatable, Hashable, Sendable {
  public enum Conversion: Character, Sendable, CaseIterable {
    case decimal = "d"
    case scientific = "e"
    case fixed = "f"
    case general = "g"
    case text = "s"
    case hexadecimal = "x"
  }

  public var showsPlus: Bool
  public var precision: Int?
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
