/// What the option lines at the top of the file say of the whole notebook.
public struct NotebookOptions: Equatable, Sendable, Codable {
  public var title: String?
  public var subtitle: String?
  public var authors: [String] = []
  public var date: String?
  public var language = "en"
  public var description: String?
  /// The notebook's seed; 0 when it gives none.
  public var seed: UInt64 = 0
  /// Whether the page has a table of contents.
  public var toc = true
  public var theme = ThemeChoice.auto
  /// Whether warnings fail the notebook.
  public var strict = false
  /// The largest page in bytes that may be written; nil for the default of 10 MB.
  public var maximumSize: Int?
  public var license: String?
  public var bibliography: String?

  public enum ThemeChoice: String, Codable, Sendable, CaseIterable { case auto, light, dark }

  public init() {}
}

/// What the option lines before a cell say of it.
public struct CellOptions: Equatable, Sendable, Codable {
  /// A name to refer to: `fig-…`, `tbl-…`, `lst-…`.
  public var label: String?
  public var caption: String?
  /// A text for those who do not see the figure.
  public var alt: String?
  public var role: Role?
  public var code = CodeDisplay.show
  public var output = OutputDisplay.show
  public var figure = FigureFormat.auto
  /// Size of the figure in points, where it is not the plot's own.
  public var width: Double?
  public var height: Double?
  public var table = TableStyle.plain
  /// A failure that is meant: `error` or `trap`.
  public var expect: Failure?
  /// Seconds that the cell may take.
  public var timeout: Double?
  public var tags: [String] = []

  public enum Role: String, Codable, Sendable, CaseIterable { case parameters, setup }
  public enum CodeDisplay: String, Codable, Sendable, CaseIterable { case show, fold, hide }
  public enum OutputDisplay: String, Codable, Sendable, CaseIterable { case show, hide }
  public enum FigureFormat: String, Codable, Sendable, CaseIterable { case svg, png, auto }
  public enum TableStyle: String, Codable, Sendable, CaseIterable { case plain, sortable }
  public enum Failure: String, Codable, Sendable, CaseIterable { case error, trap }

  public init() {}
}
