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

  /// The declarations of a property of colour in a style, with the selectors that they are for.
  private func colors(_ property: String, in style: String) -> [(selectors: String, name: String)] {
    var found: [(selectors: String, name: String)] = []
    for rule in style.matches(of: /([^{}]+)\{([^{}]*)\}/) {
      for declaration in rule.2.split(separator: ";") {
        let parts = declaration.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == property,
          let name = parts[1].firstMatch(of: /^\s*var\(--([a-z-]+)\)/)?.1
        else { continue }
        found.append((rule.1.trimmingCharacters(in: .whitespacesAndNewlines), String(name)))
      }
    }
    return found
  }

  @Test("Every colour that text has, and every ground that it stands on, is in a pair whose contrast is computed")
  func coverage() {
    let style = Stylesheet.base + Stylesheet.site
    let texts = colors("color", in: style)
    let grounds = colors("background", in: style)
    #expect(texts.count >= 30 && grounds.count >= 8)
    for text in texts { #expect(Palette.pairs.contains { $0.text == text.name }, "\(text)") }
    for ground in grounds { #expect(Palette.pairs.contains { $0.ground == ground.name }, "\(ground)") }
    for (selectors, name) in texts {
      // A rule that gives both is read on its own ground; text elsewhere is read on the page.
      let own = grounds.first { $0.selectors == selectors }?.name
      let isCode = name.hasPrefix("code-")
      let ground = own ?? (isCode ? "surface" : "paper")
      #expect(Palette.pairs.contains { $0.text == name && $0.ground == ground }, "\(name) on \(ground): \(selectors)")
    }
    for kind in ["keyword", "type", "string", "number", "comment", "attribute"] {
      #expect(texts.contains { $0.name == "code-\(kind)" }, "\(kind)")
    }
    // The ring of the focus and the frames of fields are marks: 3 is asked for.
    for mark in ["accent", "edge"] {
      #expect(Palette.pairs.contains { $0.text == mark && $0.ground == "paper" && $0.contrast >= 3 })
    }
  }

  @Test("With forced colours nothing that tells things apart is a colour alone, and drawings keep theirs on the paper")
  func forcedColors() throws {
    let rules = try #require(
      Stylesheet.base.firstMatch(of: /@media \(forced-colors:active\)\{((?:[^{}]*\{[^{}]*\})*)\}/)?.1)
    for box in [".code", ".callout", ".failure", ".banner"] { #expect(rules.contains(box), "\(box) has no border") }
    #expect(rules.contains(".plot svg{forced-color-adjust:none;background:var(--paper)}"))
  }

  @Test("The style uses only colours that the palette has")
  func names() {
    let used = Stylesheet.base.split(separator: "var(--").dropFirst().map { String($0.prefix { $0 != ")" }) }
    let known = Set(Palette.colors.map(\.name) + ["serif", "sans", "mono"])
    #expect(Set(used).subtracting(known).isEmpty)
  }
}
