/// Says how wide a text will be; the backend that draws the text knows.
public protocol TextMeasurer {
  /// The width of a text in points, on one line.
  func width(of text: String, font: Font) -> Double

  /// The characters of a text that would be drawn as empty boxes, each once, in their order.
  func charactersWithoutGlyph(in text: String, font: Font) -> [Character]
}

extension TextMeasurer {
  /// None: without fonts, none can lack a glyph.
  public func charactersWithoutGlyph(in text: String, font: Font) -> [Character] { [] }
}

/// Widths by rule of thumb, the same on every machine: for tests, and where no font is at hand.
public struct ApproximateTextMeasurer: TextMeasurer {
  /// A measurer; it has no state.
  public init() {}

  /// The sum of rough widths of the characters, in points; a tenth more for bold text.
  public func width(of text: String, font: Font) -> Double {
    var units = 0.0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "i", "j", "l", "I", "|", "'", ".", ",", ":", ";", "!", " ": units += 0.32
      case "f", "t", "r", "(", ")", "[", "]", "-", "/": units += 0.4
      case "m", "w", "M", "W", "%", "@", "…": units += 0.95
      case "−", "+", "=", "×", "<", ">", "≤", "≥": units += 0.84
      case "a"..."z", "0"..."9": units += 0.62
      case "A"..."Z": units += 0.7
      default: units += scalar.value < 0x2e80 ? 0.66 : 1
      }
    }
    return units * font.size * (font.weight == .bold ? 1.1 : 1)
  }
}
