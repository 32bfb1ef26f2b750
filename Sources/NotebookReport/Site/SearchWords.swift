import NotebookFormat

/// Prose as the words that a reader may look for: lists, tables and formulas included, marks left out.
struct SearchWords {
  var document: ProseDocument
  var values: [Int: Recording.InlineResult]

  func text(_ nodes: [MarkdownNode]) -> String {
    nodes.map(text).joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func text(_ node: MarkdownNode) -> String {
    switch node {
    case .list(_, _, let items): items.map { text($0.content) }.joined(separator: " ")
    case .blockQuote(let inside), .footnoteDefinition(_, let inside): text(inside)
    case .table(_, let rows): rows.joined().map(text).joined(separator: " ")
    case .codeBlock(_, let code): code
    default:
      [node].plainText(
        special: { ReadableTeX.text(document.tex(ofSpecial: $0)) },
        value: { values[$0]?.text ?? "" })
    }
  }
}

extension SearchWords {
  /// One line of Markdown without its marks.
  static func plain(_ line: String) -> String {
    let words = SearchWords(document: ProseDocument(line: line), values: [:])
    return words.text(words.document.nodes)
  }
}
