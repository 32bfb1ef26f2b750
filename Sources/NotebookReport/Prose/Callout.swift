/// A remark set apart from the text: `- Note: …` or `> Tip: …`, `- Callout(Theorem): …` with a title of its own.
struct Callout: Equatable {
  enum Style: String { case note, tip, warning, statement, proof }

  var title: String
  var style: Style
  /// Whether it takes part in the numbering of theorems.
  var isNumbered: Bool
  var content: [MarkdownNode]

  /// Reads the content of a list's item or of a quotation; nil when it does not begin with a known word and a colon.
  init?(_ nodes: [MarkdownNode]) {
    guard case .paragraph(var inlines)? = nodes.first, case .text(let text)? = inlines.first,
      let colon = text.firstIndex(of: ":")
    else { return nil }
    var word = String(text[..<colon])
    if word.hasPrefix("Callout("), word.hasSuffix(")") {
      word = String(word.dropFirst(8).dropLast())
      guard !word.isEmpty, word.count <= 80 else { return nil }
      title = word
      style = Self.styles[word.lowercased()] ?? .note
    } else {
      guard let style = Self.styles[word.lowercased()] else { return nil }
      title = word
      self.style = style
    }
    isNumbered = style == .statement
    inlines[0] = .text(String(text[text.index(after: colon)...].drop { $0 == " " }))
    if inlines[0] == .text("") { inlines.removeFirst() }
    content = (inlines.isEmpty ? [] : [.paragraph(inlines)]) + nodes.dropFirst()
  }

  private static let styles: [String: Style] = {
    var styles: [String: Style] = [:]
    for word in ["note", "remark", "see also", "seealso", "author", "authors", "date", "since", "version", "copyright"]
    {
      styles[word] = .note
    }
    for word in ["tip", "experiment", "example", "exercise", "complexity"] { styles[word] = .tip }
    for word in ["warning", "important", "attention", "bug", "todo", "precondition", "postcondition", "requires"] {
      styles[word] = .warning
    }
    for word in ["theorem", "lemma", "proposition", "corollary", "definition", "assumption", "conjecture"] {
      styles[word] = .statement
    }
    styles["proof"] = .proof
    return styles
  }()
}
