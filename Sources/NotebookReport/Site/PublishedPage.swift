import NotebookFormat

/// A report as a page of a site: what it says of itself to others, and the ways to the index and to its neighbours.
struct PublishedPage {
  var site: Site
  /// Which of the site's pages.
  var index: Int

  private var page: Site.Page { site.pages[index] }

  /// The page; nil when the notebook left none.
  var html: String? {
    guard var html = page.html else { return nil }
    if site.options.source == .omit { html = EmbeddedSource.removed(from: html) }
    html = SiteLinks(site: site).rewritten(html)
    for (mark, new) in [(SiteMarks.head, head(of: html)), (SiteMarks.top, top), (SiteMarks.around, around)] {
      if let range = html.range(of: mark) { html.replaceSubrange(range, with: new.text) }
    }
    return html
  }

  private func head(of html: String) -> HTML {
    let card = page.card
    let words = SearchWords.plain(card.description ?? card.subtitle ?? card.sections.first?.text ?? "")
    let description = words.count > 300 ? words.prefix(297).trimmed + "…" : words
    var metadata = SiteMetadata(
      title: card.title, description: description, kind: "article", siteName: site.options.title)
    metadata.address = site.options.baseURL?.of(Site.link(page.name))
    if card.picture?.png != nil, let base = site.options.baseURL {
      metadata.image = base.of(String(Site.link(page.name).dropLast(5)) + ".png")
    }
    // The report states its description itself where the notebook has one.
    metadata.isDescribed = card.description != nil
    return metadata.html
  }

  private var top: HTML {
    "\n<nav class=\"site\" aria-label=\"Site\"><a href=\"index.html\">← \(site.options.title)</a></nav>"
  }

  private var around: HTML {
    let previous = site.pages[..<index].last { $0.html != nil }
    let next = site.pages[(index + 1)...].first { $0.html != nil }
    guard previous != nil || next != nil else { return .empty }
    let back: HTML? = previous.map {
      "<a class=\"previous\" rel=\"prev\" href=\"\(Site.link($0.name))\"><span>Previous</span>\($0.card.title)</a>\n"
    }
    let forth: HTML? = next.map {
      "<a class=\"next\" rel=\"next\" href=\"\(Site.link($0.name))\"><span>Next</span>\($0.card.title)</a>\n"
    }
    return "\n<nav class=\"around\" aria-label=\"Notebooks before and after\">\n\(back)\(forth)</nav>"
  }
}

/// What a page says of itself to search engines and to those who show a preview of it.
struct SiteMetadata {
  var title: String
  var description: String
  /// `article` or `website`.
  var kind: String
  var siteName: String
  /// The page's own address; nil when it is not known.
  var address: String?
  /// The address of a picture; nil for none.
  var image: String?
  /// Whether the page states its description already.
  var isDescribed = false

  var html: HTML {
    var html = HTML.empty
    if !isDescribed, !description.isEmpty { html += "<meta name=\"description\" content=\"\(description)\">\n" }
    func add(_ property: String, _ content: String?) {
      if let content, !content.isEmpty { html += "<meta property=\"og:\(property)\" content=\"\(content)\">\n" }
    }
    add("title", title)
    add("type", kind)
    add("description", description)
    add("site_name", siteName)
    add("url", address)
    add("image", image)
    if let address { html += "<link rel=\"canonical\" href=\"\(address)\">\n" }
    return html
  }
}
