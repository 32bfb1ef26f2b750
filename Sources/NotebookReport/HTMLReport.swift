import Foundation
import NotebookFormat

/// A notebook and the recording of its run, as one self-contained HTML page.
///
/// The page asks for nothing outside itself, reads without JavaScript, and is the same, byte for byte, for the same
/// notebook and recording; what differs from run to run stands in its provenance block only.
///
/// ```swift
/// let page = HTMLReport(notebook, recording).page()
/// try page.html.write(to: file, atomically: true, encoding: .utf8)
/// ```
public struct HTMLReport: Sendable {
  /// How a page is made; by default as the notebook says.
  public struct Options: Sendable {
    /// Overrides the notebook's theme.
    public var theme: NotebookOptions.ThemeChoice?
    /// Overrides how every cell shows its code.
    public var code: CellOptions.CodeDisplay?
    /// Overrides how every cell shows its figures.
    public var figures: CellOptions.FigureFormat?
    /// Whether code is coloured by its syntax, where the toolchain's library is found.
    public var highlightsCode = true
    /// Where KaTeX lies; nil shows formulas as TeX.
    public var katex: KaTeXAssets?
    /// The folder that images and the bibliography of the notebook are relative to; nil for the notebook's own.
    public var folder: URL?
    /// What the page carries of the notebook's source.
    public var source = Source.parsed

    /// The defaults: whatever the notebook says, and KaTeX where ``KaTeXAssets/find(environment:)`` finds it.
    public init() { katex = KaTeXAssets.find() }
  }

  /// What a page carries of its notebook's source, for ``EmbeddedSource/read(page:)``.
  public enum Source: Equatable, Sendable {
    /// The text as it was read, its line ends `\n`.
    case parsed
    /// The file, byte for byte.
    case bytes([UInt8])
    /// Nothing.
    case leftOut
  }

  /// A written page.
  public struct Page: Sendable {
    /// The whole page, its pictures and fonts included.
    public var html: String
    /// What is wrong in prose, found only now: formulas, citations, links, images.
    public var diagnostics: [Diagnostic]
    /// What an index of a site says of the page.
    public var card: ReportCard
    /// In bytes.
    public var size: Int { html.utf8.count }
  }

  /// What was run.
  public var notebook: Notebook
  /// What the run left behind.
  public var recording: Recording
  /// How the page is made.
  public var options: Options

  /// A report on a notebook and the recording of its run; an empty recording makes a page of a notebook not run.
  public init(_ notebook: Notebook, _ recording: Recording, options: Options = Options()) {
    self.notebook = notebook
    self.recording = recording
    self.options = options
  }

  /// Writes the page. Whatever is wrong in the notebook, there is one; the diagnostics say what it lacks.
  public func page() -> Page {
    var builder = PageBuilder(notebook, recording, options)
    return builder.page()
  }

  /// What is wrong in a notebook's prose beyond its markup: formulas, citations, links, images. Runs nothing.
  public static func check(_ notebook: Notebook, options: Options = Options()) -> [Diagnostic] {
    var options = options
    options.highlightsCode = false
    var builder = PageBuilder(notebook, Recording(), options)
    builder.readCaptions()
    return builder.page().diagnostics
  }

  /// Does ahead what a page takes from the source alone, such as the colours of its code, and remembers it: the next page
  /// of this notebook is made sooner.
  public static func prepare(_ notebook: Notebook) {
    if !notebook.cells.isEmpty { _ = SyntaxHighlighter.tokens(of: notebook.source) }
  }
}
