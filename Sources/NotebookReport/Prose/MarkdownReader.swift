import CCmarkGFM

/// Reads Markdown with tables, footnotes, task lists and strikethrough through cmark-gfm.
struct MarkdownReader {
  /// Marks the place of special number n: `U+E002 n U+E003`.
  static func placeholder(_ number: Int) -> String { "\u{E002}\(number)\u{E003}" }

  func read(_ markdown: String) -> [MarkdownNode] {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_SMART) else {
      return [.paragraph([.text(markdown)])]
    }
    defer { cmark_parser_free(parser) }
    for name in ["table", "strikethrough", "tasklist"] {
      if let found = cmark_find_syntax_extension(name) { cmark_parser_attach_syntax_extension(parser, found) }
    }
    var markdown = markdown
    markdown.withUTF8 { buffer in
      buffer.withMemoryRebound(to: CChar.self) { cmark_parser_feed(parser, $0.baseAddress, $0.count) }
    }
    guard let document = cmark_parser_finish(parser) else { return [.paragraph([.text(markdown)])] }
    defer { cmark_node_free(document) }
    return children(of: document)
  }

  /// Nodes nest no deeper than this; what lies deeper is dropped.
  private static let deepest = 100

  private func children(of node: OpaquePointer, depth: Int = 0) -> [MarkdownNode] {
    guard depth < Self.deepest else { return [] }
    var nodes: [MarkdownNode] = []
    var child = cmark_node_first_child(node)
    while let current = child {
      nodes += convert(current, depth: depth + 1)
      child = cmark_node_next(current)
    }
    return nodes
  }

  private func convert(_ node: OpaquePointer, depth: Int) -> [MarkdownNode] {
    func inside() -> [MarkdownNode] { children(of: node, depth: depth) }
    func literal() -> String { string(cmark_node_get_literal(node)) }
    // The library has no names for footnotes.
    switch cmark_node_get_type(node) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: return [.footnoteDefinition(name: literal(), inside())]
    case CMARK_NODE_FOOTNOTE_REFERENCE: return [.footnoteReference(literal())]
    default: break
    }
    switch string(cmark_node_get_type_string(node)) {
    case "paragraph": return [.paragraph(inside())]
    case "heading": return [.heading(level: Int(cmark_node_get_heading_level(node)), inside())]
    case "block_quote": return [.blockQuote(inside())]
    case "list": return [list(node, depth: depth)]
    case "code_block": return [.codeBlock(info: string(cmark_node_get_fence_info(node)), literal())]
    case "html_block": return [.html(literal(), isBlock: true)]
    case "thematic_break": return [.rule]
    case "table": return [table(node, depth: depth)]
    case "text": return split(literal())
    case "softbreak": return [.softBreak]
    case "linebreak": return [.lineBreak]
    case "code": return [.code(literal())]
    case "html_inline": return [.html(literal(), isBlock: false)]
    case "emph": return [.emphasis(inside())]
    case "strong": return [.strong(inside())]
    case "strikethrough": return [.strikethrough(inside())]
    case "link":
      return [.link(url: string(cmark_node_get_url(node)), title: string(cmark_node_get_title(node)), inside())]
    case "image": return [.image(url: string(cmark_node_get_url(node)), inside())]
    default: return inside()
    }
  }

  private func list(_ node: OpaquePointer, depth: Int) -> MarkdownNode {
    var items: [MarkdownNode.Item] = []
    var child = cmark_node_first_child(node)
    while let current = child {
      let isTask = string(cmark_node_get_type_string(current)) == "tasklist"
      let isChecked = isTask ? cmark_gfm_extensions_get_tasklist_item_checked(current) : nil
      items.append(MarkdownNode.Item(isChecked: isChecked, content: children(of: current, depth: depth)))
      child = cmark_node_next(current)
    }
    let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
    return .list(
      start: isOrdered ? Int(cmark_node_get_list_start(node)) : nil, isTight: cmark_node_get_list_tight(node) != 0,
      items: items)
  }

  private func table(_ node: OpaquePointer, depth: Int) -> MarkdownNode {
    let count = Int(cmark_gfm_extensions_get_table_columns(node))
    var alignments = [MarkdownNode.Alignment](repeating: .none, count: count)
    if let marks = cmark_gfm_extensions_get_table_alignments(node) {
      for index in 0..<count {
        switch UnicodeScalar(marks[index]) {
        case "l": alignments[index] = .left
        case "c": alignments[index] = .center
        case "r": alignments[index] = .right
        default: break
        }
      }
    }
    var rows: [[[MarkdownNode]]] = []
    var row = cmark_node_first_child(node)
    while let current = row {
      var cells: [[MarkdownNode]] = []
      var cell = cmark_node_first_child(current)
      while let found = cell {
        cells.append(children(of: found, depth: depth))
        cell = cmark_node_next(found)
      }
      rows.append(cells)
      row = cmark_node_next(current)
    }
    return .table(alignments: alignments, rows: rows)
  }

  private func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }

  /// Text with its placeholders made nodes.
  private func split(_ text: String) -> [MarkdownNode] {
    guard text.unicodeScalars.contains(where: { $0 == "\u{E000}" || $0 == "\u{E002}" }) else { return [.text(text)] }
    var nodes: [MarkdownNode] = []
    var plain = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{E000}" || scalar == "\u{E002}" else {
        plain.append(scalar)
        continue
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      if let number = Int(String(digits)) {
        if !plain.isEmpty { nodes.append(.text(String(plain))) }
        plain = String.UnicodeScalarView()
        nodes.append(scalar == "\u{E000}" ? .inlineValue(number) : .special(number))
        rest = rest.dropFirst(digits.count + 1)
      }
    }
    if !plain.isEmpty { nodes.append(.text(String(plain))) }
    return nodes
  }
}
