/// Says how wide a text will be; the backend that draws the text knows.
public protocol TextMeasurer {
  /// The width of a text in points, on one line.
  func width(of text: String, font: Font) -> Double
}

extension TextMeasurer {
  /// The width of a text whose parts may be raised and smaller.
  public func width(of text: RichText, font: Font) -> Double {
    text.runs.reduce(0) { sum, run in
      sum + width(of: run.text, font: Font(size: font.size * run.script.scale, weight: font.weight))
    }
  }

  /// The text, or as much of its beginning as has room, with an ellipsis.
  func fit(_ text: String, font: Font, width: Double) -> String {
    if self.width(of: text, font: font) <= width { return text }
    let characters = Array(text)
    var (low, high) = (0, characters.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if self.width(of: String(characters.prefix(middle)) + "…", font: font) <= width {
        low = middle
      } else {
        high = middle - 1
      }
    }
    var kept = characters.prefix(low)
    while kept.last == " " { kept.removeLast() }
    return kept.isEmpty ? "" : String(kept) + "…"
  }

  /// The text broken between words into lines; what does not fit on the last is cut.
  func wrap(_ text: String, font: Font, width: Double, lines limit: Int) -> [String] {
    guard limit > 0, !text.isEmpty else { return [] }
    var lines: [String] = []
    var rest = text.split(whereSeparator: \.isWhitespace)[...]
    while !rest.isEmpty && lines.count < limit - 1 {
      var line = ""
      while let word = rest.first {
        let longer = line.isEmpty ? String(word) : line + " " + word
        if !line.isEmpty && self.width(of: longer, font: font) > width { break }
        line = longer
        rest.removeFirst()
      }
      lines.append(fit(line, font: font, width: width))
    }
    if !rest.isEmpty { lines.append(fit(rest.joined(separator: " "), font: font, width: width)) }
    return lines.filter { !$0.isEmpty }
  }
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
