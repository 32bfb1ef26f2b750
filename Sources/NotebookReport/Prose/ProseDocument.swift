import NotebookFormat

/// A block of prose, read: its Markdown as values, and apart from it what Markdown must not touch.
struct ProseDocument {
  enum Special: Equatable {
    case math(tex: String, isDisplay: Bool, label: String?, offset: Int)
    case reference(String)
    case label(String)
    case citation(String, offset: Int)
  }

  let prose: Prose
  private(set) var specials: [Special] = []
  private(set) var nodes: [MarkdownNode] = []

  /// What a number stands for; nil for one that the text forges.
  func special(_ number: Int) -> Special? { specials.indices.contains(number) ? specials[number] : nil }

  /// The TeX of a formula; empty for other specials.
  func tex(ofSpecial number: Int) -> String {
    if case .math(let tex, _, _, _)? = special(number) { tex } else { "" }
  }

  /// One line of Markdown that stands for itself, such as a title.
  init(line text: String) {
    self.init(Prose(lines: 1...1, markdown: text, sourceLines: [1], inlineValues: [], sourceColumns: [1]))
  }

  init(_ prose: Prose) {
    self.prose = prose
    let bytes = Array(prose.markdown.utf8)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    var protected: [UInt8] = []
    var position = 0
    for span in MarkdownScan(prose.markdown).spans {
      let special: Special
      switch span.kind {
      case .inlineMath:
        special = .math(tex: text(span.content), isDisplay: false, label: nil, offset: span.content.lowerBound)
      case .displayMath(let label):
        special = .math(tex: text(span.content), isDisplay: true, label: label, offset: span.content.lowerBound)
      case .label(let label): special = .label(label)
      case .reference(let target, isBare: true): special = .reference(target)
      case .citation: special = .citation(text(span.content), offset: span.range.lowerBound)
      case .codeSpan, .fence, .inlineValue, .reference: continue
      }
      protected += bytes[position..<span.range.lowerBound]
      protected += MarkdownReader.placeholder(specials.count).utf8
      specials.append(special)
      position = span.range.upperBound
    }
    protected += bytes[position...]
    nodes = MarkdownReader().read(String(decoding: protected, as: UTF8.self))
  }
}
