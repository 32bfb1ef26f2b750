extension LabelText {
  /// The label in words and signs of Unicode, such as `λ_max(H)` or `‖W₁‖₂`: for descriptions, tables and searches.
  public var plain: String {
    parts.map { part in
      switch part {
      case .text(let text): text
      case .formula(let nodes): MathNode.plain(nodes, isScript: false)
      }
    }
    .joined()
  }

  /// What a label says, without its TeX.
  static func plain(_ source: String) -> String { LabelText(source).plain }
}

extension MathNode {
  /// The parts on one line.
  static func plain(_ nodes: [MathNode], isScript: Bool) -> String {
    var line = PlainLine()
    for (node, kind) in zip(nodes, kinds(of: nodes)) {
      switch kind {
      case .relation where !isScript, .binary where !isScript: line.appendSpaced(node.plain(isScript: isScript))
      case .punctuation where !isScript:
        line.append(node.plain(isScript: isScript))
        line.appendSpace()
      case .function:
        line.appendWord(node.plain(isScript: isScript))
      default:
        if case .space(let width) = node {
          if width > 0.1 { line.appendSpace() }
          continue
        }
        line.append(node.plain(isScript: isScript))
        if case .scripts(_, .some, _) = node { line.isAfterWord = true }
        if case .fraction = node { line.isAfterWord = true }
      }
    }
    return line.text
  }

  private func plain(isScript: Bool) -> String {
    switch self {
    case .symbol(let symbol): return symbol.text == "∗" ? "*" : symbol.text
    case .space(let width): return width > 0.1 ? " " : ""
    case .group(let nodes): return Self.plain(nodes, isScript: isScript)
    case .scripts(let base, let low, let high):
      var text = Self.plain(base, isScript: isScript)
      if base.count == 1, case .group(let nodes) = base[0], nodes.count > 1 { text = "(\(text))" }
      if let low { text += Self.script(low, mark: "_", digits: Self.lowDigits) }
      if let high { text += Self.script(high, mark: "^", digits: Self.highDigits) }
      return text
    case .fraction(let numerator, let denominator):
      let isSum = Self.kinds(of: numerator).contains { [.binary, .relation, .punctuation].contains($0) }
      let (over, under) = (
        Self.plain(numerator, isScript: isScript), Self.plain(denominator, isScript: isScript)
      )
      return (isSum ? "(\(over))" : over) + "/" + (denominator.count > 1 ? "(\(under))" : under)
    case .radical(let degree, let radicand):
      let text = Self.plain(radicand, isScript: isScript)
      let root = degree.isEmpty ? "√" : Self.script(degree, mark: "", digits: Self.highDigits) + "√"
      return radicand.count > 1 || !(radicand.first?.isSimple ?? true) ? "\(root)(\(text))" : root + text
    case .delimited(let opening, let body, let closing):
      return opening.rawValue + Self.plain(body, isScript: isScript) + closing.rawValue
    case .delimiter(let delimiter, _, _): return delimiter.rawValue
    case .accented(let accent, let body):
      let text = Self.plain(body, isScript: isScript)
      return text.count == 1 ? text + accent.combining : "\(accent.name)(\(text))"
    }
  }

  /// Whether a sign before the part is plainly a sign for all of it.
  private var isSimple: Bool {
    switch self {
    case .symbol, .scripts, .delimited, .accented: true
    default: false
    }
  }

  /// A script in small digits if Unicode has them all, else after a mark.
  private static func script(_ nodes: [MathNode], mark: String, digits: [Character: Character]) -> String {
    let text = plain(nodes, isScript: true)
    let small = text.compactMap { digits[$0] }
    if small.count == text.count { return String(small) }
    if text.allSatisfy({ $0 == "′" }) { return text }
    if text == "⊤" && mark == "^" { return "ᵀ" }
    if mark == "^", text.count == 1, let only = text.first, !only.isLetter { return text }
    if text.allSatisfy({ $0.isLetter || $0.isNumber }) { return mark + text }
    return "\(mark)(\(text))"
  }

  private static let lowDigits = Dictionary(uniqueKeysWithValues: zip("0123456789+−=", "₀₁₂₃₄₅₆₇₈₉₊₋₌"))
  private static let highDigits = Dictionary(uniqueKeysWithValues: zip("0123456789+−=", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼"))
}

/// A line of plain text that keeps words apart.
private struct PlainLine {
  var text = ""
  /// Whether a letter that follows would seem to belong to what was written last.
  var isAfterWord = false

  mutating func append(_ piece: String) {
    if isAfterWord, let first = piece.first, first.isLetter || first.isNumber { appendSpace() }
    text += piece
    isAfterWord = false
  }

  mutating func appendWord(_ piece: String) {
    if let last = text.last, last.isLetter || last.isNumber || ")]}".contains(last) { appendSpace() }
    append(piece)
    isAfterWord = true
  }

  mutating func appendSpaced(_ piece: String) {
    if !text.isEmpty { appendSpace() }
    text += piece + " "
    isAfterWord = false
  }

  mutating func appendSpace() {
    if !text.isEmpty, text.last != " " { text += " " }
    isAfterWord = false
  }
}

extension MathAccent {
  /// The character that puts the mark on the one before it.
  fileprivate var combining: String {
    switch self {
    case .hat, .wideHat: "\u{302}"
    case .tilde, .wideTilde: "\u{303}"
    case .bar: "\u{304}"
    case .vector: "\u{20d7}"
    case .dot: "\u{307}"
    case .doubleDot: "\u{308}"
    case .overline: "\u{305}"
    case .underline: "\u{332}"
    }
  }

  fileprivate var name: String {
    switch self {
    case .hat, .wideHat: "hat"
    case .tilde, .wideTilde: "tilde"
    case .bar, .overline: "bar"
    case .vector: "vector"
    case .dot: "dot"
    case .doubleDot: "double dot"
    case .underline: "underline"
    }
  }
}
