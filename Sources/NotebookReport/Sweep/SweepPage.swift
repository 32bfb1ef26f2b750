import NotebookFormat

/// The index of a sweep as a self-contained HTML page: a row for each combination of values, with what came of it.
public struct SweepPage: Sendable {
  /// One report of the sweep.
  public struct Run: Sendable {
    /// The values swept over, one for each of ``SweepPage/names``.
    public var values: [String]
    /// How it ended, in words, such as `ok` or `a cell failed`.
    public var status: String
    /// Whether it ran to its end and nothing is against it.
    public var isGood: Bool
    /// The report, relative to this page; nil where none was written.
    public var link: String?
    /// The values that its prose quotes, by their Swift source.
    public var quoted: [String: String]
    /// How many claims held, and how many were made.
    public var claims: (held: Int, made: Int)
    /// Its first figure as SVG; nil for none.
    public var thumbnail: String?

    /// A run from its parts.
    public init(
      values: [String], status: String, isGood: Bool, link: String?, quoted: [String: String] = [:],
      claims: (held: Int, made: Int) = (0, 0), thumbnail: String? = nil
    ) {
      self.values = values
      self.status = status
      self.isGood = isGood
      self.link = link
      self.quoted = quoted
      self.claims = claims
      self.thumbnail = thumbnail
    }
  }

  /// The bytes of pictures that a page may hold; beyond them there are none.
  public static let thumbnailLimit = 4_000_000
  /// How many quoted values have a column.
  public static let quotedLimit = 8

  /// The notebook's title, as plain text.
  public var title: String
  /// What was swept over, in the order of the command.
  public var names: [String]
  /// The sources of the values that prose quotes, in the order of the notebook; the first ones are shown.
  public var expressions: [String]
  /// The reports, in the order of the sweep.
  public var runs: [Run]

  /// An index from its parts.
  public init(title: String, names: [String], expressions: [String], runs: [Run]) {
    self.title = title
    self.names = names
    self.expressions = expressions
    self.runs = runs
  }

  /// The whole page; the same bytes for the same runs.
  public var html: String {
    let style = Palette.rules(Palette.colors) + Stylesheet.base + Self.style
    let good = runs.count { $0.isGood }
    let result: HTML =
      good == runs.count
      ? "<span class=\"result ok\">✓ All \(runs.count) ran to their end</span>"
      : "<span class=\"result no\">✗ \(runs.count - good) of \(runs.count) failed</span>"
    let frame = PageFrame(
      language: "en", title: "Sweep: \(title)", style: style, skipWords: "Skip to the table", columnClass: "single")
    return frame.html(
      """

      <header class="top">
      <h1>Sweep: \(title)</h1>
      <p class="status">\(result)
      <span>over \(names.joined(separator: ", "))</span></p>
      </header>
      <main id="nb-main">
      \(table)</main>

      """)
  }

  private var table: HTML {
    let shown = Array(expressions.prefix(Self.quotedLimit))
    let hasClaims = runs.contains { $0.claims.made > 0 }
    let hasThumbnails = thumbnails.contains { $0 != nil }
    let head =
      names.map { "<th scope=\"col\">\($0)</th>" as HTML }.joined()
      + "<th scope=\"col\">report</th>"
      + shown.map { "<th scope=\"col\"><code>\($0)</code></th>" as HTML }.joined()
      + (hasClaims ? "<th scope=\"col\">claims</th>" : "") + (hasThumbnails ? "<th scope=\"col\">figure</th>" : "")
    let rows = zip(runs, thumbnails).map { run, thumbnail -> HTML in
      let values = run.values.map { "<th scope=\"row\">\($0)</th>" as HTML }.joined()
      let mark: HTML =
        run.isGood ? "<span class=\"ok\">✓ \(run.status)</span>" : "<span class=\"no\">✗ \(run.status)</span>"
      // Many links of one name would tell nothing where they are listed.
      let name = zip(names, run.values).map { "\($0) = \($1)" }.joined(separator: ", ")
      let report: HTML = run.link.map { "<a href=\"\($0)\" aria-label=\"\(run.status): \(name)\">\(mark)</a>" } ?? mark
      let quoted = shown.map { "<td class=\"n\">\(run.quoted[$0] ?? "–")</td>" as HTML }.joined()
      let claims: HTML = hasClaims ? "<td class=\"n\">\(run.claims.held) of \(run.claims.made)</td>" : ""
      let picture: HTML =
        hasThumbnails ? "<td>\(thumbnail.map { self.picture($0, name, link: run.link) })</td>" : ""
      return "<tr>\(values)<td>\(report)</td>\(quoted)\(claims)\(picture)</tr>\n"
    }.joined()
    let more: HTML =
      expressions.count > shown.count
      ? "<p class=\"fine\">The first \(shown.count) of \(expressions.count) quoted values.</p>\n" : ""
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="The reports">
      <table><thead><tr>\(head)</tr></thead>
      <tbody>
      \(rows)</tbody></table>
      </div>
      \(more)
      """
  }

  /// Nothing but a picture: a browser runs no script of an image.
  private func picture(_ svg: String, _ name: String, link: String?) -> HTML {
    let source = "data:image/svg+xml;base64," + Base64.encode(Array(svg.utf8))
    return "<img class=\"thumbnail\" width=\"200\" alt=\"First figure for \(name)\" src=\"\(HTML(source))\">"
  }

  /// The first figures, as long as all together are not too large.
  private var thumbnails: [String?] {
    let size = runs.reduce(0) { $0 + ($1.thumbnail?.utf8.count ?? 0) }
    return runs.map { size * 4 / 3 <= Self.thumbnailLimit ? $0.thumbnail : nil }
  }

  private static let style = """
    main>.scroll{max-width:none}
    tbody td,tbody th{vertical-align:middle}
    .thumbnail{display:block;background:#fff;border-radius:3px}

    """
}
