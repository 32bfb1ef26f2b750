/// What a label says: words, and formulas in TeX between dollars.
///
/// ```swift
/// LabelText(#"sharpness $\lambda_{\max}(H)$"#)
/// ```
///
/// Dollars mean what they mean in a notebook's prose: a formula opens with a dollar before anything but a space and
/// closes with one after anything but a space that no digit follows; `\$` is a dollar sign. A label whose formula cannot
/// be read is shown as it was written, and ``problem`` says why. Documentation/Plots.md lists what formulas may hold.
public struct LabelText: Hashable, Sendable, ExpressibleByStringLiteral {
  /// Words or a formula.
  enum Part: Hashable, Sendable {
    case text(String)
    case formula([MathNode])
  }

  /// A label with a formula has at most so many characters.
  static let longest = 2000

  var parts: [Part]
  /// Why the label is shown as it was written; nil if it could be read.
  public private(set) var problem: TeXError?

  /// A label of parts in their order.
  init(parts: [Part]) { self.parts = parts }

  /// A label as an author writes it. Without a dollar, it costs nothing to read.
  public init(_ source: String) {
    guard source.utf8.contains(UInt8(ascii: "$")) else {
      parts = [.text(source)]
      return
    }
    do {
      parts = try Self.read(Array(source))
    } catch {
      parts = [.text(source)]
      problem = error
    }
  }

  /// A label as an author writes it.
  public init(stringLiteral value: String) { self.init(value) }

  /// Words with a raised end, such as a power of ten.
  init(_ text: String, raised exponent: String) {
    self.init(parts: [
      .formula([
        .scripts(
          base: [.symbol(MathSymbol(text))], subscript: nil, superscript: [.symbol(MathSymbol(exponent))])
      ])
    ])
  }

  /// What to tell under the figure about a label that could not be read.
  var note: String? { problem.map { "The label “\(plain)”: \($0)" } }

  /// Whether nothing would be seen.
  var isEmpty: Bool {
    parts.allSatisfy { if case .text(let text) = $0 { text.isEmpty } else { false } }
  }

  /// The words, if there is no formula.
  var onlyText: String? {
    if parts.isEmpty { return "" }
    if parts.count == 1, case .text(let text) = parts[0] { return text }
    return nil
  }

  private static func read(_ characters: [Character]) throws(TeXError) -> [Part] {
    var parts: [Part] = []
    var text = ""
    var index = 0
    /// Where the last search for a closing dollar found none, so that it is not made again.
    var isBarren = false
    while index < characters.count {
      let character = characters[index]
      if character == "\\", index + 1 < characters.count, characters[index + 1] == "$" {
        text.append("$")
        index += 2
      } else if character == "$", !isBarren, let close = closingDollar(characters, after: index) {
        guard characters.count <= longest else {
          throw TeXError(.tooLong(characters: characters.count, limit: longest), at: 1)
        }
        if !text.isEmpty { parts.append(.text(text)) }
        text = ""
        parts.append(.formula(try TeXParser.parse(characters[(index + 1)..<close], at: index + 2)))
        index = close + 1
      } else {
        if character == "$", index + 1 < characters.count, !characters[index + 1].isWhitespace { isBarren = true }
        text.append(character)
        index += 1
      }
    }
    if !text.isEmpty || parts.isEmpty { parts.append(.text(text)) }
    return parts
  }

  private static func closingDollar(_ characters: [Character], after open: Int) -> Int? {
    guard open + 1 < characters.count, !characters[open + 1].isWhitespace else { return nil }
    var index = open + 1
    while index < characters.count {
      switch characters[index] {
      case "\\": index += 2
      case "$":
        let isFollowedByDigit = index + 1 < characters.count && ("0"..."9").contains(characters[index + 1])
        if index > open + 1, !characters[index - 1].isWhitespace, !isFollowedByDigit { return index }
        index += 1
      default: index += 1
      }
    }
    return nil
  }
}
