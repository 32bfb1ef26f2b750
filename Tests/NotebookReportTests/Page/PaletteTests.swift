import Foundation
import Testing

@testable import NotebookReport

@Suite("Colours")
struct PaletteTests {
  /// Relative luminance (WCAG 2.2).
  private func luminance(_ hex: String) -> Double {
    let digits = Array(hex.dropFirst())
    let channels = [0, 2, 4].map { index -> Double in
      let value = Double(Int(String(digits[index...index + 1]), radix: 16) ?? 0) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
  }

  private func contrast(_ a: String, _ b: String) -> Double {
    let (x, y) = (luminance(a), luminance(b))
    return (max(x, y) + 0.05) / (min(x, y) + 0.05)
  }

  @Test("Every pair of colours has the contrast that WCAG AA asks for, in both themes")
  func contrasts() throws {
    for pair in Palette.pairs {
      let text = try #require(Palette.colors.first { $0.name == pair.text })
      let ground = try #require(Palette.colors.first { $0.name == pair.ground })
      let (light, dark) = (contrast(text.light, ground.light), contrast(text.dark, ground.dark))
      #expect(light >= pair.contrast, "\(pair.text) on \(pair.ground), light: \(light)")
      #expect(dark >= pair.contrast, "\(pair.text) on \(pair.ground), dark: \(dark)")
    }
  }

  @Test("The style uses only colours that the palette has")
  func names() {
    let used = Stylesheet.base.split(separator: "var(--").dropFirst().map { String($0.prefix { $0 != ")" }) }
    let known = Set(Palette.colors.map(\.name) + ["serif", "sans", "mono"])
    #expect(Set(used).subtracting(known).isEmpty)
  }
}
