extension Stylesheet {
  /// Classes that only a notebook's own text and outputs bring to a page: what is added to a finished page, by a site or
  /// by a preview, has none of them.
  private static let optional: Set<String> = [
    "abstract", "back", "byline", "callout", "callout-title", "claims", "detail", "eqbody", "eqno", "equation", "idle",
    "mid", "notes", "proof", "refs", "sortable", "statement", "stream", "task", "tip", "warning",
  ]

  /// The style without rules for what a page does not have.
  static func reduced(to page: HTML) -> String {
    let words = page.text.matches(of: #/ class="([^"]*)"/#).flatMap { $0.1.split(separator: " ").map(String.init) }
    let missing = optional.subtracting(words)
    var depth = 0
    return base.split(separator: "\n", omittingEmptySubsequences: false).compactMap { line -> String? in
      let isOutside = depth == 0
      depth += line.count { $0 == "{" } - line.count { $0 == "}" }
      guard isOutside, depth == 0, !line.isEmpty, !line.hasPrefix("@") else { return String(line) }
      let kept = line.split(separator: "}").filter { isNeeded($0, missing) }
      return kept.isEmpty ? nil : kept.map { $0 + "}" }.joined()
    }.joined(separator: "\n")
  }

  /// Whether one of a rule's selectors can apply where these classes are missing.
  private static func isNeeded(_ rule: Substring, _ missing: Set<String>) -> Bool {
    rule.prefix { $0 != "{" }.split(separator: ",").contains { selector in
      !selector.matches(of: #/\.([a-z-]+)/#).contains { missing.contains(String($0.1)) }
    }
  }
}
