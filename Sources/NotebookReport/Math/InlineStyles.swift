/// Turns `style` attributes into classes: a strict security policy forbids the former.
struct InlineStyles {
  private var names: [String: String] = [:]
  private var order: [String] = []

  /// Rules that win over any other rule, as the attributes would have done.
  var rules: String {
    order.map { style in
      let declarations = style.split(separator: ";").map { "\($0)!important" }.joined(separator: ";")
      return ".\(names[style] ?? ""){\(declarations)}"
    }.joined()
  }

  /// KaTeX's markup without `style` and `xmlns`; notes the classes that it uses.
  mutating func replaceStyles(in markup: String, usedClasses: inout Set<String>) -> String {
    let bytes = Array(markup.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<"), let tag = Tag(bytes, at: index) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      index = tag.end
      result += rewritten(tag, &usedClasses).utf8
    }
    return String(decoding: result, as: UTF8.self)
  }

  private mutating func rewritten(_ tag: Tag, _ usedClasses: inout Set<String>) -> String {
    var classes: [String] = []
    var others = ""
    for (name, value) in tag.attributes {
      switch name {
      case "class": classes += value.split(separator: " ").map(String.init)
      case "style": if let name = className(for: value) { classes.append(name) }
      case "xmlns": break
      default: others += " \(name)=\"\(value)\""
      }
    }
    usedClasses.formUnion(classes)
    let list = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    return "<\(tag.name)\(list)\(others)\(tag.isSelfClosing ? "/" : "")>"
  }

  private mutating func className(for style: String) -> String? {
    let declarations = style.split(separator: ";").filter(Self.isHarmless).map { $0.filter { $0 != " " } }
    let clean = declarations.joined(separator: ";")
    guard !clean.isEmpty else { return nil }
    if let known = names[clean] { return known }
    let name = "m\(order.count)"
    names[clean] = name
    order.append(clean)
    return name
  }

  private static func isHarmless(_ declaration: Substring) -> Bool {
    declaration.contains(":")
      && declaration.utf8.allSatisfy { byte in
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", ":", "#", "%", " ", "+": true
        default: false
        }
      } && !declaration.lowercased().contains("url")
  }

  /// A start or end tag as KaTeX writes it: lower-case, every attribute between double quotes.
  private struct Tag {
    var name: String
    var attributes: [(String, String)] = []
    var isSelfClosing = false
    var end: Int

    init?(_ bytes: [UInt8], at start: Int) {
      var index = start + 1
      func word(until stops: String) -> String {
        let from = index
        let stops = Array(stops.utf8)
        while index < bytes.count && !stops.contains(bytes[index]) { index += 1 }
        return String(decoding: bytes[from..<index], as: UTF8.self)
      }
      if index < bytes.count, bytes[index] == UInt8(ascii: "/") {
        name = word(until: ">")
        guard index < bytes.count else { return nil }
        end = index + 1
        return
      }
      end = 0
      name = word(until: " />")
      while index < bytes.count {
        switch UnicodeScalar(bytes[index]) {
        case " ": index += 1
        case "/":
          isSelfClosing = true
          index += 1
        case ">":
          end = index + 1
          return
        default:
          let attribute = word(until: "=> ")
          guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "=") else { return nil }
          index += 2
          let value = word(until: "\"")
          index += 1
          attributes.append((attribute, value))
        }
      }
      return nil
    }
  }
}
