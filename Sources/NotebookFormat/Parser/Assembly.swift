/// Puts a scanned file together as prose and cells.
///
/// A cell is a run of lines of code. It ends at prose, at `// %%`, at an option line after code, and at the edge of a
/// region, all of them only where no bracket is open.
struct Assembly {
  let source: SourceText
  let scan: SwiftScan

  private(set) var notebookOptions = NotebookOptions()
  private(set) var blocks: [Block] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where each cell's label stands, by the cell's number.
  private(set) var labelPlaces: [Int: (line: Int, column: Int)] = [:]

  private var regions = Regions([], lineCount: 0)
  private var cellCount = 0
  private var valueCount = 0
  /// The first line of the cell that is being read.
  private var cellStart: Int?
  private var lastCodeLine = 0
  private var pendingOptions: [OptionLine] = []
  private var pendingTitle: String?
  private var hasReadTopOptions = false
  private var pendingProse: [Range<Int>] = []
  /// The last line of the cell before, while nothing but markup followed.
  private var previousCell: Int?

  init(source: SourceText, scan: SwiftScan) {
    self.source = source
    self.scan = scan
  }

  private enum Markup {
    case prose, blockProse, option
    case breakLine(title: String)
    case region, comment
  }

  mutating func assemble() {
    let markers = scan.comments.filter(\.isFirstOnLine).compactMap { RegionMarker(source, $0) }
    regions = Regions(markers, lineCount: source.lineCount)
    diagnostics += regions.diagnostics

    var commentOfLine: [Int: Int] = [:]
    for (index, comment) in scan.comments.enumerated() where comment.isFirstOnLine {
      commentOfLine[comment.line] = index
      if !comment.isClosed { reportUnclosed(comment) }
    }
    for comment in scan.comments where !comment.isFirstOnLine && !comment.isClosed { reportUnclosed(comment) }
    let swallowedFrom = scan.unclosed.first.map { source.line(at: $0) }
    var hasSwallowedMarkup = false

    var line = 1
    while line <= source.lineCount {
      defer { line += 1 }
      let comment = commentOfLine[line].map { scan.comments[$0] }
      let markup = comment.flatMap(markup)
      if scan.depth[line - 1] > 0 || scan.beginsInside[line - 1] {
        if let comment, let markup {
          if let first = swallowedFrom, first <= line {
            if case .comment = markup {} else { hasSwallowedMarkup = true }
          } else {
            warn(of: markup, comment)
          }
        }
        continueCell(line)
        continue
      }
      guard let comment, let markup else {
        if scan.hasCode[line - 1] {
          continueCell(line)
        } else {
          endProse()
        }
        continue
      }
      if case .prose = markup {} else { endProse() }
      switch markup {
      case .prose:
        endCell()
        dropOptions()
        pendingProse.append(comment.range)
      case .blockProse:
        endCell()
        dropOptions()
        addProse(
          ProseText(blockComment: comment.range, isClosed: comment.isClosed, in: source),
          lines: comment.line...source.line(at: max(comment.range.upperBound - 1, 0)))
        line = source.line(at: max(comment.range.upperBound - 1, 0))
        if scan.hasCode[line - 1] {
          diagnostics.append(
            DiagnosticCode.codeAfterProse.diagnostic(
              "code follows prose on the same line", at: source.place(comment.range.upperBound)))
        }
      case .option: readOption(comment)
      case .breakLine(let title):
        endCell()
        dropOptions()
        pendingTitle = title.isEmpty ? nil : title
      case .region: endCell()
      case .comment: continueCell(line)
      }
    }
    endProse()
    endCell()
    dropOptions()
    if hasSwallowedMarkup, let offset = scan.unclosed.first {
      let what = source.text(offset..<offset + 1)
      diagnostics.append(
        DiagnosticCode.unclosedBracket.diagnostic(
          "'\(what == "#" ? "#if" : what)' is never closed, so that all markup after it counts as comments",
          at: source.place(offset)))
    }
  }

  // MARK: Markup

  private func markup(_ comment: SwiftScan.Comment) -> Markup? {
    let text = source.bytes[comment.range]
    if comment.isBlock { return text.starts(with: "/*:".utf8) ? .blockProse : .comment }
    if text.starts(with: "//:".utf8) { return .prose }
    if text.starts(with: "//|".utf8) { return .option }
    if text.starts(with: "//#-".utf8) { return .region }
    for mark in ["// %%", "//%%"] where text.starts(with: mark.utf8) {
      let rest = text.dropFirst(mark.utf8.count)
      if let next = rest.first, !Ascii.isBlank(next) { continue }
      let title = String(decoding: rest, as: UTF8.self)
      return .breakLine(title: String(title.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " }.reversed()))
    }
    return .comment
  }

  private mutating func warn(of markup: Markup, _ comment: SwiftScan.Comment) {
    let place = source.place(comment.range.lowerBound)
    switch markup {
    case .prose, .blockProse:
      diagnostics.append(
        DiagnosticCode.proseInsideCode.diagnostic("prose inside brackets stays a comment", at: place))
    case .option:
      diagnostics.append(
        DiagnosticCode.markupInsideCode.diagnostic("an option line inside brackets stays a comment", at: place))
    case .breakLine:
      diagnostics.append(
        DiagnosticCode.markupInsideCode.diagnostic("a cell break inside brackets stays a comment", at: place))
    case .region, .comment: break
    }
  }

  private mutating func reportUnclosed(_ comment: SwiftScan.Comment) {
    var fix = DiagnosticCode.unclosedComment.cure
    if let nested = comment.nested {
      let place = source.place(nested)
      fix = "write `*/` where it ends; the `/*` at \(place.line):\(place.column) opens a comment inside it"
    }
    diagnostics.append(
      DiagnosticCode.unclosedComment.diagnostic(
        "this comment is never closed", fix: fix, at: source.place(comment.range.lowerBound)))
  }

  // MARK: Options

  private mutating func readOption(_ comment: SwiftScan.Comment) {
    if let start = cellStart {
      let hasCode = (start...max(start, comment.line - 1)).contains { scan.hasCode[$0 - 1] }
      if hasCode { endCell() } else { cellStart = nil }
    }
    if !hasReadTopOptions && blocks.isEmpty && pendingTitle == nil && pendingOptions.isEmpty {
      hasReadTopOptions = true
      readTopOptions(from: comment.line)
      return
    }
    if comment.line < topOptionsEnd { return }
    switch OptionLine.read(source, line: comment.line, start: comment.range.lowerBound) {
    case .success(let option): pendingOptions.append(option)
    case .failure(let diagnostic): diagnostics.append(diagnostic)
    }
  }

  /// The line after the notebook's own options.
  private var topOptionsEnd = 0

  /// The first group of option lines is the notebook's, unless it speaks of a cell only and code follows it.
  private mutating func readTopOptions(from first: Int) {
    var lines: [OptionLine] = []
    var line = first
    while line <= source.lineCount {
      let range = source.range(ofLine: line)
      let blanks = source.bytes[range].prefix(while: Ascii.isBlank).count
      guard source.bytes[range].dropFirst(blanks).starts(with: "//|".utf8) else { break }
      switch OptionLine.read(source, line: line, start: range.lowerBound + blanks) {
      case .success(let option): lines.append(option)
      case .failure(let diagnostic): diagnostics.append(diagnostic)
      }
      line += 1
    }
    topOptionsEnd = line
    // What both have says nothing.
    let own = lines.filter { (OptionSchema.cell[$0.key] == nil) != (OptionSchema.notebook[$0.key] == nil) }
    let speaksOfCell = own.contains { OptionSchema.cell[$0.key] != nil }
    let speaksOfNotebook = own.contains { OptionSchema.notebook[$0.key] != nil }
    if speaksOfCell && !speaksOfNotebook {
      pendingOptions = lines
      return
    }
    diagnostics += OptionSchema.apply(
      lines, to: &notebookOptions, from: OptionSchema.notebook, isKnownElsewhere: { OptionSchema.cell[$0] != nil },
      elsewhere: "a cell", fix: "put it right before the cell's code, after a blank line")
    var options = notebookOptions
    readQuotedValues(in: &options, lines)
    notebookOptions = options
    refuseValues(inTitle: notebookOptions.title, lines)
  }

  /// Takes the `\(…)` out of the texts of options that may quote values.
  private mutating func readQuotedValues<Options: PlacedOptions>(in options: inout Options, _ lines: [OptionLine]) {
    for (key, path, isMarkdown) in Options.quotingTexts {
      guard let original = options[keyPath: path], let line = lines.first(where: { $0.key == key }) else { continue }
      var text = ProseText(optionLine: original, at: (line.line, line.column(ofOffset: 0)))
      diagnostics += text.replaceControlCharacters()
      let scan = MarkdownScan(text.markdown)
      for issue in scan.issues
      where isMarkdown || [.unclosedInlineValue, .badFormat, .emptyInlineValue].contains(issue.code) {
        diagnostics.append(
          issue.code.diagnostic(
            issue.message, fix: issue.fix, at: (line.line, line.column(ofOffset: issue.offset))))
      }
      let (markdown, values) = withPlaceholders(text.markdown, scan) { (line.line, line.column(ofOffset: $0)) }
      options[keyPath: path] = markdown
      options.inlineValues += values
    }
  }

  /// A title is used where nothing has run: in lists, in names of pages, in an index.
  private mutating func refuseValues(inTitle title: String?, _ lines: [OptionLine]) {
    guard let title, let line = lines.first(where: { $0.key == "title" }),
      let value = MarkdownScan(title).values.min(by: { $0.range.lowerBound < $1.range.lowerBound })
    else { return }
    diagnostics.append(
      DiagnosticCode.badValue.diagnostic(
        "a title cannot quote a computed value",
        fix: "quote it in the subtitle or the description, or let the first heading be the title",
        at: (line.line, line.column(ofOffset: value.range.lowerBound))))
  }

  private mutating func dropOptions() {
    if let first = pendingOptions.first {
      diagnostics.append(
        DiagnosticCode.optionsWithoutCell.diagnostic(
          "no code follows these options", at: (first.line, source.place(markerOffset(first)).column)))
    }
    pendingOptions = []
  }

  private func markerOffset(_ option: OptionLine) -> Int {
    let range = source.range(ofLine: option.line)
    return range.lowerBound + source.bytes[range].prefix(while: Ascii.isBlank).count
  }

  // MARK: Cells

  private mutating func continueCell(_ line: Int) {
    endProse()
    if cellStart == nil {
      cellStart = line
      if scan.hasCode[line - 1] { checkStatementBegins(line) }
    }
    lastCodeLine = line
  }

  private mutating func checkStatementBegins(_ line: Int) {
    guard let previousCell else { return }
    let range = source.range(ofLine: line)
    let text = source.text(range).drop { $0 == " " || $0 == "\t" }
    let word = text.prefix { $0.isLetter }
    let continues =
      text.hasPrefix(".") || ["else", "catch", "where"].contains(word)
      || ["&&", "||", "??", "? ", "+ ", "- ", "* ", "== ", "= ", ", "].contains { text.hasPrefix($0) }
    guard continues else { return }
    diagnostics.append(
      DiagnosticCode.splitStatement.diagnostic(
        "this continues the statement of line \(previousCell), with markup between them",
        at: (line, range.count - text.utf8.count + 1)))
  }

  private mutating func endCell() {
    guard let start = cellStart else { return }
    cellStart = nil
    var (first, last) = (start, lastCodeLine)
    while first < last, isBlank(first) { first += 1 }
    while last > first, isBlank(last) { last -= 1 }
    guard (first...last).contains(where: { scan.hasCode[$0 - 1] }) else { return }

    var options = CellOptions()
    diagnostics += OptionSchema.apply(
      pendingOptions, to: &options, from: OptionSchema.cell, isKnownElsewhere: { OptionSchema.notebook[$0] != nil },
      elsewhere: "the notebook", fix: "move it to the very top of the file")
    if options.label != nil, let line = pendingOptions.first(where: { $0.key == "label" }) {
      labelPlaces[cellCount] = (line.line, line.valueColumn)
    }
    readQuotedValues(in: &options, pendingOptions)
    pendingOptions = []
    let lines = first...last
    let hidden = regions.hiddenLines.filter { $0.overlaps(lines) }.flatMap { $0.clamped(to: lines) }
    blocks.append(
      .cell(
        Cell(
          index: cellCount, lines: lines,
          code: source.text(source.range(ofLine: first).lowerBound..<source.range(ofLine: last).upperBound),
          title: pendingTitle, options: options, hiddenLines: Set(hidden))))
    cellCount += 1
    pendingTitle = nil
    previousCell = last
  }

  private func isBlank(_ line: Int) -> Bool {
    !scan.hasCode[line - 1] && source.bytes[source.range(ofLine: line)].allSatisfy(Ascii.isBlank)
  }

  // MARK: Prose

  private mutating func endProse() {
    guard let first = pendingProse.first, let last = pendingProse.last else { return }
    let text = ProseText(lineComments: pendingProse, in: source)
    pendingProse = []
    addProse(text, lines: source.line(at: first.lowerBound)...source.line(at: last.lowerBound))
  }

  private mutating func addProse(_ original: ProseText, lines: ClosedRange<Int>) {
    var text = original
    diagnostics += text.replaceControlCharacters()
    let scan = MarkdownScan(text.markdown)
    var starts: [Int] = []
    var offset = 0
    for line in text.lines {
      starts.append(offset)
      offset += line.text.utf8.count + 1
    }
    func place(_ offset: Int) -> (line: Int, column: Int) {
      guard let row = starts.lastIndex(where: { $0 <= offset }) else { return (lines.lowerBound, 1) }
      return (text.lines[row].line, text.lines[row].column + offset - starts[row])
    }
    for issue in scan.issues {
      diagnostics.append(issue.code.diagnostic(issue.message, fix: issue.fix, at: place(issue.offset)))
    }
    let (result, values) = withPlaceholders(text.markdown, scan, place: place)
    blocks.append(
      .prose(
        Prose(
          lines: lines, markdown: result, sourceLines: text.lines.map(\.line),
          inlineValues: values, sourceColumns: text.lines.map(\.column))))
  }

  /// Markdown with a placeholder for each value that it quotes, and those values.
  private mutating func withPlaceholders(
    _ markdown: String, _ scan: MarkdownScan, place: (Int) -> (line: Int, column: Int)
  ) -> (String, [InlineValue]) {
    let bytes = Array(markdown.utf8)
    var values: [InlineValue] = []
    var result: [UInt8] = []
    var position = 0
    for value in scan.values.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      let (line, column) = place(value.expression.lowerBound)
      values.append(
        InlineValue(
          id: valueCount, expression: String(decoding: bytes[value.expression], as: UTF8.self),
          format: value.format, line: line, column: column, length: value.range.count))
      result += bytes[position..<value.range.lowerBound]
      result += InlineValue.placeholder(valueCount).utf8
      position = value.range.upperBound
      valueCount += 1
    }
    result += bytes[position...]
    return (String(decoding: result, as: UTF8.self), values)
  }
}
