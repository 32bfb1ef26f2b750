import NotebookFormat

/// The computed values that the text of an option quotes, put in their places.
enum QuotedValues {
  /// Plain text.
  static func plain(_ text: String, _ values: [Int: Recording.InlineResult]) -> String {
    replace(text) { id, _ in values[id]?.text ?? "not computed" }
  }

  /// Markdown that reads the same wherever it is shown: the values are text in it, and TeX inside formulas.
  static func markdown(_ text: String, _ values: [Int: Recording.InlineResult]) -> String {
    let formulas = MarkdownScan(text).spans.filter { span in
      switch span.kind {
      case .inlineMath, .displayMath: true
      default: false
      }
    }
    return replace(text) { id, offset in
      guard let value = values[id] else { return "not computed" }
      return formulas.contains { $0.range.contains(offset) } ? value.tex : escaped(value.text)
    }
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      if "\\`*_{}[]<>#|$!~&".contains(character) { result += "\\" }
      result.append(character)
    }
    return result
  }

  private static func replace(_ text: String, _ value: (_ id: Int, _ offset: Int) -> String) -> String {
    guard text.unicodeScalars.contains("\u{E000}") else { return text }
    var result = ""
    var rest = text.unicodeScalars[...]
    var offset = 0
    while let scalar = rest.popFirst() {
      guard scalar == "\u{E000}" else {
        result.unicodeScalars.append(scalar)
        offset += UTF8.width(scalar)
        continue
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count + 1)
      let id = Int(String(digits)) ?? -1
      result += value(id, offset)
      offset += InlineValue.placeholder(id).utf8.count
    }
    return result
  }
}
