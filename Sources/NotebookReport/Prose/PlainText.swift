extension Sequence<MarkdownNode> {
  /// What the nodes say without marks; `special` and `value` say how the rest reads.
  func plainText(special: (Int) -> String = { _ in "" }, value: (Int) -> String = { _ in "" }) -> String {
    map { node -> String in
      switch node {
      case .text(let text), .code(let text), .html(let text, _): text
      case .softBreak, .lineBreak: " "
      case .paragraph(let inside), .heading(_, let inside), .blockQuote(let inside), .emphasis(let inside),
        .strong(let inside), .strikethrough(let inside), .link(_, _, let inside), .image(_, let inside):
        inside.plainText(special: special, value: value)
      case .special(let number): special(number)
      case .inlineValue(let number): value(number)
      case .list, .codeBlock, .rule, .table, .footnoteDefinition, .footnoteReference: ""
      }
    }.joined()
  }
}
