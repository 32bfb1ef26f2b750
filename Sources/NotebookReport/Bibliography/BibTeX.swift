/// Works by key, read from a BibTeX file: what a list of references needs, no more.
struct BibTeX {
  struct Entry: Equatable {
    var key: String
    var type: String
    var fields: [String: String]
  }

  struct ReadError: Error, Equatable {
    var message: String
    var line: Int
  }

  private(set) var entries: [String: Entry] = [:]
  private(set) var errors: [ReadError] = []

  init(_ text: String) {
    var reader = Reader(text: Array(text))
    while let at = reader.skip(to: "@") {
      let line = reader.line(of: at)
      let type = reader.word().lowercased()
      guard let open = reader.next(), open == "{" || open == "(" else { continue }
      if ["comment", "preamble", "string"].contains(type) {
        reader.skipGroup()
        continue
      }
      let key = reader.word()
      var fields: [String: String] = [:]
      while reader.accept(",") {
        let name = reader.word().lowercased()
        guard !name.isEmpty, reader.accept("=") else { break }
        fields[name] = reader.value()
      }
      guard reader.accept(open == "{" ? "}" : ")"), !key.isEmpty else {
        errors.append(ReadError(message: "the entry '\(key)' is not closed or not well formed", line: line))
        continue
      }
      if entries[key] == nil { entries[key] = Entry(key: key, type: type, fields: fields) }
    }
  }

  private struct Reader {
    let text: [Character]
    var index = 0

    func line(of position: Int) -> Int { text[..<position].count { $0.isNewline } + 1 }

    mutating func skip(to mark: Character) -> Int? {
      while index < text.count, text[index] != mark { index += 1 }
      guard index < text.count else { return nil }
      index += 1
      return index - 1
    }

    mutating func skipSpace() {
      while index < text.count, text[index].isWhitespace { index += 1 }
    }

    mutating func next() -> Character? {
      skipSpace()
      guard index < text.count else { return nil }
      index += 1
      return text[index - 1]
    }

    mutating func accept(_ mark: Character) -> Bool {
      skipSpace()
      guard index < text.count, text[index] == mark else { return false }
      index += 1
      return true
    }

    mutating func word() -> String {
      skipSpace()
      let start = index
      while index < text.count, !text[index].isWhitespace, !"{}(),=\"#%".contains(text[index]) { index += 1 }
      return String(text[start..<index])
    }

    /// Skips to the end of a group whose opening brace was read.
    mutating func skipGroup() {
      var depth = 1
      while index < text.count, depth > 0 {
        if text[index] == "{" || text[index] == "(" { depth += 1 }
        if text[index] == "}" || text[index] == ")" { depth -= 1 }
        index += 1
      }
    }

    mutating func value() -> String {
      var result = part()
      while accept("#") { result += part() }
      return BibTeX.plain(result)
    }

    private mutating func part() -> String {
      skipSpace()
      guard index < text.count else { return "" }
      let close: Character
      switch text[index] {
      case "{": close = "}"
      case "\"": close = "\""
      default: return word()
      }
      index += 1
      let start = index
      var depth = 0
      while index < text.count {
        if text[index] == close && depth == 0 {
          index += 1
          return String(text[start..<index - 1])
        }
        if text[index] == "{" { depth += 1 }
        if text[index] == "}" { depth -= 1 }
        index += 1
      }
      return String(text[start...])
    }
  }

  /// A field as plain text: accents composed, braces and white space gone.
  private static func plain(_ field: String) -> String {
    let accents: [Character: Character] = [
      "\"": "\u{308}", "'": "\u{301}", "`": "\u{300}", "^": "\u{302}", "~": "\u{303}", "=": "\u{304}", ".": "\u{307}",
      "c": "\u{327}", "v": "\u{30C}", "u": "\u{306}", "H": "\u{30B}",
    ]
    let symbols = [
      "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "i": "i",
    ]
    var result = ""
    var rest = Substring(field)
    while let character = rest.popFirst() {
      guard character == "\\", let command = rest.first else {
        if character == "~" { result.append("\u{A0}") } else if !"{}$".contains(character) { result.append(character) }
        continue
      }
      let name = String(rest.prefix { $0.isLetter })
      if let symbol = symbols[name] {
        rest = rest.dropFirst(name.count)
        result += symbol
      } else if let accent = accents[command], name.count <= 1 {
        rest.removeFirst()
        rest = rest.drop { "{ \\".contains($0) }
        if let base = rest.popFirst() { result += String(base) + String(accent) }
      } else if name.isEmpty {
        rest.removeFirst()
        result.append(command)
      } else {
        rest = rest.dropFirst(name.count)
      }
    }
    return result.split { $0.isWhitespace && $0 != "\u{A0}" }.joined(separator: " ").replacing("---", with: "—")
      .replacing("--", with: "–")
  }
}
