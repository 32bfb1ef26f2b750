import Foundation

/// KaTeX's style sheet, and the part of it that a page needs.
struct KaTeXStyleSheet {
  private struct Rule {
    var selectors: [Substring]
    var declarations: Substring
  }

  private struct Font: Hashable {
    var family: String
    var isBold: Bool
    var isItalic: Bool

    var fileName: String {
      let style = (isBold ? "Bold" : "") + (isItalic ? "Italic" : "")
      return "\(family)-\(style.isEmpty ? "Regular" : style).woff2"
    }
  }

  private var rules: [Rule] = []

  init(_ text: String) {
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      let selectors = rest[..<open]
      // Fonts come from the files; every other at-rule would nest.
      if !selectors.contains("@") {
        rules.append(
          Rule(selectors: selectors.split(separator: ","), declarations: rest[rest.index(after: open)..<close]))
      }
      rest = rest[rest.index(after: close)...]
    }
  }

  /// Rules whose classes are all in use, and the fonts that these rules name, as data, cut to the characters that the rules
  /// may apply to.
  func reduced(to classes: Set<String>, showing characters: FormulaCharacters, fonts folder: URL) -> String {
    var css = ""
    var fonts: [Font: [[String]]] = [:]
    for rule in rules {
      let selectors = rule.selectors.filter { selector in
        let names = Self.classNames(selector)
        return !names.isEmpty && names.allSatisfy(classes.contains)
      }
      guard !selectors.isEmpty else { continue }
      css += "\(selectors.joined(separator: ",")){\(rule.declarations)}"
      if let font = Self.font(rule.declarations) {
        fonts[font, default: []] += selectors.map(Self.classNames)
      }
    }
    var characters = characters
    characters.add(rules: css)
    let faces = fonts.sorted { $0.key.fileName < $1.key.fileName }.compactMap { font, uses -> String? in
      let file = folder.appendingPathComponent(font.fileName)
      guard let bytes = PageFont(file: file, characters: Set(uses.flatMap(characters.shown))).bytes else { return nil }
      return "@font-face{font-family:\(font.family);font-weight:\(font.isBold ? 700 : 400);"
        + "font-style:\(font.isItalic ? "italic" : "normal");"
        + "src:url(data:font/woff2;base64,\(Base64.encode(bytes))) format(\"woff2\")}"
    }
    return faces.joined() + css
  }

  private static func classNames(_ selector: Substring) -> [String] {
    var names: [String] = []
    var rest = selector
    while let dot = rest.firstIndex(of: ".") {
      rest = rest[rest.index(after: dot)...]
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
      names.append(String(name))
      rest = rest[name.endIndex...]
    }
    return names
  }

  private static func font(_ declarations: Substring) -> Font? {
    let isBold = declarations.contains("font-weight:700") || declarations.contains("font-weight:bold")
    let isItalic = declarations.contains("font-style:italic")
    guard let start = declarations.range(of: "KaTeX_") else {
      // A weight or a style alone changes the main font.
      return isBold || isItalic ? Font(family: "KaTeX_Main", isBold: isBold, isItalic: isItalic) : nil
    }
    let name = declarations[start.upperBound...].prefix { $0.isLetter || $0.isNumber }
    return Font(family: "KaTeX_\(name)", isBold: isBold, isItalic: isItalic)
  }
}
