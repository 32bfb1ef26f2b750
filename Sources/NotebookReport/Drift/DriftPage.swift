import NotebookFormat

/// What drifted between a recorded run and a new one, as a self-contained HTML page.
///
/// A table of the values, and for figures whose data drifted both versions drawn over one another.
public struct DriftPage: Sendable {
  /// What the comparison found.
  public var report: DriftReport
  /// The notebook's title, as plain text.
  public var title: String

  /// A page on the result of a comparison.
  public init(_ report: DriftReport, title: String) {
    self.report = report
    self.title = title
  }

  /// The whole page; the same bytes for the same report.
  public var html: String {
    let style = Palette.rules(Palette.colors) + Stylesheet.base + Self.style
    let drawings = report.curves.map { DriftDrawing(curves: $0).html }.joined()
    let frame = PageFrame(language: "en", title: "Drift: \(title)", style: style, columnClass: "single")
    return frame.html(
      """

      <header class="top">
      <h1>Drift: \(title)</h1>
      <p class="status">\(result)
      <span><code>\(report.notebook)</code></span>\(recorded)</p>
      </header>
      <main id="nb-main">
      \(circumstances)\(table)\(HTML(drawings.isEmpty ? "" : "<h2>Figures</h2>\n"))\(drawings)</main>

      """)
  }

  private var result: HTML {
    report.drifts.isEmpty
      ? "<span class=\"result ok\">✓ \(report.summary)</span>" : "<span class=\"result no\">✗ \(report.summary)</span>"
  }

  private var recorded: HTML? {
    report.recordedRun.map { "\n<span>recorded \($0)</span>" }
  }

  private var circumstances: HTML {
    guard !report.circumstances.isEmpty else { return .empty }
    let items = report.circumstances.map { "<li>\($0)</li>\n" as HTML }.joined()
    return "<h2>What else differs</h2>\n<ul>\n\(items)</ul>\n"
  }

  private var table: HTML {
    guard !report.drifts.isEmpty else { return "<p>The new run found what was recorded.</p>\n" }
    let rows = report.drifts.map { drift -> HTML in
      let name = [drift.cell, drift.name.isEmpty ? nil : drift.name].compactMap { $0 }.joined(separator: ", ")
      let more: HTML? = drift.unlisted > 0 ? "<br><span class=\"more\">and \(drift.unlisted) more there</span>" : nil
      let difference = drift.relativeDifference.map { NumberText.text(Drift.rounded($0)) } ?? "–"
      return """
        <tr><td class="n">\(drift.line.map { "\($0)" } ?? "–")</td><th scope="row">\(name)\(more)</th>\
        <td>\(Self.value(drift.recorded, else: "not recorded"))</td>\
        <td>\(Self.value(drift.found, else: "missing"))</td><td class="n">\(difference)</td></tr>

        """
    }.joined()
    return """
      <h2>What drifted</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="What drifted">
      <table><thead><tr><th scope="col" class="n">Line</th><th scope="col">What</th><th scope="col">Recorded</th>\
      <th scope="col">Found</th><th scope="col" class="n">Relative difference</th></tr></thead>
      <tbody>
      \(rows)</tbody></table>
      </div>

      """
  }

  private static func value(_ text: String?, else absent: String) -> HTML {
    guard let text else { return "<span class=\"missing\">\(absent)</span>" }
    return HTML.escaped(text.count <= 400 ? text : text.prefix(400) + " …")
  }

  private static let style = """
    main>.scroll{max-width:none}
    main>.scroll>table{width:100%}
    td,th{overflow-wrap:anywhere}
    thead th{overflow-wrap:normal}
    .missing{white-space:nowrap}
    .more{color:var(--muted)}
    .drift svg{display:block;max-width:100%;height:auto;font:13px var(--sans)}
    .drift text{fill:var(--ink)}
    .drift .frame{fill:none;stroke:var(--edge)}
    .drift .recorded{fill:none;stroke:var(--ink);stroke-width:3;stroke-opacity:.45}
    .drift .found{fill:none;stroke:var(--bad);stroke-width:1.5;stroke-dasharray:5 3}

    """
}
