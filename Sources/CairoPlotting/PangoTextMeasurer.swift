import CCairo
import Plotting

/// Widths of text as Pango sets it, without hinting, so that they hold at every scale.
///
/// A measurer keeps what it measured, so a label that is tried often costs once. Use it in one task at a time.
public final class PangoTextMeasurer: TextMeasurer {
  /// The font that figures are set in.
  public static let defaultFamily = "DejaVu Sans"

  let setter: TextSetter
  private var widths: [Key: Double] = [:]
  private var missing: [Key: [Character]] = [:]

  /// A measurer for a font family.
  ///
  /// - Throws: ``SurfaceError/fontMissing(family:)`` if it is not installed.
  public init(family: String = PangoTextMeasurer.defaultFamily) throws(SurfaceError) {
    setter = try TextSetter(family: family)
  }

  /// The width of a text on one line, in points, in the measurer's font family at the font's size and weight.
  public func width(of text: String, font: Font) -> Double {
    let key = Key(text: text, font: font)
    if let width = widths[key] { return width }
    let width: Double
    if text.unicodeScalars.count > 1, text.unicodeScalars.allSatisfy(Self.standsAlone) {
      // Digits are not kerned, so their widths add up; axes try many numbers.
      width = text.unicodeScalars.reduce(0) { $0 + self.width(of: String($1), font: font) }
    } else {
      width = setter.width(of: text, font: font)
    }
    widths[key] = width
    return width
  }

  /// The characters of a text for which no installed font has a glyph, each once, in their order.
  public func charactersWithoutGlyph(in text: String, font: Font) -> [Character] {
    let key = Key(text: text, font: Font(size: 12, weight: font.weight, slant: font.slant))
    if let known = missing[key] { return known }
    var found: [Character] = []
    if setter.lacksGlyph(for: text, font: font) {
      // A character counts as missing where it cannot be shown alone.
      for character in text
      where !found.contains(character) && setter.lacksGlyph(for: String(character), font: font) {
        found.append(character)
      }
    }
    missing[key] = found
    return found
  }

  private struct Key: Hashable {
    var text: String
    var font: Font
  }

  private static func standsAlone(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "0"..."9", "−", "×": true
    default: false
    }
  }
}
