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
