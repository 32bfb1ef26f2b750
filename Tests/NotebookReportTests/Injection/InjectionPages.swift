import Foundation
import NotebookFormat

@testable import NotebookReport

/// Pages that have a string behind every door through which text comes in.
enum InjectionPages {
  /// One notebook, its file's name, its bibliography and its recording with `attack` in all of them.
  static func report(_ attack: String, katex: KaTeXAssets? = nil, folder: URL? = nil) -> HTMLReport.Page {
    let notebook = NotebookParser().parse(source: source(attack), path: "a/\(attack.replacing("/", with: "∕")).swift")
      .notebook
    var options = HTMLReport.Options()
    options.highlightsCode = false
    options.katex = katex
    options.folder = folder
    return HTMLReport(notebook, recording(attack, notebook), options: options).page()
  }

  /// The attack as a part of one line of a notebook's file.
  private static func line(_ attack: String) -> String {
    String(
      String.UnicodeScalarView(attack.unicodeScalars.map { "\n\r\u{B}\u{C}".unicodeScalars.contains($0) ? " " : $0 }))
  }

  private static func source(_ attack: String) -> String {
    let attack = line(attack)
    let quoted = attack.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let prose = [
      attack, "**\(attack)** *\(attack)*", "## \(attack)", "- \(attack)", "1. \(attack)",
      "| \(attack) |\n//: | --- |\n//: | \(attack) |",
      "[\(attack)](x \"\(attack)\") [x](\(attack)) [x](<\(attack)>)", "![\(attack)](nothing.png) ![x](\(attack))",
      "`\(attack)`", "$\(attack)$",
      "$$\(attack)$$ {#eq-\(attack)}", "- Callout(\(attack)): \(attack)", "> \(attack)",
      "```\(attack)\n//: \(attack)\n//: ```",
      "[^a] and [^\(attack)]\n//:\n//: [^a]: \(attack)", "[@k] [@\(attack)] [](#\(attack)) {#\(attack)}",
      "\\(x, \"\(attack)\")",
    ]
    return """
      //| title: "\(quoted)"
      //| subtitle: "\(quoted)"
      //| authors: ["\(quoted)", "\(quoted)"]
      //| description: "\(quoted)"
      //| date: "\(quoted)"
      //| license: "\(quoted)"
      //| language: "\(quoted)"
      //| bibliography: references.bib

      //: # Other
      let a = 1

      """ + prose.enumerated().map { "//: \($1)\nlet a\($0) = 1 // \(attack)\n" }.joined()
        + """
        // %% \(attack)
        //| label: "fig-\(quoted)"
        //| caption: "\(quoted)"
        //| alt: "\(quoted)"
        //| tags: ["\(quoted)"]
        let b = 1
        """
  }

  /// A bibliography whose every field is the attack.
  static func bibliography(_ attack: String) -> String {
    let field = attack.filter { !"{}".contains($0) }
    let fields = ["author", "title", "journal", "year", "volume", "number", "pages"].map { "\($0) = {\(field)}" }
      .joined(separator: ", ")
    return ["k, doi", "l, url", "m, eprint"].map { "@article{\($0) = {\(field)}, \(fields)}\n" }.joined()
      + "@article{n, url = {https://a.org/\(field)}, title = \"\(field)\"}\n"
  }

  private static func recording(_ attack: String, _ notebook: Notebook) -> Recording {
    let table = TableOutput(
      title: attack, columns: [attack, "n"], rows: [[.text(attack), .number(1)]], formats: [attack, attack])
    let drawings = [
      "<svg><text>\(HTML.escape(attack))</text><title>\(HTML.escape(attack))</title></svg>",
      "<svg>\(attack)</svg>", "<svg \(attack)></svg>",
      "<svg><g id=\"\(attack)\" fill=\"\(attack)\" href=\"\(attack)\"/></svg>", "<sv>\(attack)",
    ]
    let figures = drawings.map {
      Output.figure(
        FigureOutput(
          svg: $0, width: 100, height: 100, alt: attack, notes: [attack], data: [table],
          palette: [
            ThemeColor(name: attack, light: attack, dark: attack),
            ThemeColor(name: "plot-1", light: attack, dark: "#fff"),
          ]))
    }
    var provenance = Provenance()
    provenance.commit = attack
    provenance.command = attack
    provenance.toolchain = attack
    provenance.dependencies = [attack]
    provenance.libraryVersion = attack
    provenance.platform = attack
    provenance.processor = attack
    provenance.configuration = attack
    provenance.date = attack
    provenance.sourceHash = attack
    let last = max(0, notebook.cells.count - 1)
    return Recording(
      cells: [
        CellRecord(
          index: 0, outputs: [.text(attack)],
          expectations: [Expectation(claim: attack, held: false, detail: attack, line: 3)],
          standardOutput: CapturedText(attack),
          standardError: CapturedText(attack), seconds: 1),
        CellRecord(index: last, outputs: [.table(table)] + figures, seconds: 1),
      ],
      parameters: [
        Parameter(
          name: attack, type: attack, value: attack, defaultValue: attack, range: attack, help: attack,
          isOverridden: true,
          line: notebook.cells.first?.lines.lowerBound ?? 1)
      ],
      inlineValues: Dictionary(uniqueKeysWithValues: (0..<3).map { ($0, .init(text: attack, tex: attack)) }),
      failure: Failure(kind: .trap, message: attack, line: 3, column: 2, details: attack), failedCell: 0,
      provenance: provenance)
  }

  /// The index of a sweep with a row for each attack.
  static func sweep(_ attacks: [String]) -> String {
    let runs = attacks.map {
      SweepPage.Run(
        values: [$0], status: $0, isGood: false, link: "../a/a.html", quoted: [attacks[1]: $0], claims: (0, 1),
        thumbnail: "<svg><text>\($0)</text></svg>")
    }
    return SweepPage(title: attacks[0], names: [attacks[0]], expressions: Array(attacks.prefix(20)), runs: runs).html
  }

  /// What drifted, with a row and a figure for each attack.
  static func drift(_ attacks: [String]) -> String {
    let drifts = attacks.map {
      Drift(kind: .value, cell: $0, line: 4, name: $0, recorded: $0, found: $0, relativeDifference: 0.05)
    }
    let curves = attacks.map {
      DriftReport.Curves(
        title: $0, xName: $0, yName: $0, recorded: [.init(x: 0, y: 1), .init(x: 1, y: 2)], found: [.init(x: 0, y: 2)])
    }
    let report = DriftReport(
      notebook: attacks[0], drifts: drifts, comparedCount: attacks.count, curves: curves, circumstances: attacks,
      recordedRun: attacks[1])
    return DriftPage(report, title: attacks[0]).html
  }

  /// The files of a site with a card for each attack, made from its report.
  static func site(
    _ attacks: [String], _ reports: [HTMLReport.Page]
  ) throws -> [(name: String, html: String)] {
    let pages = reports.enumerated().map { index, report in
      let html = index % 100 == 0 ? report.html : nil
      return Site.Page(
        name: "page-\(index)", card: report.card, html: html, failure: attacks[index], day: attacks[index])
    }
    var options = Site.Options()
    options.katex = nil
    options.title = attacks[0]
    options.description = attacks[1]
    let files = try Site(pages, options: options).files().filter { $0.name.hasSuffix(".html") }
    return files.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) }
  }

  /// Every attack as a formula, in the line and displayed.
  static func formulas(_ attacks: [String], _ katex: KaTeXAssets) throws -> String? {
    guard let math = MathTypesetter(katex) else { return nil }
    let content = attacks.map { attack in
      [false, true].map { (try? math.html(attack, isDisplay: $0)) ?? "<code class=\"tex missing\">\(attack)</code>" }
        .joined()
    }.map { "<p>\($0)</p>\n" as HTML }.joined()
    let style = Palette.rules(Palette.colors) + math.styleSheet + Stylesheet.base
    return PageFrame(language: "en", title: "Formulas", style: style).html(
      "<main id=\"nb-main\">\n<h1>Formulas</h1>\n\(content)</main>")
  }
}
