import Foundation
import NotebookFormat

/// Puts a page together.
struct PageBuilder {
  private let notebook: Notebook
  private let recording: Recording
  private let options: HTMLReport.Options
  private let documents: [Int: ProseDocument]
  private let numbering: Numbering
  private let math: MathTypesetter?
  private let prose: ProseRenderer
  private let listing: CodeListing
  private var cells: CellView
  private var diagnostics: [Diagnostic] = []

  init(_ notebook: Notebook, _ recording: Recording, _ options: HTMLReport.Options) {
    self.notebook = notebook
    self.recording = recording
    self.options = options
    var documents: [Int: ProseDocument] = [:]
    for (index, block) in notebook.blocks.enumerated() {
      if case .prose(let prose) = block { documents[index] = ProseDocument(prose) }
    }
    self.documents = documents
    numbering = Numbering(notebook, documents, recording)
    let folder = options.folder ?? URL(fileURLWithPath: notebook.path).deletingLastPathComponent()
    let ownTexts = [notebook.options.title, notebook.options.subtitle, notebook.options.description]
    let texts = notebook.cells.compactMap(\.options.caption) + ownTexts.compactMap { $0 }
    let needsMath =
      texts.contains { $0.contains("$") }
      || documents.values.contains { document in
        document.specials.contains { if case .math = $0 { true } else { false } }
      }
    math = needsMath ? options.katex.flatMap(MathTypesetter.init) : nil
    let bibliography = Self.bibliography(notebook, folder, &diagnostics)
    prose = ProseRenderer(
      numbering: numbering, values: recording.inlineValues, math: math, bibliography: bibliography,
      images: ImageFolder(folder: folder))
    let tokens = options.highlightsCode && !notebook.cells.isEmpty ? SyntaxHighlighter.tokens(of: notebook.source) : nil
    listing = CodeListing(source: notebook.source, tokens: tokens ?? [])
    cells = CellView(recording: recording, options: options, numbering: numbering, prose: prose, listing: listing)
  }

  private static func bibliography(_ notebook: Notebook, _ folder: URL, _ diagnostics: inout [Diagnostic]) -> BibTeX? {
    guard let path = notebook.options.bibliography else { return nil }
    let place = notebook.options.places["bibliography"].map { ($0.line, $0.column) } ?? (1, 1)
    let file = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder.path, isDirectory: true))
    guard let text = try? String(contentsOf: file, encoding: .utf8) else {
      diagnostics.append(
        DiagnosticCode.malformedBibliography.diagnostic("the bibliography '\(path)' cannot be read", at: place))
      return nil
    }
    let bibliography = BibTeX(text)
    for error in bibliography.errors {
      diagnostics.append(
        DiagnosticCode.malformedBibliography.diagnostic(
          "\(path):\(error.line): \(error.message)", fix: "mend the entry", at: place))
    }
    return bibliography
  }

  /// Reads the captions of what a run will show, so that their mistakes are told before it.
  func readCaptions() {
    for cell in notebook.cells where numbering.listings[cell.index] == nil {
      guard let caption = cell.options.caption else { continue }
      _ = prose.inline(caption, at: cell.options.places["caption"], values: cell.options.inlineValues)
    }
  }

  mutating func page() -> HTMLReport.Page {
    let header = HeaderView(notebook: notebook, recording: recording)
    let title = titleHTML
    let subtitle = notebook.options.subtitle.map { ownText($0, "subtitle") }
    let description = notebook.options.description.map { ownText($0, "description") }
    var main = HTML.empty
    for (index, block) in notebook.blocks.enumerated() {
      switch block {
      case .prose:
        guard let document = documents[index] else { continue }
        let skipped = numbering.titleHeading.flatMap { $0.block == index ? $0.node : nil }
        main += prose.html(document, skipping: skipped)
      case .cell(let cell): main += cells.html(cell)
      }
    }
    main += notes + references
    let provenance = ProvenanceView(notebook: notebook, recording: recording, source: options.source).html

    if prose.hasMath, math == nil, let place = firstMath {
      diagnostics.append(
        DiagnosticCode.mathUnavailable.diagnostic("KaTeX was not found: formulas are shown as TeX", at: place))
    }
    diagnostics += prose.diagnostics
    diagnostics.sort { ($0.line, $0.column, $0.code) < ($1.line, $1.column, $1.code) }

    let contents = notebook.options.toc ? contents : nil
    let content: HTML = """
      \(HTML(SiteMarks.top))
      \(header.html(title: title, subtitle: subtitle, description: description))\(contents)<main id="nb-main">
      \(main)</main>\(HTML(SiteMarks.around))
      \(provenance)
      """
    let style =
      Palette.rules(Palette.colors) + cells.palettes.rules + (math?.styleSheet ?? "") + Stylesheet.reduced(to: content)
    let frame = PageFrame(
      language: notebook.options.language, theme: options.theme ?? notebook.options.theme, title: plainTitle,
      metadata: metadata + HTML(SiteMarks.head), style: style, script: Script.text,
      columnClass: contents == nil ? "single" : "")
    let html = frame.html(content)
    let card = ReportCard(
      notebook, recording, title: plainTitle, headings: numbering.headings, titleHeading: numbering.titleHeading,
      documents: documents)
    return HTMLReport.Page(html: html, diagnostics: diagnostics, card: card)
  }

  // MARK: Title

  private var fileName: String { URL(fileURLWithPath: notebook.path).deletingPathExtension().lastPathComponent }

  private var titleHTML: HTML {
    if let heading = numbering.titleHeading, let document = documents[heading.block] {
      return prose.inline(document, headingAt: heading.node)
    }
    if let title = notebook.options.title { return ownText(title, "title") }
    return HTML.escaped(fileName)
  }

  /// The text of one of the notebook's own options.
  private func ownText(_ text: String, _ key: String) -> HTML {
    prose.inline(text, at: notebook.options.places[key], values: notebook.options.inlineValues)
  }

  private var plainTitle: String {
    if let title = notebook.options.title { return title }
    guard let heading = numbering.titleHeading, let document = documents[heading.block],
      case .heading(_, let inside) = document.nodes[heading.node]
    else { return fileName }
    return inside.plainText(
      special: { document.tex(ofSpecial: $0) },
      value: { recording.inlineValues[$0]?.text ?? "not computed" }
    ).trimmed
  }

  private var metadata: HTML {
    var html = HTML.empty
    if let text = notebook.options.description {
      let description = SearchWords.plain(QuotedValues.markdown(text, recording.inlineValues))
      html += "<meta name=\"description\" content=\"\(description)\">\n"
    }
    for author in notebook.options.authors { html += "<meta name=\"author\" content=\"\(author)\">\n" }
    return html
  }

  private var firstMath: (line: Int, column: Int)? {
    for (_, document) in documents.sorted(by: { $0.key < $1.key }) {
      for case .math(_, _, _, let offset) in document.specials { return document.prose.place(ofOffset: offset) }
    }
    return (1, 1)
  }

  // MARK: Lists made of the text

  private var contents: HTML? {
    let headings = prose.contents.filter { $0.heading.level <= 3 }
    guard headings.count > 1 else { return nil }
    var sections: [(item: HTML, inside: [HTML])] = []
    for (heading, text) in headings {
      let number: HTML? = heading.number.map { "<span class=\"number\">\($0)</span>" }
      let item: HTML = "<a href=\"#\(heading.id)\">\(number)\(HTML.withoutLinks(text))</a>"
      if heading.level == 2 || sections.isEmpty {
        sections.append((item, []))
      } else {
        sections[sections.count - 1].inside.append(item)
      }
    }
    let items = sections.map { section -> HTML in
      let inside = section.inside.map { "<li>\($0)</li>\n" as HTML }.joined()
      let list: HTML = inside.isEmpty ? "" : "\n<ol>\n\(inside)</ol>"
      return "<li>\(section.item)\(list)</li>\n"
    }.joined()
    return """
      <nav class="toc" aria-labelledby="nb-contents">
      <h2 id="nb-contents">Contents</h2>
      <ol>
      \(items)</ol>
      </nav>

      """
  }

  private var notes: HTML {
    guard !prose.notes.isEmpty else { return .empty }
    let items = prose.notes.enumerated().map { index, note -> HTML in
      let back: HTML = """
        <a class="back" href="#nb-noteref-\(index + 1)" aria-label="Back to note \(index + 1) in the text">↩</a>
        """
      var text = note.text
      var end = ""
      if text.hasSuffix("</p>\n") {
        text.removeLast(5)
        end = "</p>"
      }
      return "<li id=\"nb-note-\(index + 1)\">\(HTML(text)) \(back)\(HTML(end))</li>\n"
    }.joined()
    return "<h2 id=\"nb-notes\">Notes</h2>\n<ol class=\"notes\">\n\(items)</ol>\n"
  }

  private var references: HTML {
    guard !prose.cited.isEmpty else { return .empty }
    let items = prose.cited.enumerated().map { index, entry -> HTML in
      "<li id=\"nb-ref-\(index + 1)\">\(entry.reference)</li>\n"
    }.joined()
    return "<h2 id=\"nb-references\">References</h2>\n<ol class=\"refs\">\n\(items)</ol>\n"
  }
}
