import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

@Suite("A site's search")
struct SearchIndexTests {
  private let source = """
    //| title: Sharp $\\lambda$ minima
    //| subtitle: A *short* line
    //| authors: [Ada Example]

    //: Words before any heading, \\(2 + 2) of them.
    //:
    //: ## Method {#sec-method}
    //: - first **item**
    //: - second
    //:
    //: | a | b |
    //: | --- | --- |
    //: | inside | a table |
    let x = 1
    //: ## Empty

    """

  private var recording: Recording { Recording(inlineValues: [0: .init(text: "four", tex: "4")]) }

  @Test("holds every section with its heading, its link and its plain words")
  func entries() throws {
    let index = SearchIndex(site: try makeSite([sitePage("A b", source, recording)]))
    #expect(
      index.entries == [
        .init(
          card: "card-1", page: "A%20b.html", title: "Sharp λ minima", words: "A short line Ada Example",
          sections: [
            .init(id: "", title: "", text: "Words before any heading, four of them."),
            .init(id: "sec-method", title: "Method", text: "first item second a b inside a table"),
            .init(id: "empty", title: "Empty", text: ""),
          ])
      ])
  }

  @Test("is data that no text can break out of")
  func inert() throws {
    let attack = "</script><script>alert(1)</script><!-- & \u{2028}"
    let index = SearchIndex(site: try makeSite([sitePage("A", "//: \(attack)\n")]))
    let html = index.html.text
    #expect(html.components(separatedBy: "<").count == 3)
    let json = try #require(html.firstMatch(of: /(?s)id="site-index">(.*)<\/script>/)?.1)
    let entries = try JSONDecoder().decode([SearchIndex.Entry].self, from: Data(json.utf8))
    #expect(entries.first?.sections.first?.text.contains("</script>") == true)
  }

  @Test("leads to places that the page has")
  func places() throws {
    let page = sitePage("A", source, recording)
    for section in page.card.sections where !section.id.isEmpty {
      #expect(page.html?.contains(" id=\"\(section.id)\"") == true, "\(section.id)")
    }
  }

  @Test("has no link where there is no page")
  func withoutPage() throws {
    var page = sitePage("A", source)
    page.html = nil
    #expect(SearchIndex(site: try makeSite([page])).entries.map(\.page) == [""])
  }

  @Test(
    "reads formulas as one would say them",
    arguments: [
      ("\\lambda_{\\max}(H)", "λ_max(H)"), ("2/\\eta", "2/η"), ("\\Sigma \\le \\omega\\,\\{x\\}", "Σ ≤ ω {x}"),
      ("\\unknown x", "unknown x"), ("", ""), ("\\", ""), ("{{", ""),
    ])
  func formulas(tex: String, expected: String) {
    #expect(ReadableTeX.text(tex) == expected)
  }
}
