/// Text as a terminal shows it: how many columns it takes, and cut to fit.
public enum TerminalText {
  /// Columns that a text takes, its control characters left out.
  public static func width(_ text: some StringProtocol) -> Int { text.reduce(0) { $0 + width($1) } }

  /// A text on one line without anything that a terminal would obey.
  public static func harmless(_ text: some StringProtocol) -> String {
    String(text.map { $0.isNewline || $0 == "\t" ? " " : $0 }.filter { width($0) > 0 })
  }

  /// The text, cut to so many columns; where something is cut off, the last of them is `…`.
  public static func cut(_ text: String, to columns: Int) -> String {
    guard width(text) > columns else { return text }
    var result = ""
    var left = columns - 1
    for character in text {
      left -= width(character)
      if left < 0 { break }
      result.append(character)
    }
    return columns > 0 ? result + "…" : ""
  }

  /// The text, cut or filled up with spaces to so many columns.
  public static func fitted(_ text: String, to columns: Int) -> String {
    let text = cut(text, to: columns)
    return text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  private static func width(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    switch scalar.value {
    // The wide blocks of Unicode's East Asian Width.
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
