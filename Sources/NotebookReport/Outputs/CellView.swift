import NotebookFormat

/// A cell on the page: its code, and right under it what it showed.
struct CellView {
  let recording: Recording
  let options: HTMLReport.Options
  let numbering: Numbering
  let prose: ProseRenderer
  let listing: CodeListing
  /// The figures' theme colours.
  private(set) var palettes = FigurePalettes()

  private let records: [Int: CellRecord]
  private var figureCount = 0

  init(
    recording: Recording, options: HTMLReport.Options, numbering: Numbering, prose: ProseRenderer,
    listing: CodeListing
  ) {
    self.recording = recording
    self.options = options
    self.numbering = numbering
    self.prose = prose
    self.listing = listing
    records = Dictionary(recording.cells.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
  }

  mutating func html(_ cell: Cell) -> HTML {
    let record = records[cell.index]
    let hasFailed = recording.failure != nil && recording.failedCell == cell.index
    var content = code(cell, isForced: hasFailed)
    content += parameters(cell)
    if let record {
      if cell.options.output == .show {
        content += stream(record.standardOutput, title: "Printed", isError: false)
        content += outputs(record, cell)
      }
      content += expectations(record.expectations.filter { cell.options.output == .show || !$0.held })
      content += stream(record.standardError, title: "Printed to standard error", isError: true)
      if let failure = record.expectedFailure {
        content += FailureView(failure: failure, source: listing.source).expected
      }
    }
    if hasFailed, let failure = recording.failure {
      content += FailureView(failure: failure, source: listing.source).html
    } else if isIdle(cell, record) {
      content += "<p class=\"idle\">Not run: the notebook stopped before.</p>\n"
    }
    // A cell that shows nothing is still a place that links lead to.
    guard !content.isEmpty else { return "<div id=\"nb-cell-\(cell.index + 1)\"></div>\n" }
    let tags: HTML = cell.options.tags.isEmpty ? "" : " data-tags=\"\(cell.options.tags.joined(separator: " "))\""
    return "<div class=\"cell\" id=\"nb-cell-\(cell.index + 1)\"\(tags)>\n\(content)</div>\n"
  }

  private func caption(_ text: String, _ cell: Cell) -> HTML {
    let place = cell.options.places["caption"] ?? OptionPlace(line: cell.lines.lowerBound, column: 1)
    return prose.inline(text, at: place, values: cell.options.inlineValues)
  }

  private func alt(of cell: Cell) -> String? {
    cell.options.alt.map { QuotedValues.plain($0, recording.inlineValues) }
  }

  private static func word(for role: CellOptions.Role?) -> HTML {
    switch role {
    case nil: "Code"
    case .parameters: "Parameters"
    case .setup: "Set-up"
    }
  }

  private func isIdle(_ cell: Cell, _ record: CellRecord?) -> Bool {
    guard recording.failure != nil else { return false }
    if let failed = recording.failedCell { return cell.index > failed }
    return record?.seconds == nil
  }

  // MARK: Code

  private func code(_ cell: Cell, isForced: Bool) -> HTML {
    let display = isForced ? .show : options.code ?? cell.options.codeDisplay
    let lines = cell.lines.filter { !cell.hiddenLines.contains($0) }
    guard display != .hide, let first = lines.first, let last = lines.last else { return .empty }
    let range = first == last ? "line \(first)" : "lines \(first)–\(last)"
    let words: HTML = cell.title.map { "\($0)" } ?? Self.word(for: cell.options.role)
    var caption = HTML.empty
    var id = HTML.empty
    if let number = numbering.listings[cell.index], let label = cell.options.label {
      let text = cell.options.caption.map { self.caption($0, cell) }
      caption = "<p class=\"fine\"><b>Listing \(number).</b> \(text)</p>\n"
      id = " id=\"\(label)\""
    }
    return """
      <details class="code"\(id)\(HTML(display == .show ? " open" : ""))\(HTML(cell.title == nil ? "" : " data-title"))>\
      <summary>\(words) <span class="lines">\(range)</span></summary>
      <pre tabindex="0" role="group" aria-label="Code, \(range)"><code>\(listing.html(cell))</code></pre></details>
      \(caption)
      """
  }

  private func parameters(_ cell: Cell) -> HTML {
    let parameters = recording.parameters.filter { cell.lines.contains($0.line) }
    guard !parameters.isEmpty else { return .empty }
    let rows = parameters.map { parameter -> HTML in
      let usual = parameter.defaultValue.isEmpty ? "none" : parameter.defaultValue
      let changed: HTML = parameter.isOverridden ? " <span class=\"lines\">(default \(usual))</span>" : ""
      return """
        <tr><th scope="row"><code>\(parameter.name)</code></th><td class="n">\(parameter.value)\(changed)</td>\
        <td>\(parameter.range ?? "–")</td><td>\(parameter.help ?? "")</td></tr>

        """
    }.joined()
    return """
      <div class="scroll" role="group" aria-label="Parameters" tabindex="0"><table>
      <thead><tr><th scope="col">Parameter</th><th scope="col" class="n">Value</th><th scope="col">Allowed</th>\
      <th scope="col">Meaning</th></tr></thead>
      <tbody>
      \(rows)</tbody></table></div>

      """
  }

  // MARK: Outputs

  private mutating func outputs(_ record: CellRecord, _ cell: Cell) -> HTML {
    var html = HTML.empty
    var hasCaption = numbering.listings[cell.index] != nil
    var hasLabel = hasCaption
    let hasFigure = record.outputs.contains { output in
      switch output {
      case .figure, .image: true
      case .table, .text: false
      }
    }
    for (index, output) in record.outputs.enumerated() {
      let number = numbering.outputs[Numbering.Place(cell: cell.index, output: index)] ?? 0
      func caption(_ isWanted: Bool) -> HTML? {
        guard isWanted, !hasCaption, let text = cell.options.caption else { return nil }
        hasCaption = true
        return self.caption(text, cell)
      }
      func id(_ kind: Label.Kind, _ fallback: String) -> String {
        guard !hasLabel, let label = cell.options.label.flatMap(Label.init), label.kind == kind else { return fallback }
        hasLabel = true
        return label.text
      }
      switch output {
      case .text(let text): html += "<pre class=\"output\" tabindex=\"0\">\(HTML.preformatted(text))</pre>\n"
      case .table(let table):
        html += self.table(
          table, number: number, id: id(.table, "nb-table-\(number)"), caption: caption(!hasFigure),
          isSortable: cell.options.table == .sortable)
      case .figure(let figure):
        html += self.figure(
          figure, number: number, id: id(.figure, "nb-figure-\(number)"), caption: caption(true), cell)
      case .image(let image):
        let alt = [alt(of: cell), image.alt].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        html += """
          <figure id="\(id(.figure, "nb-figure-\(number)"))">
          <div class="plot"><img src="\(Self.png(image.png))" width="\(HTML.number(image.width))" \
          height="\(HTML.number(image.height))" alt="\(alt)"></div>
          <figcaption><b>Figure \(number).</b> \(caption(true))</figcaption></figure>

          """
      }
    }
    return html
  }

  private func table(
    _ table: TableOutput, number: Int, id: String, caption: HTML?, isSortable: Bool
  ) -> HTML {
    // A caption is the author's Markdown; a title comes from the run and is text.
    let words = caption ?? table.title.map { "\($0)" as HTML } ?? ""
    let view = TableView(table: table, caption: "<b>Table \(number).</b> \(words)", isSortable: isSortable)
    let csv = CSV([table])
    return """
      <div id="\(id)"><div class="scroll" role="group" aria-label="Table \(number)" tabindex="0">\(view.html)</div>
      <p class="fine">\(Self.download(csv, name: id))</p></div>

      """
  }

  private static func download(_ csv: CSV, name: String) -> HTML {
    let cut: HTML = csv.droppedRows > 0 ? " (\(csv.droppedRows) rows left out: more than a page should hold)" : ""
    return "<a class=\"download\" download=\"\(name).csv\" href=\"\(csv.link)\">Download as CSV</a>\(cut)"
  }

  private static func png(_ bytes: [UInt8]) -> String { "data:image/png;base64,\(Base64.encode(bytes))" }

  // MARK: Figures

  /// Above this many bytes a drawing is replaced by its picture, where there is one.
  private static let largestDrawing = 300_000

  private mutating func figure(
    _ figure: FigureOutput, number: Int, id: String, caption: HTML?, _ cell: Cell
  ) -> HTML {
    figureCount += 1
    let drawingID = "nb-plot-\(figureCount)"
    let colors = palettes.add(figure.palette, drawingID)
    let alt = [alt(of: cell), figure.alt].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    let width = cell.options.width ?? figure.width
    let height = cell.options.height ?? (figure.width > 0 ? figure.height * width / figure.width : figure.height)
    var notes = figure.notes
    let (plot, isDrawing) = plot(figure, cell, width, height, alt, colors, &notes)
    let notesHTML = notes.map { "<p class=\"fine\">\($0)</p>" as HTML }.joined()
    let role: HTML = isDrawing ? " role=\"img\" aria-label=\"\(alt)\"" : ""
    let wide: HTML = width > 420 ? " wide" : ""
    return """
      <figure id="\(id)">
      <div class="plot\(wide)" id="\(drawingID)"\(role)>\(plot)</div>
      <figcaption><b>Figure \(number).</b> \(caption)\(notesHTML)</figcaption>
      \(data(figure.data, number: number, name: id))</figure>

      """
  }

  private func plot(
    _ figure: FigureOutput, _ cell: Cell, _ width: Double, _ height: Double, _ alt: String,
    _ colors: [(name: String, value: String)], _ notes: inout [String]
  ) -> (HTML, isDrawing: Bool) {
    let format = options.figures ?? cell.options.figure
    let isLarge = figure.svg.utf8.count > Self.largestDrawing
    let prefix = "nb-f\(figureCount)-"
    let drawing = SVGSanitizer(idPrefix: prefix, width: width, height: height).clean(figure.svg)
    let wantsPNG = format == .png || format == .auto && isLarge || drawing == nil
    if wantsPNG, let png = figure.png {
      if format == .auto && isLarge {
        notes.append("Shown as a picture: as a drawing it would take \(figure.svg.utf8.count / 1000) kB.")
      }
      let html: HTML = """
        <img src="\(Self.png(png))" width="\(HTML.number(width))" height="\(HTML.number(height))" \
        alt="\(alt)">
        """
      return (html, false)
    }
    guard let drawing else {
      return ("<p class=\"missing\">This drawing is not well-formed SVG and is left out.</p>", false)
    }
    // The label of the drawing's element holds these words.
    let page = DrawingOnPage(idPrefix: prefix, alt: figure.alt, palette: colors)
    return (HTML(page.packed(drawing)), true)
  }

  private func data(_ tables: [TableOutput], number: Int, name: String) -> HTML {
    guard !tables.isEmpty else { return .empty }
    let rows = tables.reduce(0) { $0 + $1.rows.count }
    let limit = max(5, 50 / tables.count)
    let views = tables.map { table -> HTML in
      let caption: HTML? = table.title.map { "\($0)" }
      return TableView(table: table, caption: caption, rowLimit: limit).html
    }.joined()
    return """
      <details class="data"><summary>Data of figure \(number) (\(rows) row\(HTML(rows == 1 ? "" : "s")))</summary>
      <p>\(Self.download(CSV(tables), name: name))</p>
      <div class="scroll" role="group" aria-label="Data of figure \(number)" tabindex="0">\(views)</div></details>

      """
  }

  // MARK: Text

  private static let longestOpenStream = 20

  private func stream(_ captured: CapturedText, title: String, isError: Bool) -> HTML {
    guard !captured.text.isEmpty || captured.droppedBytes > 0 else { return .empty }
    let lines =
      captured.text.split(separator: "\n", omittingEmptySubsequences: false).count
      - (captured.text.hasSuffix("\n") ? 1 : 0)
    var text: HTML = "<pre class=\"output\" tabindex=\"0\">\(HTML.preformatted(captured.text))</pre>\n"
    if captured.droppedBytes > 0 {
      text += "<p class=\"fine\">\(captured.droppedBytes) more bytes were written and left out.</p>\n"
    }
    let mark: HTML = isError ? " error" : ""
    guard lines > Self.longestOpenStream else {
      return "<div class=\"stream\(mark)\"><p>\(title)</p>\(text)</div>\n"
    }
    return """
      <div class="stream\(mark)"><details><summary>\(title) (\(lines) lines)</summary>
      \(text)</details></div>

      """
  }

  private func expectations(_ expectations: [Expectation]) -> HTML {
    guard !expectations.isEmpty else { return .empty }
    let items = expectations.map { expectation -> HTML in
      let (mark, word): (HTML, HTML) =
        expectation.held
        ? ("<span class=\"mark ok\" aria-hidden=\"true\">✓</span>", "holds")
        : ("<span class=\"mark no\" aria-hidden=\"true\">✗</span>", "does not hold")
      let detail: HTML = expectation.detail.isEmpty ? "" : "<span class=\"detail\">\(expectation.detail)</span>"
      return "<li>\(mark)<span><b>\(word):</b> \(expectation.claim)\(detail)</span></li>\n"
    }.joined()
    return "<ul class=\"claims\">\n\(items)</ul>\n"
  }
}
