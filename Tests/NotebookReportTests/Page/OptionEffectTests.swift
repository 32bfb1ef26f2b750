import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

/// An option, a notebook that states it, and what the page has because of it and without it has not.
struct OptionEffect: Sendable, CustomStringConvertible {
  var key: String
  var value: String
  /// What stands before the option lines, and the cell after them.
  var cell: String
  var has: String
  var lacks = ""
  /// What the page has without the option.
  var otherwise = ""

  var description: String { "\(key): \(value)" }
}

@Suite("Every option has its effect")
struct OptionEffectTests {
  static let ofNotebooks: [OptionEffect] = [
    .init(key: "title", value: "A *new* $x$", cell: "", has: "<h1>A <em>new</em> "),
    .init(
      key: "subtitle", value: "For \\(best)", cell: "",
      has: "<p class=\"subtitle\">For <span class=\"value\">0.5</span></p>"),
    .init(key: "authors", value: "[Ada, Bruno]", cell: "", has: "Ada and Bruno</p>"),
    .init(key: "date", value: "yesterday", cell: "", has: "<p class=\"byline\">yesterday</p>"),
    .init(
      key: "description", value: "It is \\(best) **now**", cell: "",
      has: "<meta name=\"description\" content=\"It is 0.5 now\">"),
    .init(key: "language", value: "de-CH", cell: "", has: "<html lang=\"de-CH\"", otherwise: "<html lang=\"en\""),
    .init(key: "license", value: "MIT", cell: "", has: "<dt>Licence</dt><dd>MIT</dd>"),
    .init(key: "bibliography", value: "references.bib", cell: "", has: "<h2 id=\"nb-references\">References</h2>"),
    .init(key: "seed", value: "77", cell: "", has: "<span>seed 77</span>", otherwise: "<span>seed 0</span>"),
    .init(
      key: "toc", value: "false", cell: "", has: "<div class=\"page single\">", lacks: "<nav class=\"toc\"",
      otherwise: "<nav class=\"toc\""),
    .init(key: "theme", value: "dark", cell: "", has: "data-theme=\"dark\""),
  ]

  /// Options whose effect is not on the page: another test shows it.
  static let notebookElsewhere = [
    "strict": "the parser's tests and `check`", "max-size": "the tool refuses a page that is larger",
    "memory": "the memory guard's tests and bad notebooks", "order": "the site's tests",
  ]

  private static let rest = """

    //: # Sample
    //: ## One
    //: As [@ma2021] says.
    //: ## Two
    let best = 1
    """

  private func page(_ source: String, _ recording: Recording) -> String {
    var options = HTMLReport.Options()
    options.highlightsCode = false
    options.katex = nil
    options.folder = URL(fileURLWithPath: NotebookFolder.path)
    let notebook = NotebookParser().parse(source: source, path: "inside/a.swift").notebook
    return HTMLReport(notebook, recording, options: options).page().html
  }

  @Test("each option of a notebook changes the page as the guide says", arguments: ofNotebooks)
  func notebook(_ effect: OptionEffect) {
    let recording = Recording(inlineValues: [0: .init(text: "0.5", tex: "0.5")])
    let with = page("//| \(effect.key): \(effect.value)\n" + Self.rest, recording)
    let without = page(Self.rest, recording)
    #expect(with.contains(effect.has))
    #expect(!without.contains(effect.has))
    if !effect.lacks.isEmpty { #expect(!with.contains(effect.lacks)) }
    if !effect.otherwise.isEmpty { #expect(without.contains(effect.otherwise)) }
  }

  static let ofCells: [OptionEffect] = [
    .init(key: "label", value: "fig-a", cell: "", has: "<figure id=\"fig-a\">"),
    .init(
      key: "caption", value: "Now \\(best).", cell: "", has: "<b>Figure 1.</b> Now <span class=\"value\">0.5</span>."),
    .init(key: "alt", value: "It ends at \\(best).", cell: "", has: "aria-label=\"It ends at 0.5. Falls.\""),
    .init(key: "cell", value: "setup", cell: "", has: "<details class=\"code\"><summary>Set-up "),
    .init(key: "cell", value: "parameters", cell: "", has: "<details class=\"code\"><summary>Parameters "),
    .init(
      key: "code", value: "fold", cell: "", has: "<details class=\"code\"><summary>",
      otherwise: "<details class=\"code\" open>"),
    .init(
      key: "code", value: "hide", cell: "", has: "<div class=\"cell\" id=\"nb-cell-2\">\n<div class=\"stream\">",
      lacks: "lines 4"),
    .init(key: "output", value: "hide", cell: "", has: "</details>\n</div>", lacks: "<figure", otherwise: "<figure"),
    .init(key: "figure", value: "png", cell: "", has: "<img src=\"data:image/png", lacks: "<svg", otherwise: "<svg"),
    .init(key: "width", value: "320", cell: "", has: "width=\"320\" height=\"160\""),
    .init(key: "height", value: "90", cell: "", has: "width=\"200\" height=\"90\""),
    .init(key: "table", value: "sortable", cell: "", has: "<table class=\"sortable n\">"),
    .init(key: "tags", value: "[slow, of data]", cell: "", has: "id=\"nb-cell-2\" data-tags=\"slow of data\">"),
  ]

  static let cellElsewhere = [
    "expect": "the bad notebooks and those that fail as expected", "timeout": "bad notebooks",
    "memory": "bad notebooks",
  ]

  @Test("each option of a cell changes the page as the guide says", arguments: ofCells)
  func cell(_ effect: OptionEffect) {
    let figure = FigureOutput(
      svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"200\" height=\"100\"></svg>", png: [1, 2, 3], width: 200,
      height: 100, alt: "Falls.")
    let table = TableOutput(columns: ["n"], rows: [[.number(1)], [.number(2)]])
    let values: [Int: Recording.InlineResult] = [0: .init(text: "0.5", tex: "0.5")]
    let recording = Recording(
      cells: [
        CellRecord(index: 0, seconds: 1),
        CellRecord(
          index: 1, outputs: [.figure(figure), .table(table)], standardOutput: CapturedText("printed\n"), seconds: 1),
      ], inlineValues: values)
    let with = page("//: # Sample\nlet a = 1\n//| \(effect.key): \(effect.value)\nshow(a)", recording)
    let without = page("//: # Sample\nlet a = 1\n\n// %%\nshow(a)", recording)
    #expect(with.contains(effect.has), "\(with.split(separator: "<main")[1].prefix(2000))")
    #expect(!without.contains(effect.has) || effect.key == "code" || effect.key == "output")
    if !effect.lacks.isEmpty { #expect(!with.split(separator: "<main")[1].contains(effect.lacks)) }
    if !effect.otherwise.isEmpty { #expect(without.split(separator: "<main")[1].contains(effect.otherwise)) }
  }

  @Test("no option is without a test")
  func complete() {
    let notebook = Set(Self.ofNotebooks.map(\.key)).union(Self.notebookElsewhere.keys)
    #expect(notebook == Set(MarkupGuide.notebookOptions.map(\.key)))
    #expect(Set(Self.ofCells.map(\.key)).union(Self.cellElsewhere.keys) == Set(MarkupGuide.cellOptions.map(\.key)))
  }

  @Test("a failure that is meant is told calmly, and its cell counts as run")
  func expectedFailure() {
    let recording = Recording(cells: [
      CellRecord(
        index: 0, seconds: 1,
        expectedFailure: Failure(kind: .trap, message: "Index out of range <7>", line: 2, column: 3))
    ])
    let html = page("//| expect: trap\nprint([1][2])", recording)
    #expect(html.contains("<p class=\"callout-title\">Traps, as it is meant to</p>"))
    #expect(html.contains("<code>Index out of range &lt;7&gt;</code> (line 2)"))
    #expect(html.contains("✓ Ran to its end") && !html.contains("class=\"failure\""))
  }

  @Test("kept values stand in the provenance, which says when they were computed")
  func keptValues() throws {
    let recording = Recording(cells: [
      CellRecord(
        index: 0, seconds: 1,
        cached: [
          CacheUse(
            name: "runs <b>", line: 1, isReused: true, computed: "2026-11-23T18:00:00Z", seconds: 12.5, bytes: 1_500),
          CacheUse(
            name: "data", line: 1, isReused: false, computed: "2026-11-24T18:00:00Z", seconds: 1, bytes: nil,
            note: "the kept value has another hash than when it was written; it was computed again"),
        ])
    ])
    let html = page("let a = 1", recording)
    let provenance = try #require(html.split(separator: "<!-- provenance -->").last)
    #expect(provenance.contains("Kept values: 1 of 2 from the disk"))
    #expect(provenance.contains("runs &lt;b&gt;") && provenance.contains("2026-11-23T18:00:00Z"))
    #expect(provenance.contains("12.500") && provenance.contains("1.5 kB") && provenance.contains("another hash"))
  }

  @Test("an index gets the description with its values")
  func card() {
    let notebook = NotebookParser().parse(
      source: "//| description: It is \\(a) and $x = \\(b)$\n\nlet x = 1", path: "a.swift"
    ).notebook
    let values: [Int: Recording.InlineResult] = [0: .init(text: "2*3", tex: ""), 1: .init(text: "", tex: "10^{3}")]
    var options = HTMLReport.Options()
    options.highlightsCode = false
    options.katex = nil
    let card = HTMLReport(notebook, Recording(inlineValues: values), options: options).page().card
    #expect(card.description == "It is 2\\*3 and $x = 10^{3}$")
  }
}
