/// A name for something in a notebook that prose can refer to, such as `fig-loss`.
public struct Label: Hashable, Sendable {
  /// What a label can name; the raw value is how the label starts.
  public enum Kind: String, CaseIterable, Sendable {
    /// A figure that a cell shows.
    case figure = "fig"
    /// A table that a cell shows.
    case table = "tbl"
    /// A formula on lines of its own.
    case equation = "eq"
    /// The code of a cell.
    case listing = "lst"
    /// A callout, such as a theorem or a lemma.
    case theorem = "thm"
    /// A heading.
    case section = "sec"

    /// How a reference reads before its number: “Figure”.
    public var word: String {
      switch self {
      case .figure: "Figure"
      case .table: "Table"
      case .equation: "Equation"
      case .listing: "Listing"
      case .theorem: "Theorem"
      case .section: "Section"
      }
    }
  }

  /// What the label names.
  public var kind: Kind
  /// The whole label, its kind included.
  public var text: String

  /// Reads `kind-name`; nil unless the kind is known and the name is 1 to 64 letters, digits, `-` or `_`.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")) else { return nil }
    guard let kind = Kind(rawValue: String(decoding: bytes[..<hyphen], as: UTF8.self)) else { return nil }
    let name = bytes[(hyphen + 1)...]
    guard (1...64).contains(name.count), let first = name.first, Ascii.isLetter(first) || Ascii.isDigit(first),
      name.allSatisfy({ Ascii.isWord($0) || $0 == UInt8(ascii: "-") })
    else { return nil }
    self.kind = kind
    self.text = text
  }

  /// Whether `text` starts like a label, so that a wrong one is told instead of left alone.
  static func looksLikeLabel(_ text: String) -> Bool {
    Kind.allCases.contains { text.hasPrefix($0.rawValue + "-") }
  }
}
