/// Numbers as people write them: a real minus sign, powers of ten, ∞.
public enum NumberText {
  /// A number without a format: up to six significant digits.
  public static func text(_ number: Double) -> String { typeset(plain(number)) }

  /// A value of a table, with the column's format if it has one.
  public static func text(_ value: TableOutput.Value, format: String?) -> String {
    let format = format.flatMap { try? NumberFormat($0) }
    return switch value {
    case .number(let number): typeset(format?.text(number) ?? plain(number))
    case .integer(let integer): typeset(format?.text(integer) ?? String(integer))
    case .text(let text): format?.text(text) ?? text
    case .missing: "–"
    }
  }

  /// `1.5e-07` → `1.5×10⁻⁷`, `-2` → `−2`, `inf` → `∞`. Other text is left alone.
  public static func typeset(_ text: String) -> String {
    guard let parts = Parts(text) else { return text }
    var result = parts.isNegative ? "−" : parts.isSigned ? "+" : ""
    result += parts.mantissa
    if let exponent = parts.exponent {
      result += "×10" + String(String(exponent).map { superscripts[$0] ?? $0 })
    }
    return result + parts.rest
  }

  /// The same inside TeX math: `1.5 \times 10^{-7}`, `\infty`.
  public static func tex(_ text: String) -> String {
    guard let parts = Parts(text) else {
      return text == "NaN" || text == "nan" ? "\\mathrm{NaN}" : "\\text{\(escaped(text))}"
    }
    var result = parts.isNegative ? "-" : parts.isSigned ? "+" : ""
    result += parts.mantissa == "∞" ? "\\infty" : parts.mantissa
    if let exponent = parts.exponent { result += " \\times 10^{\(exponent)}" }
    return parts.rest.isEmpty ? result : result + "\\text{\(escaped(parts.rest))}"
  }

  private static func plain(_ number: Double) -> String {
    guard !number.isNaN else { return "NaN" }
    let short = number.description
    if short.utf8.count <= 8, !short.contains("e") {
      return short.hasSuffix(".0") ? String(short.dropLast(2)) : short
    }
    return (try? NumberFormat("%.6g"))?.text(number) ?? short
  }

  private static let superscripts: [Character: Character] = [
    "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
  ]

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\textbackslash "
      case "{", "}", "$", "&", "#", "%", "_": result += "\\\(character)"
      case "^": result += "\\textasciicircum "
      case "~": result += "\\textasciitilde "
      default: result.append(character)
      }
    }
    return result
  }

  /// A number at the start of a text, taken apart.
  private struct Parts {
    var isNegative = false
    var isSigned = false
    var mantissa: String
    var exponent: Int?
    var rest: String

    init?(_ text: String) {
      var scan = Substring(text)
      if scan.first == "-" || scan.first == "+" {
        isNegative = scan.first == "-"
        isSigned = true
        scan.removeFirst()
      }
      if scan.lowercased().hasPrefix("inf") {
        guard scan.count == 3 || scan.lowercased() == "infinity" else { return nil }
        mantissa = "∞"
        rest = ""
        return
      }
      let digits = scan.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      guard digits.contains(where: \.isNumber) else { return nil }
      scan.removeFirst(digits.count)
      mantissa = String(digits)
      if scan.first == "e" || scan.first == "E" {
        let power = scan.dropFirst().prefix { $0.isASCII && ($0.isNumber || $0 == "-" || $0 == "+") }
        if let value = Int(power) {
          exponent = value
          scan.removeFirst(power.count + 1)
        }
      }
      // A word that merely starts with a digit, or a date, is no number.
      if let next = scan.first, next.isLetter || next == "-" || next == ":" { return nil }
      rest = String(scan)
    }
  }
}
