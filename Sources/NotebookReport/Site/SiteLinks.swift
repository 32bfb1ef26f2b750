import Foundation

/// A link of a published page that leads nowhere.
public struct BrokenLink: Equatable, CustomStringConvertible, Sendable {
  /// The name of the notebook that has it.
  public var page: String
  /// The address as the notebook writes it.
  public var target: String
  /// Why it leads nowhere.
  public var reason: String

  /// The whole in words, with what to do.
  public var description: String {
    "'\(page)' links to '\(target)', \(reason); link to a published notebook, such as Other.swift, or to a full address"
  }
}

/// The links from page to page: what a notebook calls `Other.swift` is `Other.html` on the site.
struct SiteLinks {
  var site: Site

  private enum Destination {
    case same
    case page(link: String)
    case nowhere(reason: String)
  }

  /// The page with the links to other notebooks leading to their pages.
  func rewritten(_ html: String) -> String {
    var parts = html.components(separatedBy: Self.opening)
    for index in parts.indices.dropFirst() {
      guard let (target, rest) = Self.target(parts[index]), case .page(let link) = destination(target) else { continue }
      parts[index] = HTML.escape(link) + rest
    }
    return parts.joined(separator: Self.opening)
  }

  func broken(in html: String, of name: String) -> [BrokenLink] {
    var found: [BrokenLink] = []
    for part in html.components(separatedBy: Self.opening).dropFirst() {
      guard let (target, _) = Self.target(part), case .nowhere(let reason) = destination(target) else { continue }
      let link = BrokenLink(page: name, target: target, reason: reason)
      if !found.contains(link) { found.append(link) }
    }
    return found
  }

  private static let opening = " href=\""

  /// The address at the beginning of the text, if it leads into the site's folder, and what follows it.
  private static func target(_ text: String) -> (target: String, rest: Substring)? {
    for start in ["#", "data:", "http://", "https://", "mailto:"] where text.hasPrefix(start) { return nil }
    guard let end = text.range(of: "\"")?.lowerBound else { return nil }
    let target = HTML.unescape(text[..<end])
    let head = target.prefix { !"/?#".contains($0) }.lowercased()
    if ["http:", "https:", "mailto:", "data:"].contains(where: head.hasPrefix) { return nil }
    return (target, text[end...])
  }

  private func destination(_ target: String) -> Destination {
    let halves = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let path = String(halves[0])
    let fragment = halves.count > 1 ? String(halves[1]) : ""
    if path.isEmpty { return .same }
    guard let name = Self.notebook(path.removingPercentEncoding ?? path) else {
      return .nowhere(reason: path.hasPrefix("/") || path.hasPrefix("..") ? "which is outside the site" : Self.absent)
    }
    if name == "index" { return .page(link: "index.html") }
    guard let page = site.pages.first(where: { $0.name == name }), let html = page.html else {
      return .nowhere(reason: Self.absent)
    }
    let id = fragment.removingPercentEncoding ?? fragment
    if !fragment.isEmpty, !html.contains(" id=\"\(HTML.escape(id))\"") {
      return .nowhere(reason: "and that page has no place called '\(id)'")
    }
    return .page(link: Site.link(name) + (fragment.isEmpty ? "" : "#" + fragment))
  }

  private static let absent = "which is not part of the site"

  /// The notebook that an address means, as it stands beside it or in the folder of its report.
  private static func notebook(_ path: String) -> String? {
    var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    parts.removeAll { $0 == "." }
    for suffix in [".html", ".swift"] {
      guard let last = parts.last, last.hasSuffix(suffix) else { continue }
      let name = String(last.dropLast(suffix.count))
      if parts.count == 1 || suffix == ".html" && parts == ["..", name, last] { return name }
    }
    return nil
  }
}
