/// A literate notebook: an ordinary Swift file, seen as prose and cells.
public struct Notebook: Equatable, Sendable {
  /// The path as the user gave it; diagnostics quote it.
  public var path: String
  /// The file's text with line ends normalised to `\n`.
  public var source: String
  /// What the `//| key: value` lines at the very top say.
  public var options: NotebookOptions
  /// Prose and cells in the order of the file.
  public var blocks: [Block]

  /// A notebook from its parts; ``NotebookParser`` makes one from a file.
  public init(path: String, source: String, options: NotebookOptions, blocks: [Block]) {
    self.path = path
    self.source = source
    self.options = options
    self.blocks = blocks
  }

  /// The cells alone, in the order of the file.
  public var cells: [Cell] {
    blocks.compactMap { if case .cell(let cell) = $0 { cell } else { nil } }
  }

  /// The values that options and prose quote, in the order of the file.
  public var inlineValues: [InlineValue] {
    options.inlineValues
      + blocks.flatMap { block -> [InlineValue] in
        switch block {
        case .prose(let prose): prose.inlineValues
        case .cell(let cell): cell.options.inlineValues
        }
      }
  }
}

/// A piece of a notebook: prose to read or code to run.
public enum Block: Equatable, Sendable {
  /// Markdown from `//:` lines or a `/*:` comment.
  case prose(Prose)
  /// Swift code up to the next prose, option line or cell break.
  case cell(Cell)
}

/// One block of Markdown.
public struct Prose: Equatable, Sendable {
  /// The lines of the file it occupies, from 1.
  public var lines: ClosedRange<Int>
  /// Markdown with the comment marks and the common indentation removed.
  /// Each `\(…)` is replaced by `InlineValue.placeholder(id)`.
  public var markdown: String
  /// For each line of `markdown`, the line of the file it came from.
  public var sourceLines: [Int]
  /// The values that this prose quotes.
  public var inlineValues: [InlineValue]
  /// For each line of `markdown`, the column of the file, from 1, where its text begins.
  public var sourceColumns: [Int]

  /// A block of prose from its parts; without `sourceColumns` every line counts from column 1.
  public init(
    lines: ClosedRange<Int>, markdown: String, sourceLines: [Int], inlineValues: [InlineValue],
    sourceColumns: [Int] = []
  ) {
    self.lines = lines
    self.markdown = markdown
    self.sourceLines = sourceLines
    self.inlineValues = inlineValues
    self.sourceColumns = sourceColumns
  }

  /// The place in the file of the byte at `offset` in `markdown`; exact where no inline value stands before it on
  /// its line.
  public func place(ofOffset offset: Int) -> (line: Int, column: Int) {
    var row = 0
    var column = 0
    for byte in markdown.utf8.prefix(offset) {
      column += 1
      if byte == UInt8(ascii: "\n") {
        row += 1
        column = 0
      }
    }
    let line = sourceLines.indices.contains(row) ? sourceLines[row] : lines.lowerBound
    let first = sourceColumns.indices.contains(row) ? sourceColumns[row] : 1
    let values = inlineValues.filter { $0.line == line && $0.length > 0 }.sorted { $0.column < $1.column }
    var place = first + column
    for value in values where value.column - 2 < place {
      place += value.length - InlineValue.placeholder(value.id).utf8.count
    }
    return (line, max(place, first))
  }
}

/// A Swift expression in prose, `\(expression)` or `\(expression, "%.3g")`, evaluated after the last cell.
public struct InlineValue: Codable, Equatable, Sendable {
  /// Its number in the notebook, from 0.
  public var id: Int
  /// The Swift source between the parentheses, without the format.
  public var expression: String
  /// A checked format such as `%.3g`, `%d`, `%s`, without its quotes; nil when none is given.
  public var format: String?
  /// Where the expression's first character stands, from 1; the column counts UTF-8 bytes as the compiler does.
  public var line: Int
  /// The column of that character.
  public var column: Int
  /// How many bytes the whole `\(…)` takes in the file; 0 when that is not known.
  public var length: Int

  /// An inline value from its parts.
  public init(id: Int, expression: String, format: String?, line: Int, column: Int, length: Int = 0) {
    self.length = length
    self.id = id
    self.expression = expression
    self.format = format
    self.line = line
    self.column = column
  }

  /// What stands for the value in `Prose.markdown`: letters that Markdown leaves alone, between private-use characters.
  public static func placeholder(_ id: Int) -> String { "\u{E000}\(id)\u{E001}" }
}

/// A run of Swift source between boundaries.
public struct Cell: Equatable, Sendable {
  /// Its number in the notebook, from 0.
  public var index: Int
  /// The lines of code, from 1, without leading and trailing blank lines and without its option lines.
  public var lines: ClosedRange<Int>
  /// The lines of code, without a line end after the last.
  public var code: String
  /// The title after `// %%`, if any.
  public var title: String?
  /// What the option lines before the cell say of it.
  public var options: CellOptions
  /// Lines that `//#-hidden-code` … `//#-end-hidden-code` hides from the page, their markers included.
  public var hiddenLines: Set<Int>

  /// A cell from its parts; by default without title, options and hidden lines.
  public init(
    index: Int, lines: ClosedRange<Int>, code: String, title: String? = nil, options: CellOptions = CellOptions(),
    hiddenLines: Set<Int> = []
  ) {
    self.index = index
    self.lines = lines
    self.code = code
    self.title = title
    self.options = options
    self.hiddenLines = hiddenLines
  }
}
