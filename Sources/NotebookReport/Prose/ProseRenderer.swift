import NotebookFormat

/// Writes prose as HTML and keeps what it gathers on the way: footnotes, cited works, and what is wrong.
final class ProseRenderer {
  private(set) var diagnostics: [Diagnostic] = []
  /// Footnotes by number, from 1.
  private(set) var notes: [HTML] = []
  /// Cited works in the order of their first citation.
  private(set) var cited: [BibTeX.Entry] = []
  private(set) var hasMath = false
  /// The contents of the page: level, number, id and words of each heading.
  private(set) var contents: [(heading: Numbering.Heading, text: HTML)] = []

  private let numbering: Numbering
  private let values: [Int: Recording.InlineResult]
  private let math: MathTypesetter?
  private let bibliography: BibTeX?
  private let images: ImageFolder
  private var headingIndex = 0
  private var statementCount = 0
  private var referencedNotes: Set<Int> = []

  /// What is being rendered.
  private var document: ProseDocument?
  private var noteBase = 0

  init(
    numbering: Numbering, values: [Int: Recording.InlineResult], math: MathTypesetter?, bibliography: BibTeX?,
    images: ImageFolder
  ) {
    self.numbering = numbering
    self.values = values
    self.math = math
    self.bibliography = bibliography
    self.images = images
  }

  // MARK: Whole texts

  /// A block of prose; `skipping` is the node that is the page's title.
  func html(_ document: ProseDocument, skipping: Int? = nil) -> HTML {
    begin(document)
    var html = HTML.empty
    for (index, node) in document.nodes.enumerated() where index != skipping { html += block(node, isTop: true) }
    return html
  }

  /// One line of prose, such as a title that stands on `line`.
  func inline(_ text: String, line: Int) -> HTML { inline(text, at: OptionPlace(line: line, column: 1)) }

  /// The text of an option, which may quote values.
  func inline(_ text: String, at place: OptionPlace?, values: [InlineValue] = []) -> HTML {
    let saved = (document, noteBase)
    defer { (document, noteBase) = saved }
    let place = place ?? OptionPlace(line: 1, column: 1)
    let document = ProseDocument(
      Prose(
        lines: place.line...place.line, markdown: text, sourceLines: [place.line], inlineValues: values,
        sourceColumns: [place.column]))
    begin(document)
    return document.nodes.map { node -> HTML in
      switch node {
      case .paragraph(let inside), .heading(_, let inside): inlines(inside)
      default: HTML.escaped([node].plainText())
      }
    }.joined(separator: " ")
  }

  /// The words of a heading that is not rendered as one, such as the title.
  func inline(_ document: ProseDocument, headingAt node: Int) -> HTML {
    begin(document)
    guard case .heading(_, let inside) = document.nodes[node] else { return .empty }
    return trimmedInlines(inside)
  }

  private func begin(_ document: ProseDocument) {
    self.document = document
    noteBase = notes.count
  }

  private func report(_ code: DiagnosticCode, _ message: String, fix: String? = nil, offset: Int) {
    guard let document else { return }
    diagnostics.append(code.diagnostic(message, fix: fix, at: document.prose.place(ofOffset: offset)))
  }

  /// Where a piece of the text stands; its beginning when it cannot be found.
  private func offset(of text: String) -> Int {
    guard let markdown = document?.prose.markdown, !text.isEmpty, let range = markdown.firstRange(of: text) else {
      return 0
    }
    return markdown.utf8.distance(from: markdown.startIndex, to: range.lowerBound)
  }

  // MARK: Blocks

  private func block(_ node: MarkdownNode, isTop: Bool = false) -> HTML {
    switch node {
    case .paragraph(let inside): return paragraph(inside)
    case .heading(_, let inside):
      guard isTop, headingIndex < numbering.headings.count else {
        return "<p><strong>\(inlines(inside))</strong></p>\n"
      }
      return heading(inside)
    case .blockQuote(let inside):
      if let callout = Callout(inside) { return self.callout(callout, isTop: isTop) }
      return "<blockquote>\n\(blocks(inside))</blockquote>\n"
    case .list(let start, let isTight, let items):
      let callouts = items.compactMap { Callout($0.content) }
      if start == nil, callouts.count == items.count {
        return callouts.map { callout($0, isTop: isTop) }.joined()
      }
      return list(start: start, isTight: isTight, items)
    case .codeBlock(_, let code):
      return "<pre class=\"plain\" tabindex=\"0\"><code>\(code)</code></pre>\n"
    case .rule: return "<hr>\n"
    case .table(let alignments, let rows): return table(alignments, rows)
    case .footnoteDefinition(_, let inside):
      notes.append(inside.map { block($0) }.joined())
      return .empty
    case .html(let text, _):
      if isComment(text) { return .empty }
      reportHTML(text)
      return "<p>\(text)</p>\n"
    default: return inlines([node])
    }
  }

  private func blocks(_ nodes: [MarkdownNode]) -> HTML { nodes.map { block($0) }.joined() }

  private func paragraph(_ nodes: [MarkdownNode]) -> HTML {
    let displays = nodes.allSatisfy { node in
      switch node {
      case .softBreak: true
      case .text(let text): text.trimmed.isEmpty
      case .special(let number): if case .math(_, true, _, _)? = document?.special(number) { true } else { false }
      default: false
      }
    }
    guard displays else { return "<p>\(trimmedInlines(nodes))</p>\n" }
    return nodes.map { node in
      if case .special(let number) = node { special(number, isBlock: true) } else { HTML.empty }
    }.joined()
  }

  private func heading(_ nodes: [MarkdownNode]) -> HTML {
    let heading = numbering.headings[headingIndex]
    headingIndex += 1
    let text = trimmedInlines(nodes)
    contents.append((heading, text))
    let number: HTML? = heading.number.map { "<span class=\"number\">\($0)</span> " }
    let tag = HTML("h\(heading.level)")
    return "<\(tag) id=\"\(heading.id)\">\(number)\(text)</\(tag)>\n"
  }

  private func list(start: Int?, isTight: Bool, _ items: [MarkdownNode.Item]) -> HTML {
    let content = items.map { item -> HTML in
      var inside = item.content.map { node -> HTML in
        if isTight, case .paragraph(let inlines) = node { return self.inlines(inlines) }
        return block(node)
      }.joined()
      if let isChecked = item.isChecked {
        inside =
          "<span aria-hidden=\"true\">\(isChecked ? "☑" : "☐")</span><span class=\"sr\">\(isChecked ? "done: " : "open: ")</span> "
          + inside
      }
      return "<li\(HTML(item.isChecked == nil ? "" : " class=\"task\""))>\(inside)</li>\n"
    }.joined()
    guard let start else { return "<ul>\n\(content)</ul>\n" }
    return "<ol\(HTML(start == 1 ? "" : " start=\"\(start)\""))>\n\(content)</ol>\n"
  }

  private func table(_ alignments: [MarkdownNode.Alignment], _ rows: [[[MarkdownNode]]]) -> HTML {
    func cells(_ row: [[MarkdownNode]], _ tag: HTML, _ scope: HTML) -> HTML {
      row.enumerated().map { column, cell -> HTML in
        let alignment = column < alignments.count ? alignments[column] : .none
        let mark: HTML = alignment == .right ? " class=\"n\"" : alignment == .center ? " class=\"mid\"" : ""
        return "<\(tag)\(scope)\(mark)>\(inlines(cell))</\(tag)>"
      }.joined()
    }
    let head = rows.first.map { "<thead><tr>\(cells($0, "th", " scope=\"col\""))</tr></thead>\n" as HTML }
    let body = rows.dropFirst().map { "<tr>\(cells($0, "td", ""))</tr>\n" as HTML }.joined()
    return """
      <div class="scroll" role="group" aria-label="Table" tabindex="0"><table>\(head)<tbody>
      \(body)</tbody></table></div>

      """
  }

  private func callout(_ callout: Callout, isTop: Bool) -> HTML {
    var title: HTML = "\(callout.title)"
    var id: HTML = ""
    if callout.isNumbered, isTop, let document {
      statementCount += 1
      title += " \(statementCount)"
      if let label = Numbering.label(in: callout, document) { id = " id=\"\(label)\"" }
    }
    return """
      <div class="callout \(callout.style.rawValue)" role="note"\(id)>
      <p class="callout-title">\(title)</p>
      \(blocks(callout.content))</div>

      """
  }

  // MARK: Inlines

  private func trimmedInlines(_ nodes: [MarkdownNode]) -> HTML { HTML(inlines(nodes).text.trimmed) }

  private func inlines(_ nodes: [MarkdownNode]) -> HTML { nodes.map(inline).joined() }

  private func inline(_ node: MarkdownNode) -> HTML {
    switch node {
    case .text(let text): return HTML.escaped(text)
    case .softBreak: return "\n"
    case .lineBreak: return "<br>\n"
    case .code(let code): return "<code>\(code)</code>"
    case .emphasis(let inside): return "<em>\(inlines(inside))</em>"
    case .strong(let inside): return "<strong>\(inlines(inside))</strong>"
    case .strikethrough(let inside): return "<del>\(inlines(inside))</del>"
    case .link(let url, let title, let inside): return link(url, title, inside)
    case .image(let url, let inside): return image(url, inside)
    case .footnoteReference(let name): return footnote(name)
    case .special(let number): return special(number, isBlock: false)
    case .inlineValue(let id): return value(id)
    case .html(let text, _):
      if isComment(text) { return .empty }
      reportHTML(text)
      return HTML.escaped(text)
    default: return block(node)
    }
  }

  private func isComment(_ text: String) -> Bool { text.hasPrefix("<!--") }

  private func reportHTML(_ text: String) {
    let first = text.split(separator: "\n").first.map(String.init) ?? text
    report(.rawHTML, "HTML is shown as text: \(first.prefix(40))", offset: offset(of: first))
  }

  private func value(_ id: Int) -> HTML {
    guard let value = values[id] else { return "<span class=\"missing\">not computed</span>" }
    return "<span class=\"value\">\(value.text)</span>"
  }

  private func link(_ target: String, _ title: String, _ inside: [MarkdownNode]) -> HTML {
    let text = inlines(inside)
    let url = substituted(target)
    let titleAttribute: HTML = title.isEmpty ? "" : " title=\"\(substituted(title))\""
    if url.hasPrefix("#") {
      let name = String(url.dropFirst())
      let id = numbering.targets[name]?.id ?? name
      return "<a href=\"#\(id)\"\(titleAttribute)>\(text)</a>"
    }
    guard let isExternal = Self.isExternal(url) else {
      report(.refusedLink, "this link is refused: \(url.prefix(60))", offset: offset(of: target))
      return text
    }
    let rel: HTML = isExternal ? " rel=\"noopener noreferrer\"" : ""
    return "<a href=\"\(url)\"\(rel)\(titleAttribute)>\(text)</a>"
  }

  /// Whether the address leaves the page's own folder; nil when it must not be linked to.
  private static func isExternal(_ url: String) -> Bool? {
    guard url.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0 != "\\" }) else { return nil }
    let head = url.prefix { !"/?#".contains($0) }
    guard let colon = head.firstIndex(of: ":") else { return url.hasPrefix("//") ? nil : false }
    return ["http", "https", "mailto"].contains(head[..<colon].lowercased()) ? true : nil
  }

  private func image(_ url: String, _ inside: [MarkdownNode]) -> HTML {
    let alt = inside.plainText(value: { self.values[$0]?.text ?? "not computed" })
    switch images.load(url) {
    case .success(let data): return "<img src=\"\(data)\" alt=\"\(alt)\">"
    case .failure(let refusal):
      report(.unavailableImage, "the image '\(url.prefix(60))' \(refusal.reason)", offset: offset(of: url))
      return "<span class=\"missing\">[image: \(alt)]</span>"
    }
  }

  private func footnote(_ name: String) -> HTML {
    guard let index = Int(name) else { return "<sup>\(name)</sup>" }
    let number = noteBase + index
    let id: HTML = referencedNotes.insert(number).inserted ? " id=\"nb-noteref-\(number)\"" : ""
    return
      "<sup><a\(id) href=\"#nb-note-\(number)\" role=\"doc-noteref\" aria-label=\"Note \(number)\">\(number)</a></sup>"
  }

  // MARK: What Markdown does not know

  private func special(_ number: Int, isBlock: Bool) -> HTML {
    guard let document, document.specials.indices.contains(number) else { return .empty }
    switch document.specials[number] {
    case .label: return .empty
    case .reference(let target): return reference(target)
    case .citation(let text, let offset): return citation(text, offset)
    case .math(let tex, let isDisplay, let label, let offset):
      return self.math(tex, isDisplay: isDisplay, label: label, offset: offset, isBlock: isBlock)
    }
  }

  private func reference(_ target: String) -> HTML {
    guard let found = numbering.targets[target] else {
      report(.unresolvedReference, "nothing is labelled '\(target)'", offset: offset(of: "#" + target) + 1)
      return "<span class=\"missing\">?\(target)</span>"
    }
    return "<a href=\"#\(found.id)\">\(found.text.replacing(" ", with: "\u{A0}"))</a>"
  }

  private func citation(_ text: String, _ offset: Int) -> HTML {
    guard let bibliography else { return "[\(text)]" }
    let parts = Citation(text).parts.map { part -> HTML in
      guard let entry = bibliography.entries[part.key] else {
        let near = bibliography.entries.keys.sorted().min {
          Self.unlikeness($0, part.key) < Self.unlikeness($1, part.key)
        }
        let isNear = near.map { Self.unlikeness($0, part.key) <= max(1, part.key.count / 3) } ?? false
        report(
          .unknownCitation, "the bibliography has no entry '\(part.key)'",
          fix: isNear ? near.map { "did you mean '\($0)'?" } : nil, offset: offset)
        return "<span class=\"missing\">?\(part.key)</span>"
      }
      let number: Int
      if let index = cited.firstIndex(of: entry) {
        number = index + 1
      } else {
        cited.append(entry)
        number = cited.count
      }
      let locator: HTML = part.locator.isEmpty ? "" : ", \(part.locator)"
      return "<a href=\"#nb-ref-\(number)\" role=\"doc-biblioref\">\(number)</a>\(locator)"
    }
    return "[\(parts.joined(separator: "; "))]"
  }

  private static func unlikeness(_ a: String, _ b: String) -> Int { editDistance(a, b) }

  /// Text with inline values in it, as text.
  private func substituted(_ text: String) -> String {
    substitute(text) { values[$0]?.text ?? "not computed" }.text
  }

  private func math(_ original: String, isDisplay: Bool, label: String?, offset: Int, isBlock: Bool) -> HTML {
    hasMath = true
    let (tex, edits) = substitute(original) { values[$0]?.tex ?? "\\text{not computed}" }
    var html: HTML
    if let math {
      do {
        html = try math.html(tex.trimmed, isDisplay: isDisplay)
      } catch {
        let leading = tex.utf8.prefix { $0 == 32 || $0 == 10 || $0 == 9 }.count
        var position = error.offset + leading
        for edit in edits where edit.position < position {
          position = max(position - edit.growth, edit.position)
        }
        report(.badTeX, error.message, offset: offset + min(position, original.utf8.count))
        html = "<code class=\"tex missing\">\(tex.trimmed)</code>"
      }
    } else {
      html = "<code class=\"tex\">\(tex.trimmed)</code>"
    }
    guard isDisplay else { return html }
    var number: HTML = ""
    var id: HTML = ""
    if let label, let target = numbering.targets[label] {
      let text = target.text.drop { $0 != "(" }
      number = "<span class=\"eqno\">\(text)</span>"
      id = " id=\"\(label)\""
    }
    let tag: HTML = isBlock ? "div" : "span"
    return
      "<\(tag) class=\"equation\"\(id)><\(tag) class=\"eqbody\">\(html)</\(tag)>\(number)</\(tag)>\(HTML(isBlock ? "\n" : ""))"
  }

  /// Replaces placeholders of inline values; says where the text grew, and by how much.
  private func substitute(
    _ text: String, _ replacement: (Int) -> String
  ) -> (text: String, edits: [(position: Int, growth: Int)]) {
    guard text.unicodeScalars.contains("\u{E000}") else { return (text, []) }
    var result = ""
    var edits: [(position: Int, growth: Int)] = []
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\u{E000}" else {
        result.unicodeScalars.append(scalar)
        continue
      }
      let digits = rest.prefix { ("0"..."9").contains($0) }
      rest = rest.dropFirst(digits.count + 1)
      guard let id = Int(String(digits)) else { continue }
      let new = replacement(id)
      edits.append((result.utf8.count, new.utf8.count - InlineValue.placeholder(id).utf8.count))
      result += new
    }
    return (result, edits)
  }
}
