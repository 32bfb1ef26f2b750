/// How the letters of an argument are to look.
enum MathAlphabet: Hashable, Sendable {
  case italic, roman, bold, boldItalic, blackboard, calligraphic, fraktur

  /// The alphabet of a command such as `\mathbf`, by its name without the backslash.
  init?(command name: String) {
    switch name {
    case "mathrm", "mathsf": self = .roman
    case "mathit": self = .italic
    case "mathbf": self = .bold
    case "boldsymbol", "bm": self = .boldItalic
    case "mathbb": self = .blackboard
    case "mathcal", "mathscr": self = .calligraphic
    case "mathfrak": self = .fraktur
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
      return Self.doubleStruck.letter(character).map { MathSymbol($0) } ?? MathSymbol(text, .ordinary, .bold)
    case .calligraphic:
      return Self.script.letter(character).map { MathSymbol($0) } ?? MathSymbol(text, .ordinary, .boldItalic)
    case .fraktur:
      return Self.blackLetter.letter(character).map { MathSymbol($0) } ?? MathSymbol(text, .ordinary, .bold)
    }
  }

  private static let doubleStruck = UnicodeAlphabet(
    capitals: 0x1d538, smalls: 0x1d552, digits: 0x1d7d8,
    exceptions: ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"])

  private static let script = UnicodeAlphabet(
    capitals: 0x1d49c, smalls: 0x1d4b6,
    exceptions: [
      "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ", "g": "ℊ", "o": "ℴ",
    ])

  private static let blackLetter = UnicodeAlphabet(
    capitals: 0x1d504, smalls: 0x1d51e, exceptions: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"])
}

/// One of Unicode's mathematical alphabets: letters in a row, but for those that were in Unicode before.
private struct UnicodeAlphabet {
  var capitals: UInt32
  var smalls: UInt32
  var digits: UInt32?
  var exceptions: [Character: String]

  /// The letter that stands for one of ASCII; nil where the alphabet has none.
  func letter(_ character: Character) -> String? {
    if let letter = exceptions[character] { return letter }
    guard character.isASCII, let scalar = character.unicodeScalars.first else { return nil }
    let place: UInt32? =
      switch scalar {
      case "A"..."Z": capitals + scalar.value - 65
      case "a"..."z": smalls + scalar.value - 97
      case "0"..."9": digits.map { $0 + scalar.value - 48 }
      default: nil
      }
    return place.flatMap(Unicode.Scalar.init).map { String(Character($0)) }
  }
}
