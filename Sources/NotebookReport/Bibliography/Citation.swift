/// What stands between the brackets of `[@one; @two, p. 3]`.
struct Citation: Equatable {
  struct Part: Equatable {
    var key: String
    /// What follows the key: a page, a theorem.
    var locator: String
  }

  var parts: [Part]

  init(_ text: String) {
    parts = text.split(separator: ";").compactMap { piece in
      let trimmed = piece.drop { $0 == " " }
      guard trimmed.first == "@" else { return nil }
      let key = trimmed.dropFirst().prefix { $0.isLetter || $0.isNumber || "_-:./+".contains($0) }
      var locator = trimmed.dropFirst(1 + key.count).drop { $0 == "," || $0 == " " }
      while locator.last == " " { locator.removeLast() }
      return Part(key: String(key), locator: String(locator))
    }
  }
}

extension BibTeX.Entry {
  /// The work as a line of a list of references.
  var reference: HTML {
    var parts: [HTML] = []
    if let authors = fields["author"] ?? fields["editor"] { parts.append(HTML.escaped(Self.names(authors))) }
    if let year = fields["year"] { parts.append("(\(year))") }
    var head = parts.joined(separator: " ")
    if let title = fields["title"] { head += "\(HTML(head.isEmpty ? "" : ". "))<cite>\(title)</cite>" }
    let places = ["journal", "booktitle", "publisher", "school", "institution", "howpublished"].compactMap {
      fields[$0]
    }
    if let place = places.first { head += ". \(place)" }
    if let volume = fields["volume"] {
      head += ", \(volume)"
      if let number = fields["number"] { head += "(\(number))" }
    }
    if let pages = fields["pages"] { head += ", \(pages)" }
    head += "."
    if let doi = fields["doi"] {
      let bare = doi.replacing("https://doi.org/", with: "")
      head += " <a href=\"https://doi.org/\(bare)\" rel=\"noopener noreferrer\">doi:\(bare)</a>"
    } else if let eprint = fields["eprint"] ?? fields["arxiv"] {
      head += " <a href=\"https://arxiv.org/abs/\(eprint)\" rel=\"noopener noreferrer\">arXiv:\(eprint)</a>"
    } else if let url = fields["url"], url.hasPrefix("https://") || url.hasPrefix("http://") {
      head += " <a href=\"\(url)\" rel=\"noopener noreferrer\">\(url)</a>"
    }
    return head
  }

  /// `Ma, Chao and Ying, Lexing` → `Chao Ma and Lexing Ying`.
  private static func names(_ field: String) -> String {
    let names = field.split(separator: " and ").map { name -> String in
      let parts = name.split(separator: ",", maxSplits: 1).map { $0.trimmingPrefix(" ") }
      return parts.count == 2 ? "\(parts[1]) \(parts[0])" : String(name)
    }
    guard names.count > 2, let last = names.last else { return names.joined(separator: " and ") }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
