/// The elements and attributes of a page as a browser's tokenizer finds them, against those that pages may have.
struct MarkupCensus {
  /// How often each element begins.
  private(set) var elements: [String: Int] = [:]
  /// What no page may have, in words.
  private(set) var violations: [String] = []

  private static let rawText: Set<String> = ["script", "style", "title", "textarea"]

  private static let allowedElements: Set<String> = [
    "html", "head", "meta", "title", "link", "style", "body", "script", "a", "div", "main", "header", "footer", "nav",
    "h1", "h2", "h3", "h4",
    "h5", "h6", "p", "span", "code", "pre", "details", "summary", "ul", "ol", "li", "dl", "dt", "dd", "table",
    "caption", "thead", "tbody",
    "tr", "th", "td", "figure", "figcaption", "img", "strong", "em", "del", "b", "br", "hr", "sup", "blockquote",
    "cite", "time", "label",
    "input",
    // Drawings
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "clippath",
    "mask", "pattern",
    "lineargradient", "radialgradient", "stop", "use", "image", "desc", "marker", "symbol",
    // KaTeX's words for screen readers
    "math", "semantics", "annotation", "mrow", "mi", "mo", "mn", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot",
    "msub", "msup", "msubsup",
    "munder", "mover", "munderover", "mtable", "mtr", "mtd", "mlabeledtr", "mstyle", "mpadded", "mphantom", "menclose",
    "merror",
  ]

  private static let refusedAttributes: Set<String> = [
    "style", "srcdoc", "formaction", "action", "ping", "background", "poster", "autofocus", "target", "nonce", "is",
    "slot", "srcset",
    "xlink:href", "popover", "shadowrootmode", "data-attack",
  ]

  init(_ html: String) {
    let bytes = Array(html.utf8)
    var index = 0
    func find(_ text: String, from start: Int) -> Int? {
      let wanted = Array(text.utf8)
      guard bytes.count >= wanted.count else { return nil }
      var position = start
      while position + wanted.count <= bytes.count {
        if bytes[position] == wanted[0],
          bytes[position..<position + wanted.count].elementsEqual(wanted, by: { $0 == $1 || ($0 | 0x20) == $1 })
        {
          return position
        }
        position += 1
      }
      return nil
    }
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<"), index + 1 < bytes.count else {
        index += 1
        continue
      }
      let next = bytes[index + 1]
      if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
        let isComment = bytes[index...].starts(with: Array("<!--".utf8))
        if !isComment, find("<!doctype html>", from: index) != index { violations.append("a declaration") }
        index = (find(isComment ? "-->" : ">", from: index) ?? bytes.count) + 1
        continue
      }
      let isEnd = next == UInt8(ascii: "/")
      let start = index + (isEnd ? 2 : 1)
      guard start < bytes.count, isLetter(bytes[start]) else {
        violations.append("a bare <")
        index += 1
        continue
      }
      var end = start
      while end < bytes.count, ![0x20, 0x09, 0x0A, 0x0C, 0x0D, 0x2F, 0x3E].contains(bytes[end]) { end += 1 }
      let name = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
      if !isEnd { elements[name, default: 0] += 1 }
      if !Self.allowedElements.contains(name) { violations.append("the element \(name.prefix(40))") }
      index = attributes(of: name, bytes, from: end)
      if !isEnd, Self.rawText.contains(name) { index = find("</\(name)", from: index) ?? bytes.count }
    }
  }

  /// Reads attributes up to the end of the tag; the offset after it.
  private mutating func attributes(of element: String, _ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D, 0x2F].contains(byte) }
    while index < bytes.count {
      if isSpace(bytes[index]) {
        index += 1
        continue
      }
      if bytes[index] == UInt8(ascii: ">") { return index + 1 }
      let from = index
      while index < bytes.count, !isSpace(bytes[index]), bytes[index] != UInt8(ascii: ">"),
        bytes[index] != UInt8(ascii: "=")
      { index += 1 }
      let name = String(decoding: bytes[from..<index], as: UTF8.self).lowercased()
      var value = ""
      if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
        index += 1
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
          violations.append("the attribute \(name) without quotes")
          continue
        }
        let close = bytes[(index + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count - 1
        value = String(decoding: bytes[index + 1..<close], as: UTF8.self)
        index = close + 1
      } else if name.isEmpty {
        index += 1
      }
      judge(element, name, value)
    }
    return index
  }

  private mutating func judge(_ element: String, _ name: String, _ value: String) {
    let isPlain = name.utf8.allSatisfy {
      (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x3A
    }
    if !isPlain || name.hasPrefix("on") || Self.refusedAttributes.contains(name) {
      violations.append("the attribute \(name.prefix(40)) of \(element)")
    }
    if name == "src", !value.hasPrefix("data:image/") { violations.append("the source \(value.prefix(60))") }
    if name == "http-equiv", value != "Content-Security-Policy" { violations.append("http-equiv \(value.prefix(40))") }
    if name == "href" {
      let head = value.prefix { !"/?#".contains($0) }
      let scheme = head.firstIndex(of: ":").map { head[..<$0].lowercased() }
      let isHeld = ["data:text/csv;", "data:text/plain;", "data:image/svg+xml;base64,", "data:image/png;base64,"]
        .contains(where: value.hasPrefix)
      let isSafe =
        scheme == nil
        ? !value.hasPrefix("//") && !value.hasPrefix("\\") : ["http", "https", "mailto"].contains(scheme ?? "")
      if !isSafe && !isHeld { violations.append("the link \(value.prefix(60))") }
    }
  }
}
