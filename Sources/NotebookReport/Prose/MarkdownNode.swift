/// Markdown as a value: what cmark-gfm read, with math, references, labels and inline values put back into it.
indirect enum MarkdownNode: Equatable {
  // Blocks
  case paragraph([MarkdownNode])
  case heading(level: Int, [MarkdownNode])
  case blockQuote([MarkdownNode])
  case list(start: Int?, isTight: Bool, items: [Item])
  case codeBlock(info: String, String)
  case rule
  case table(alignments: [Alignment], rows: [[[MarkdownNode]]])
  case footnoteDefinition(name: String, [MarkdownNode])

  // Inlines
  case text(String)
  case softBreak
  case lineBreak
  case code(String)
  case emphasis([MarkdownNode])
  case strong([MarkdownNode])
  case strikethrough([MarkdownNode])
  case link(url: String, title: String, [MarkdownNode])
  case image(url: String, [MarkdownNode])
  case footnoteReference(String)
  /// Something of the prose that Markdown does not know, by its number.
  case special(Int)
  case inlineValue(Int)
  /// HTML as it was written: it is shown as text.
  case html(String, isBlock: Bool)

  struct Item: Equatable {
    var isChecked: Bool?
    var content: [MarkdownNode]
  }

  enum Alignment: Equatable { case none, left, center, right }
}
