import Foundation

/// The address that a site will have: `https://example.org/course`.
public struct SiteAddress: Equatable, Sendable {
  /// The address, with a slash at its end.
  public let text: String

  /// An address; nil where the text is none that a site can have: `http` or `https`, a host, no query and no fragment.
  public init?(_ text: String) {
    guard
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F && !"\"'<>\\".unicodeScalars.contains($0) }),
      let url = URLComponents(string: text), ["http", "https"].contains(url.scheme?.lowercased() ?? ""),
      let host = url.host, !host.isEmpty, url.user == nil, url.query == nil, url.fragment == nil
    else { return nil }
    self.text = text.hasSuffix("/") ? text : text + "/"
  }

  func of(_ link: String) -> String { text + link }
}
