import Foundation
import NotebookFormat
import Testing

@testable import NotebookReport

/// A page of a site from a notebook's source.
func sitePage(_ name: String, _ source: String, _ recording: Recording = Recording(), failure: String? = nil)
  -> Site.Page
{
  let report = page(source, recording)
  return Site.Page(name: name, card: report.card, html: report.html, failure: failure, day: "2026-11-23")
}

/// A site without formulas.
func makeSite(_ pages: [Site.Page], _ change: (inout Site.Options) -> Void = { _ in }) throws -> Site {
  var options = Site.Options()
  options.katex = nil
  change(&options)
  return try Site(pages, options: options)
}

func file(_ name: String, of site: Site) throws -> String {
  String(decoding: try #require(site.files().first { $0.name == name }).bytes, as: UTF8.self)
}

/// What a page's body says, a line for each element; links with their addresses.
func words(_ html: String) -> [String] {
  let body = html.replacing(/(?s)^.*<body>/, with: "").replacing(/(?s)<(script|svg)[^>]*>.*?<\/\1>/, with: "")
    .replacing(/<a [^>]*?href="([^"]*)"[^>]*>/) { "[\($0.1)] " }.replacing(/<(h[1-6])[^>]*>/) { "\($0.1) " }
    .replacing(/<\/?(?:a|span|code|em|strong|time|h[1-6])(?: [^>]*)?>/, with: "").replacing(/<[^>]*>/, with: "\n")
  return HTML.unescape(body).split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter {
    !$0.isEmpty
  }
}

@Suite("A site")
struct SiteTests {
  private let pages = [
    sitePage(
      "Zebra",
      """
      //| title: The *last* by name & the first by order
      //| subtitle: With `code`
      //| authors: [Ada Example, Bruno Beispiel]
      //| date: 2026-11-01
      //| description: A sentence.
      //| order: 1

      //: Stripes.
      //: ## Method {#sec-method}
      //: Count the stripes; see [the other](Alpha.swift#sec-rest) and [it](../Alpha/Alpha.html).
      let x = 1

      """),
    sitePage("Alpha", "//: # Alpha\n//: Beginnings.\n//:\n//: ## Rest {#sec-rest}\n//: More.\n"),
    sitePage("Broken one", "//| title: Broken\n//: Nothing.\n", failure: "a cell failed"),
  ]

  @Test("has an index of cards in the stated order, then by name")
  func index() throws {
    let site = try makeSite(pages) {
      $0.title = "All of them"
      $0.description = "Three notebooks."
    }
    #expect(
      words(try file("index.html", of: site)) == [
        "[#nb-main] Skip to the notebooks", "h1 All of them", "Three notebooks.", "Search the notebooks",
        "ƒ(x)", "h2 [Zebra.html] The last by name & the first by order", "With code", "A sentence.",
        "Ada Example and Bruno Beispiel · 2026-11-01",
        "ƒ(x)", "h2 [Alpha.html] Alpha", "run on 2026-11-23",
        "ƒ(x)", "h2 [Broken%20one.html] Broken", "✗ Failed: a cell failed", "run on 2026-11-23",
      ])
  }

  @Test("has these files, and a sitemap only where its address is known")
  func files() throws {
    let names = [".nojekyll", "404.html", "Alpha.html", "Broken one.html", "Zebra.html", "index.html"]
    #expect(try makeSite(pages).files().map(\.name) == names)
    let address = try #require(SiteAddress("https://example.org/course"))
    let addressed = try makeSite(pages) { $0.baseURL = address }
    #expect(addressed.files().map(\.name) == names + ["sitemap.xml"])
    let map = try file("sitemap.xml", of: addressed)
    #expect(map.contains("<loc>https://example.org/course/Broken%20one.html</loc><lastmod>2026-11-23</lastmod>"))
    #expect(
      try file("Alpha.html", of: addressed).contains(
        "property=\"og:url\" content=\"https://example.org/course/Alpha.html\""))
    #expect(try file("404.html", of: addressed).contains("href=\"https://example.org/course/\""))
    // The same reports make the same bytes.
    #expect(try makeSite(pages).files() == makeSite(pages.reversed()).files())
  }

  @Test("leads from each page to its neighbours and back to the index")
  func neighbours() throws {
    let site = try makeSite(pages)
    let (first, middle, last) = (
      try file("Zebra.html", of: site), try file("Alpha.html", of: site), try file("Broken one.html", of: site)
    )
    #expect(first.contains("rel=\"next\" href=\"Alpha.html\"") && !first.contains("rel=\"prev\""))
    #expect(
      middle.contains("rel=\"prev\" href=\"Zebra.html\"") && middle.contains("rel=\"next\" href=\"Broken%20one.html\""))
    #expect(last.contains("rel=\"prev\" href=\"Alpha.html\"") && !last.contains("rel=\"next\""))
    for page in [first, middle, last] {
      #expect(page.contains("<nav class=\"site\" aria-label=\"Site\"><a href=\"index.html\">"))
      #expect(!page.contains("<!-- site:"))
    }
    #expect(!(try file("Zebra.html", of: makeSite([pages[0]]))).contains("class=\"around\""))
  }

  @Test("turns links to notebooks into links to their pages, and names those that lead nowhere")
  func links() throws {
    let other = sitePage(
      "Other",
      """
      //: ## Part
      //: [a](Missing.swift) [b](../data.csv) [c](Alpha.html#nowhere) [d](/etc/passwd) [e](https://example.org/x.swift)
      //: [f](./Alpha.swift) [g](#sec-part) [h](sub/Alpha.html) [i](%2e%2e/Alpha.html) [j](mailto:a@example.org) [k](Other.html)

      """)
    let site = try makeSite([pages[1], other])
    let broken = site.brokenLinks()
    #expect(
      broken.map(\.target) == [
        "Missing.swift", "../data.csv", "Alpha.html#nowhere", "/etc/passwd", "sub/Alpha.html", "%2e%2e/Alpha.html",
      ])
    #expect(broken.allSatisfy { $0.page == "Other" })
    let html = try file("Other.html", of: site)
    #expect(html.contains("<a href=\"Alpha.html\">f</a>"))
    #expect(html.contains("https://example.org/x.swift"))
    #expect(try makeSite(pages).brokenLinks() == [])
    #expect(try file("Zebra.html", of: makeSite(pages)).contains("<a href=\"Alpha.html#sec-rest\">the other</a>"))
    #expect(try file("Zebra.html", of: makeSite(pages)).contains("<a href=\"Alpha.html\">it</a>"))
  }

  @Test(
    "refuses names that cannot be pages",
    arguments: ["..", "", ".hidden", "a/b", "a\\b", "index", "INDEX", "404", "a\nb", "a:b"])
  func names(name: String) {
    #expect(throws: Site.BadName.self) { try Site([Site.Page(name: name, card: pages[1].card, html: nil)]) }
  }

  @Test("refuses two notebooks of one name, letter case aside")
  func twice() {
    #expect(throws: Site.BadName.self) { try Site.check(names: ["A", "B", "A"]) }
    #expect(throws: Site.BadName.self) { try Site.check(names: ["Alpha", "alpha"]) }
  }

  @Test("takes only addresses that a site can have")
  func addresses() {
    #expect(SiteAddress("https://example.org")?.of("A.html") == "https://example.org/A.html")
    #expect(SiteAddress("http://localhost:8000/a/")?.of("") == "http://localhost:8000/a/")
    for text in [
      "", "example.org", "javascript:alert(1)", "file:///tmp", "https://", "https://a/?b", "https://a/#b",
      "https://a/\"><script>", "https://me@a/",
    ] {
      #expect(SiteAddress(text) == nil, "\(text)")
    }
  }

  @Test("runs no script but its own, asks for nothing outside, and keeps the reports' policy")
  func policy() throws {
    for file in try makeSite(pages).files() where file.name.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      let policy = try #require(html.firstMatch(of: /Content-Security-Policy" content="([^"]*)"/)?.1)
      #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
      let scripts = html.matches(of: /(?s)<script>(.*?)<\/script>/)
      #expect(scripts.count == 1)
      let script = try #require(scripts.first?.1)
      let hash = Data(SHA256.hash(Array(script.utf8))).base64EncodedString()
      #expect(policy.contains("script-src 'sha256-\(hash)'"))
      #expect(
        html.matches(of: /\ (?:src|href)="([^"]*)"/).allSatisfy { match in
          ["#", "data:"].contains(where: match.1.hasPrefix) || !match.1.contains("//")
        })
    }
  }

  @Test("leaves the source out of every page on request")
  func withoutSource() throws {
    let site = try makeSite(pages) { $0.source = .omit }
    for page in site.pages {
      #expect(throws: EmbeddedSource.Missing.absent) {
        try EmbeddedSource.read(page: file(page.name + ".html", of: site))
      }
    }
    #expect(try EmbeddedSource.read(page: file("Zebra.html", of: makeSite(pages))).name == "Sample.swift")
  }

  @Test("shows the first figure on its card, with its colors and ids of its own")
  func thumbnails() throws {
    func drawing(_ light: String) -> Recording {
      Recording(cells: [
        CellRecord(
          index: 0,
          outputs: [
            .text("x"),
            .figure(
              FigureOutput(
                svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><script>alert(1)</script>"
                  + "<path id=\"figure-a\" d=\"M0 0\" stroke=\"var(--plot-1, \(light))\"/></svg>",
                width: 4, height: 3, alt: "A line.",
                palette: [ThemeColor(name: "plot-1", light: light, dark: "#ffffff")])),
          ])
      ])
    }
    let site = try makeSite([
      sitePage("A", "let x = 1\n", drawing("#010101")), sitePage("B", "let x = 1\n", drawing("#020202")),
    ])
    let html = try file("index.html", of: site)
    #expect(html.contains("id=\"card-1-a\"") && html.contains("id=\"card-2-a\""))
    #expect(html.contains(":root{--plot-1:#010101}") && html.contains("#card-2{--plot-1:#020202}"))
    #expect(!html.contains("alert(1)"))
  }

  @Test(
    "takes nothing in a card for markup",
    arguments: [
      "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</script><!--", "<a href=\"javascript:x\">",
    ])
  func injection(attack: String) throws {
    let page = sitePage(
      "A",
      "//| title: \(attack)\n//| subtitle: \(attack)\n//| description: \(attack)\n//| date: \(attack)\n//: \(attack)\n",
      failure: attack)
    let site = try makeSite([page, pages[1]]) {
      $0.title = attack
      $0.description = attack
    }
    for file in site.files() where file.name.hasSuffix(".html") {
      let html = String(decoding: file.bytes, as: UTF8.self)
      let isIndex = file.name == "index.html"
      #expect(html.components(separatedBy: "<script").count == (isIndex ? 3 : 2))
      #expect(!html.contains("<img") && !html.contains("<!--\n"))
      #expect(attributeNames(html).allSatisfy { !$0.hasPrefix("on") })
      #expect(html.firstMatch(of: /href\s*=\s*["']?\s*javascript/.ignoresCase()) == nil)
    }
  }
}
