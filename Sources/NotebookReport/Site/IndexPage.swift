import Foundation
import NotebookFormat

/// The first page of a site: a card for each report, and the search.
struct IndexPage {
  var site: Site

  static func cardID(_ index: Int) -> String { "card-\(index + 1)" }

  var html: String {
    let math = site.options.katex.flatMap(MathTypesetter.init)
    let prose = ProseRenderer(
      numbering: Numbering(), values: [:], math: math, bibliography: nil,
      images: ImageFolder(folder: URL(fileURLWithPath: "/nonexistent")))
    var palettes = FigurePalettes()
    let cards = site.pages.indices.map { card($0, prose, &palettes) }.joined()
    let description = site.options.description.map { prose.inline($0, line: 1) }
    let language = site.pages.first?.card.language ?? "en"
    var metadata = SiteMetadata(
      title: site.options.title, description: SearchWords.plain(site.options.description ?? ""), kind: "website",
      siteName: site.options.title)
    metadata.address = site.options.baseURL?.of("")
    let frame = PageFrame(
      language: language, title: site.options.title, metadata: metadata.html,
      style: Palette.rules(Palette.colors) + palettes.rules + (math?.styleSheet ?? "") + Stylesheet.base
        + Stylesheet.site,
      script: Script.text + SearchScript.text, skipWords: "Skip to the notebooks", columnClass: "index",
      data: SearchIndex(site: site).html)
    let lead: HTML? = description.map { "<p class=\"subtitle\">\($0)</p>\n" }
    return frame.html(
      """

      <header class="top">
      <div class="tools"></div>
      <h1>\(site.options.title)</h1>
      \(lead)</header>
      <main id="nb-main">
      <div class="search" role="search" id="site-search" hidden>
      <label for="site-words">Search the notebooks</label>
      <input type="search" id="site-words" autocomplete="off" spellcheck="false">
      <p role="status"></p>
      </div>
      <ul class="cards">
      \(cards)</ul>
      </main>

      """)
  }

  private func card(_ index: Int, _ prose: ProseRenderer, _ palettes: inout FigurePalettes) -> HTML {
    let page = site.pages[index]
    let card = page.card
    let title = card.markdownTitle.map { prose.inline($0, line: 1) } ?? HTML.escaped(card.title)
    let heading: HTML =
      page.html == nil ? title : "<a href=\"\(Site.link(page.name))\">\(HTML.withoutLinks(title))</a>"
    let failure: HTML? = page.failure.map { "<p class=\"no\">✗ Failed: \($0)</p>\n" }
    let subtitle: HTML? = card.subtitle.map { "<p class=\"subtitle\">\(prose.inline($0, line: 1))</p>\n" }
    let abstract: HTML? = card.description.map { "<p class=\"abstract\">\(prose.inline($0, line: 1))</p>\n" }
    return """
      <li class="card\(HTML(page.failure == nil ? "" : " failed"))" id="\(Self.cardID(index))">
      \(thumbnail(index, &palettes))<div class="words">
      <h2>\(heading)</h2>
      \(failure)\(subtitle)\(abstract)<ul class="hits"></ul>
      \(byline(page))</div>
      </li>

      """
  }

  private func byline(_ page: Site.Page) -> HTML {
    let authors = page.card.authors
    var parts: [HTML] = []
    if let last = authors.last {
      let names = authors.count > 1 ? authors.dropLast().joined(separator: ", ") + " and " + last : last
      parts.append("\(names)")
    }
    if let date = page.card.date {
      parts.append("\(date)")
    } else if let day = page.day {
      parts.append("run on <time datetime=\"\(day)\">\(day)</time>")
    }
    return parts.isEmpty ? .empty : "<p class=\"byline\">\(parts.joined(separator: " · "))</p>\n"
  }

  /// The first figure. Who does not see it misses nothing: the card says in words what it leads to.
  private func thumbnail(_ index: Int, _ palettes: inout FigurePalettes) -> HTML {
    let id = Self.cardID(index)
    guard let picture = site.pages[index].card.picture else {
      return "<div class=\"thumb none\" aria-hidden=\"true\">ƒ(x)</div>\n"
    }
    let sanitizer = SVGSanitizer(idPrefix: id + "-", width: picture.width, height: picture.height)
    if let drawing = picture.svg.flatMap(sanitizer.clean) {
      palettes.add(picture.palette, id)
      return "<div class=\"thumb\" aria-hidden=\"true\">\(HTML(drawing))</div>\n"
    }
    guard let png = picture.png else {
      return "<div class=\"thumb none\" aria-hidden=\"true\">ƒ(x)</div>\n"
    }
    return """
      <div class="thumb"><img src="data:image/png;base64,\(png.base64EncodedString())" \
      width="\(HTML.number(picture.width))" height="\(HTML.number(picture.height))" alt=""></div>

      """
  }
}
