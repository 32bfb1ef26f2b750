/// Text taken apart into words and numbers, so that two texts can be compared by value.
struct NumberedText: Equatable, Sendable {
  /// A number in a text.
  struct Number: Equatable, Sendable {
    var value: Double
    /// As it is written.
    var text: String
    /// What one more in the last digit adds; 0 for a whole number and for one with fewer than five digits.
    var lastDigit: Double
  }

  /// What stands before, between and after the numbers.
  var words: [String]
  var numbers: [Number]

  /// Reads `-1.5e-07`, `−1.5×10⁻⁷`, `∞` and `NaN` for numbers.
  init(_ text: String) {
    words = []
    numbers = []
    var before = ""
    var rest = Substring(text)
    while let character = rest.first {
      if let (number, length) = Self.number(at: rest) {
        words.append(before)
        numbers.append(number)
        before = ""
        rest = rest.dropFirst(length)
      } else {
        // Digits inside a word, such as those of a hash, are part of it.
        before.append(character)
        rest.removeFirst()
        guard character.isLetter || character == "_" else { continue }
        while let next = rest.first, next.isNumber || next.isLetter || next == "_" {
          before.append(next)
          rest.removeFirst()
        }
      }
    }
    words.append(before)
  }

  private static let superscripts: [Character: Character] = [
    "⁻": "-", "⁰": "0", "¹": "1", "²": "2", "³": "3", "⁴": "4", "⁵": "5", "⁶": "6", "⁷": "7", "⁸": "8", "⁹": "9",
  ]

  private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }

  /// The number that a text begins with, and how many characters it takes.
  private static func number(at text: Substring) -> (Number, Int)? {
    var rest = text
    var length = 0
    var written = ""
    func take(_ count: Int, as replacement: String) {
      rest = rest.dropFirst(count)
      length += count
      written += replacement
    }
    if let sign = rest.first, "+-−".contains(sign) { take(1, as: sign == "+" ? "" : "-") }
    if rest.hasPrefix("∞") || rest.hasPrefix("inf") && !(rest.dropFirst(3).first?.isLetter ?? false) {
      take(rest.hasPrefix("∞") ? 1 : 3, as: "inf")
      return Double(written).map {
        (Number(value: $0, text: String(text.prefix(length)), lastDigit: 0), length)
      }
    }
    if written.isEmpty, rest.lowercased().hasPrefix("nan"), !(rest.dropFirst(3).first?.isLetter ?? false) {
      return (Number(value: .nan, text: String(rest.prefix(3)), lastDigit: 0), 3)
    }
    let whole = rest.prefix(while: isDigit)
    take(whole.count, as: String(whole))
    var fraction: Substring = ""
    if rest.first == ".", let next = rest.dropFirst().first, isDigit(next) {
      fraction = rest.dropFirst().prefix(while: isDigit)
      take(fraction.count + 1, as: "." + fraction)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent = 0
    var hasExponent = false
    if rest.first == "e" || rest.first == "E" {
      let sign = rest.dropFirst().prefix { $0 == "-" || $0 == "+" }
      let digits = rest.dropFirst(1 + sign.count).prefix(while: isDigit)
      if sign.count <= 1, let power = Int(sign.filter { $0 == "-" } + digits) {
        (exponent, hasExponent) = (power, true)
        take(1 + sign.count + digits.count, as: "e\(power)")
      }
    } else if rest.hasPrefix("×10") {
      let digits = rest.dropFirst(3).prefix { superscripts[$0] != nil }
      if let power = Int(String(digits.compactMap { superscripts[$0] })) {
        (exponent, hasExponent) = (power, true)
        take(3 + digits.count, as: "e\(power)")
      }
    }
    if let next = rest.first, next.isLetter && next.isASCII, rest.dropFirst().first?.isNumber ?? false { return nil }
    guard let value = Double(written) else { return nil }
    let isWhole = fraction.isEmpty && !hasExponent
    let significant = (whole + fraction).drop { $0 == "0" }.count
    let step = isWhole || significant < 5 ? 0 : Double("1e\(exponent - fraction.count)") ?? 0
    return (Number(value: value, text: String(text.prefix(length)), lastDigit: step), length)
  }

  /// Whether one number stands for the other: within the tolerance, or one apart in the last of five or more digits.
  static func accepts(_ found: Number, for recorded: Number, _ tolerance: Tolerance) -> Bool {
    if found.text == recorded.text { return true }
    if tolerance.accepts(found.value, for: recorded.value) { return true }
    let step = max(found.lastDigit, recorded.lastDigit)
    return step > 0 && (found.value - recorded.value).magnitude <= 1.000001 * step
  }
}
