import Foundation

/// The characters that the formulas of a page show, with the classes of the elements that they stand in.
struct FormulaCharacters {
  /// By the classes of all elements around them.
  private var scalars: [Set<String>: Set<Unicode.Scalar>] = [:]
  /// What style rules write themselves.
  private var written: Set<Unicode.Scalar> = []

  /// Those in an element that has some classes, in an element around it or itself: at least the characters that a rule for
  /// these classes applies to.
  func shown(in classes: some Sequence<String>) -> Set<Unicode.Scalar> {
    let classes = Set(classes)
    return scalars.reduce(into: written) { found, entry in
      if classes.isSubset(of: entry.key) { found.formUnion(entry.value) }
    }
  }

  /// Adds what a formula shows, of KaTeX's markup: its part for the eye. What is added besides, such as the letters of
  /// entities, does no harm.
  mutating func add(markup: String) {
    let start = markup.range(of: "<span class=\"katex-html")?.lowerBound ?? markup.startIndex
    // Around every formula.
    var open: [Set<String>] = [["katex", "katex-display"]]
    for piece in markup[start...].split(separator: "<", omittingEmptySubsequences: false) {
      guard let end = piece.lastIndex(of: ">") else {
        add(String(piece), in: open.last ?? [])
        continue
      }
      let tag = piece[..<end]
      if tag.hasPrefix("/") {
        if open.count > 1 { open.removeLast() }
      } else if !tag.hasSuffix("/") {
        open.append((open.last ?? []).union(Self.classes(of: tag)))
      }
      add(String(piece[piece.index(after: end)...]), in: open.last ?? [])
    }
  }

  private static func classes(of tag: Substring) -> Set<String> {
    guard let match = tag.firstMatch(of: #/ class="([^"]*)"/#) else { return [] }
    return Set(match.1.split(separator: " ").map(String.init))
  }

  private mutating func add(_ text: String, in classes: Set<String>) {
    guard !text.isEmpty else { return }
    let text = text.contains("&") ? text + "&<>\"'" : text
    // Browsers put letters and their marks together, and take them apart, as a font has them.
    for form in [text, text.decomposedStringWithCanonicalMapping, text.precomposedStringWithCanonicalMapping] {
      scalars[classes, default: []].formUnion(form.unicodeScalars)
    }
  }

  /// Adds what style rules write themselves, such as the numbers of equations.
  mutating func add(rules: String) {
    guard rules.contains("content:") else { return }
    written.formUnion("()0123456789".unicodeScalars)
    written.formUnion(rules.unicodeScalars)
  }
}
