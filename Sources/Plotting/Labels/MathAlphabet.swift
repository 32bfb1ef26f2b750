/// How the letters of an argument are to look.
enum MathAlphabet: Hashable, Sendable {
  case italic, roman, bold, boldItalic, blackboard, calligraphic

  /// The alphabet of a command such as `\mathbf`, by its name without the backslash.
  init?(command name: String) {
    switch name {
    case "mathrm", "mathsf": self = .roman
    case "mathit": self = .italic
    case "mathbf": self = .bold
    case "boldsymbol", "bm": self = .boldItalic
    case "mathbb": self = .blackboard
    case "mathcal", "mathscr": self = .calligraphic
    default: return nil
    }
  }

  /// A letter or a digit in this alphabet: its own character in Unicode where figures' font has one, else a look.
  func symbol(_ character: Character) -> MathSymbol {
    let text = String(character)
    switch self {
    case .italic: return MathSymbol(text, .ordinary, character.isNumber ? .upright : .italic)
    case .roman: return MathSymbol(text)
    case .bold: return MathSymbol(text, .ordinary, .bold)
    case .boldItalic: return MathSymbol(text, .ordinary, character.isNumber ? .bold : .boldItalic)
    case .blackboard:
      return Self.blackboard(character).map { MathSymbol($0) } ?? MathSymbol(text, .ordinary, .bold)
    case .calligraphic:
      return Self.script[character].map { MathSymbol($0) } ?? MathSymbol(text, .ordinary, .boldItalic)
    }
  }

  private static func blackboard(_ character: Character) -> String? {
    if let letter = doubleStruck[character] { return letter }
    guard let scalar = character.unicodeScalars.first, character.isASCII else { return nil }
    let base: UInt32
    switch scalar {
    case "A"..."Z": base = 0x1d538 + scalar.value - 65
    case "a"..."z": base = 0x1d552 + scalar.value - 97
    case "0"..."9": base = 0x1d7d8 + scalar.value - 48
    default: return nil
    }
    return Unicode.Scalar(base).map { String(Character($0)) }
  }

  private static let doubleStruck: [Character: String] = [
    "C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ",
  ]

  /// The script letters that are older than the others in Unicode, and so in more fonts.
  private static let script: [Character: String] = [
    "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ",
  ]
}
