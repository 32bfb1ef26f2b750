import Foundation

/// What a site's search looks through, as data that the index holds: text that a browser never runs.
struct SearchIndex {
  struct Entry: Codable, Equatable {
    /// The id of the card.
    var card: String
    /// The address of the page; empty when there is none.
    var page: String
    var title: String
    /// Subtitle, description and authors.
    var words: String
    var sections: [ReportCard.Section]
  }

  var site: Site

  var entries: [Entry] {
    site.pages.enumerated().map { index, page in
      let card = page.card
      let words =
        [card.subtitle ?? "", card.description ?? ""].map(SearchWords.plain) + card.authors + [card.date ?? ""]
      return Entry(
        card: IndexPage.cardID(index), page: page.html == nil ? "" : Site.link(page.name), title: card.title,
        words: words.filter { !$0.isEmpty }.joined(separator: " "), sections: card.sections)
    }
  }

  /// The element that holds it. No byte of the data can end the element: `<` is written as an escape.
  var html: HTML {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = (try? encoder.encode(entries)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    let inert = json.replacingOccurrences(of: "<", with: "\\u003c").replacingOccurrences(of: ">", with: "\\u003e")
      .replacingOccurrences(of: "&", with: "\\u0026")
    return "<script type=\"application/json\" id=\"site-index\">\(HTML(inert))</script>\n"
  }
}
