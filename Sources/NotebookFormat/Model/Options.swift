/// What the option lines at the top of the file say of the whole notebook.
public struct NotebookOptions: Equatable, Sendable, Codable {
  /// The page's title; nil for the first heading, where it may serve, or else the file's name.
  public var title: String?
  /// A line of Markdown under the title; nil for none.
  public var subtitle: String?
  /// Names under the title, in this order.
  public var authors: [String] = []
  /// A date under the title, shown as it is written; nil for none.
  public var date: String?
  /// The language of the prose, as a tag such as `en` or `de-CH` (BCP 47).
  public var language = "en"
  /// An abstract under the title, in Markdown, also given as the page's description; nil for none.
  public var description: String?
  /// The notebook's seed; 0 when it gives none.
  public var seed: UInt64 = 0
  /// Whether the page has a table of contents.
  public var toc = true
  /// The colors that the page starts with.
  public var theme = ThemeChoice.auto
  /// Whether warnings fail the notebook.
  public var strict = false
  /// The largest page in bytes that may be written; nil for the default of 10 MB.
  public var maximumSize: Int?
  /// The license named in the provenance; nil for none.
  public var license: String?
  /// A BibTeX file that citations refer to, relative to the notebook's folder; nil for none.
  public var bibliography: String?
  /// Its place among a site's notebooks: lower numbers first, those without one after them by name; nil for none.
  public var order: Int?

  /// Bytes of memory that the notebook's process may hold; nil for no limit.
  public var memory: Int?
  /// Where the values of the options stand, by key.
  public var places: [String: OptionPlace] = [:]
  /// The values that subtitle and description quote; in their texts stand placeholders.
  public var inlineValues: [InlineValue] = []

  /// The colors that a page starts with; the reader may switch.
  public enum ThemeChoice: String, Codable, Sendable, CaseIterable {
    /// Light or dark, as the reader's system is set.
    case auto
    /// Dark on light.
    case light
    /// Light on dark.
    case dark
  }

  /// The options of a notebook that states none.
  public init() {}
}

/// What the option lines before a cell say of it.
public struct CellOptions: Equatable, Sendable, Codable {
  /// A name to refer to: `fig-…`, `tbl-…`, `lst-…`.
  public var label: String?
  /// Words about the figure, table or listing, in Markdown; nil for none.
  public var caption: String?
  /// A text for those who do not see the figure.
  public var alt: String?
  /// What the cell is for, as its author states; nil when not stated. The code of a cell with a role is folded.
  public var role: Role?
  /// How the page shows the cell's code; nil where the cell does not say.
  public var code: CodeDisplay?
  /// Whether the page shows what the cell printed and showed.
  public var output = OutputDisplay.show
  /// In which form the page holds the cell's figures.
  public var figure = FigureFormat.auto
  /// Width of the figure in points; nil for the plot's own.
  public var width: Double?
  /// Height of the figure in points; nil for the height that keeps the plot's proportions.
  public var height: Double?
  /// How the page shows the cell's tables.
  public var table = TableStyle.plain
  /// A failure that is meant: the cell is then a scope of its own, and the notebook goes on after it; nil for none.
  public var expect: Failure?
  /// Seconds that the cell may take; nil for the limit of the run.
  public var timeout: Double?
  /// Bytes of memory that the notebook's process may hold while the cell runs; nil for the limit of the notebook.
  public var memory: Int?
  /// Words for other programs, which find them in `run.json` and in the page's `data-tags`.
  public var tags: [String] = []
  /// Where the values of the options stand, by key.
  public var places: [String: OptionPlace] = [:]
  /// The values that caption and alt quote; in their texts stand placeholders.
  public var inlineValues: [InlineValue] = []

  /// How the page shows the cell's code: as the cell says, or folded where the cell only prepares others.
  public var codeDisplay: CodeDisplay { code ?? (role == nil ? .show : .fold) }

  /// What a cell is for.
  public enum Role: String, Codable, Sendable, CaseIterable {
    /// It states the notebook's parameters.
    case parameters
    /// It prepares what later cells need.
    case setup
  }

  /// How a page shows the code of a cell. A cell that failed shows it in any case.
  public enum CodeDisplay: String, Codable, Sendable, CaseIterable {
    /// Open.
    case show
    /// Folded, for the reader to open.
    case fold
    /// Left out.
    case hide
  }

  /// Whether a page shows what a cell printed and showed.
  public enum OutputDisplay: String, Codable, Sendable, CaseIterable {
    /// All of it.
    case show
    /// Only false claims and what went to standard error.
    case hide
  }

  /// In which form a page holds a figure.
  public enum FigureFormat: String, Codable, Sendable, CaseIterable {
    /// A drawing, sharp at every size.
    case svg
    /// A picture at twice the size, where there is one.
    case png
    /// A drawing, unless that is large and there is a picture.
    case auto
  }

  /// How a page shows a table.
  public enum TableStyle: String, Codable, Sendable, CaseIterable {
    /// The rows in the order given.
    case plain
    /// The same, and the reader may sort them by a column, unless there are too many rows to show all.
    case sortable
  }

  /// A failure that a cell may be meant to end in.
  public enum Failure: String, Codable, Sendable, CaseIterable {
    /// An error thrown and not caught.
    case error
    /// A failed check of Swift's, such as an index out of range.
    case trap
  }

  /// The options of a cell that states none.
  public init() {}
}
