import Foundation
import NotebookFormat

/// Reports as a static site: an index with a card for each, links from page to page, a search, and a page for what is
/// not there.
///
/// Every link is relative, so that the site works under any address and from a folder. The same reports make the same
/// bytes.
public struct Site: Sendable {
  /// A report that is to be published.
  public struct Page: Sendable {
    /// The notebook's name; the page is called `name.html`.
    public var name: String
    /// What the index says of it.
    public var card: ReportCard
    /// The report as it was written; nil when there is none, so that the card leads nowhere.
    public var html: String?
    /// Why the notebook failed, in a few words; nil when it did not.
    public var failure: String?
    /// When it ran, as `2026-11-23`; nil when that is not known.
    public var day: String?

    /// A page from its parts.
    public init(name: String, card: ReportCard, html: String?, failure: String? = nil, day: String? = nil) {
      self.name = name
      self.card = card
      self.html = html
      self.failure = failure
      self.day = day
    }
  }

  /// What is said of the whole site.
  public struct Options: Sendable {
    /// The title of the index.
    public var title = "Notebooks"
    /// A sentence under it, in Markdown; nil for none.
    public var description: String?
    /// The address that the site will have, such as `https://example.org/course`; nil when it is not known. Only the
    /// sitemap and addresses for other sites need it.
    public var baseURL: SiteAddress?
    /// Whether pages keep the source that they carry.
    public var source = SourceChoice.embed
    /// Where KaTeX lies, for formulas on cards; nil shows them as TeX.
    public var katex: KaTeXAssets?

    /// The defaults, with KaTeX where ``KaTeXAssets/find(environment:)`` finds it.
    public init() { katex = KaTeXAssets.find() }
  }

  /// Whether pages carry their notebook's source.
  public enum SourceChoice: String, CaseIterable, Sendable {
    /// They do, and can be turned back into it.
    case embed
    /// They do not.
    case omit
  }

  /// A file of the site.
  public struct File: Equatable, Sendable {
    /// Its name; all files lie in one folder.
    public var name: String
    /// Its content.
    public var bytes: [UInt8]
  }

  /// A name that no page can have.
  public struct BadName: Error, CustomStringConvertible, Sendable {
    /// Which, why, and what to do.
    public var description: String
  }

  /// The pages in the order of the site.
  public let pages: [Page]
  /// What is said of the whole site.
  public let options: Options

  /// A site; its pages are put in order: first those that state a place, by it, then the others by name.
  ///
  /// - Throws: ``BadName`` for a name that cannot be a file's, that the site needs itself, or that is there twice, letter
  ///   case aside.
  public init(_ pages: [Page], options: Options = Options()) throws(BadName) {
    try Self.check(names: pages.map(\.name))
    self.pages = pages.sorted { a, b in
      switch (a.card.order, b.card.order) {
      case (let first?, let second?) where first != second: first < second
      case (_?, nil): true
      case (nil, _?): false
      default: a.name < b.name
      }
    }
    self.options = options
  }

  /// Whether notebooks of these names can be the pages of one site.
  ///
  /// - Throws: ``BadName`` as ``init(_:options:)`` does.
  public static func check(names: [String]) throws(BadName) {
    var known: [String: String] = [:]
    for name in names {
      try check(name)
      if let other = known.updateValue(name, forKey: name.lowercased()) {
        throw BadName(
          description:
            "two notebooks are called '\(other)'\(other == name ? "" : " and '\(name)'"), which would be one "
            + "page; rename one of them")
      }
    }
  }

  private static func check(_ name: String) throws(BadName) {
    let isSound =
      !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 200
      && name.unicodeScalars.allSatisfy {
        $0.value >= 0x20 && $0.value != 0x7F && !"/\\<>:\"|?*".unicodeScalars.contains($0)
      }
    guard isSound else {
      throw BadName(
        description: "a notebook called '\(name)' cannot be a page: a name begins with a letter or digit and has none "
          + "of / \\ < > : \" | ? *; rename it")
    }
    guard !["index", "404"].contains(name.lowercased()) else {
      throw BadName(
        description: "the site itself needs the page '\(name.lowercased()).html'; rename the notebook '\(name)'")
    }
  }

  /// All files of the site, in the order of their names.
  public func files() -> [File] {
    var files = [
      File(name: ".nojekyll", bytes: []), File(name: "index.html", bytes: Array(IndexPage(site: self).html.utf8)),
      File(name: "404.html", bytes: Array(NotFoundPage(site: self).html.utf8)),
    ]
    for (index, page) in pages.enumerated() {
      guard let html = PublishedPage(site: self, index: index).html else { continue }
      files.append(File(name: page.name + ".html", bytes: Array(html.utf8)))
      if options.baseURL != nil, let png = page.card.picture?.png {
        files.append(File(name: page.name + ".png", bytes: Array(png)))
      }
    }
    if let address = options.baseURL {
      files.append(File(name: "sitemap.xml", bytes: Array(sitemap(address).utf8)))
    }
    return files.sorted { $0.name < $1.name }
  }

  /// What leads nowhere on the site: links to files that are not published, and to places that a page does not have.
  public func brokenLinks() -> [BrokenLink] {
    let links = SiteLinks(site: self)
    return pages.flatMap { page in page.html.map { links.broken(in: $0, of: page.name) } ?? [] }
  }

  /// The address of a page from any other, its odd characters encoded.
  static func link(_ name: String) -> String {
    let allowed = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~")
    return (name.addingPercentEncoding(withAllowedCharacters: allowed) ?? name) + ".html"
  }

  private func sitemap(_ address: SiteAddress) -> String {
    let entries = pages.filter { $0.html != nil }.map { page -> HTML in
      let day: HTML? = page.day.map { "<lastmod>\($0)</lastmod>" }
      return "<url><loc>\(address.of(Self.link(page.name)))</loc>\(day)</url>\n"
    }.joined()
    let text: HTML = """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
      <url><loc>\(address.of(""))</loc></url>
      \(entries)</urlset>

      """
    return text.text
  }
}
