/// Lets through what a drawing needs and nothing that acts: known elements, known attributes, references inside the
/// drawing and pictures that it holds itself. Ids get a prefix, so that two drawings can share a page.
struct SVGSanitizer {
  /// What every id and every reference begins with instead of `figure-`.
  var idPrefix: String
  /// Size on the page in CSS pixels.
  var width: Double
  var height: Double

  /// The clean drawing; nil when the text is not one well-formed `<svg>` element.
  func clean(_ svg: String) -> String? {
    let bytes = Array(svg.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var open: [(name: String, isKept: Bool)] = []
    var dropped = 0
    var hasRoot = false
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "<") else {
        let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
        if !open.isEmpty && dropped == 0 {
          result += HTML.escape(Self.unescaped(String(decoding: bytes[index..<end], as: UTF8.self))).utf8
        }
        index = end
        continue
      }
      if Self.matches(bytes, index, "<!--") {
        guard let end = Self.find(bytes, from: index + 4, "-->") else { return nil }
        index = end
      } else if Self.matches(bytes, index, "<?") {
        guard let end = Self.find(bytes, from: index, "?>") else { return nil }
        index = end
      } else if Self.matches(bytes, index, "<!") {
        guard !Self.matches(bytes, index, "<![CDATA["), let end = Self.find(bytes, from: index, ">") else { return nil }
        index = end
      } else if Self.matches(bytes, index, "</") {
        guard let end = Self.find(bytes, from: index, ">"), let element = open.popLast() else { return nil }
        let name = String(decoding: bytes[index + 2..<end - 1], as: UTF8.self).filter { !$0.isWhitespace }
        guard name == element.name else { return nil }
        if element.isKept {
          if dropped == 0 { result += "</\(name)>".utf8 }
        } else {
          dropped -= 1
        }
        index = end
      } else {
        guard let tag = SVGTag(bytes, at: index) else { return nil }
        index = tag.end
        if open.isEmpty {
          guard tag.name == "svg", !hasRoot else { return nil }
          hasRoot = true
        }
        let isKept = Self.elements.contains(tag.name)
        if !isKept && !tag.isSelfClosing { dropped += 1 }
        if isKept && dropped == 0 {
          result += "<\(tag.name)".utf8
          if open.isEmpty { result += rootAttributes(tag).utf8 }
          for (name, value) in tag.attributes {
            if open.isEmpty, ["width", "height", "viewBox"].contains(name) { continue }
            guard let clean = cleanValue(of: name, value) else { continue }
            result += " \(name == "xlink:href" ? "href" : name)=\"\(HTML.escape(clean))\"".utf8
          }
          result += (tag.isSelfClosing ? "/>" : ">").utf8
        }
        if !tag.isSelfClosing { open.append((tag.name, isKept)) }
      }
    }
    return hasRoot && open.isEmpty ? String(decoding: result, as: UTF8.self) : nil
  }

  private func rootAttributes(_ root: SVGTag) -> String {
    let given = root.attributes.first { $0.0 == "viewBox" }?.1
    let viewBox = given ?? "0 0 \(HTML.number(width)) \(HTML.number(height))"
    return " width=\"\(HTML.number(width))\" height=\"\(HTML.number(height))\""
      + " viewBox=\"\(HTML.escape(viewBox))\""
  }

  private static let elements: Set<String> = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs",
    "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop", "use", "image", "title", "desc",
    "marker", "symbol",
  ]

  private static let attributes: Set<String> = [
    "viewBox", "width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d",
    "points", "dx", "dy", "rotate", "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-dasharray",
    "stroke-dashoffset", "opacity", "clip-path", "clip-rule", "mask", "offset", "stop-color", "stop-opacity",
    "gradientUnits", "gradientTransform", "spreadMethod", "patternUnits", "patternContentUnits", "patternTransform",
    "clipPathUnits", "maskUnits", "maskContentUnits", "preserveAspectRatio", "font-family", "font-size",
    "font-weight", "font-style", "font-variant", "letter-spacing", "word-spacing", "text-anchor",
    "dominant-baseline", "alignment-baseline", "baseline-shift", "textLength", "lengthAdjust", "id", "href",
    "xlink:href", "xml:space", "image-rendering", "shape-rendering", "text-rendering", "color", "display",
    "visibility", "vector-effect", "paint-order", "marker-start", "marker-mid", "marker-end", "markerWidth",
    "markerHeight", "markerUnits", "refX", "refY", "orient", "overflow", "color-interpolation", "white-space",
  ]

  private func cleanValue(of name: String, _ value: String) -> String? {
    guard Self.attributes.contains(name) else { return nil }
    switch name {
    case "id": return identifier(value)
    case "href", "xlink:href":
      if value.hasPrefix("#") { return identifier(String(value.dropFirst())).map { "#\($0)" } }
      return value.hasPrefix("data:image/png;base64,") ? value : nil
    default:
      guard value.contains("(") else { return value }
      let lowered = value.lowercased()
      if lowered.contains("url") {
        guard lowered.hasPrefix("url(#"), value.hasSuffix(")"), lowered.dropFirst(3).contains("url") == false else {
          return nil
        }
        return identifier(String(value.dropFirst(5).dropLast())).map { "url(#\($0))" }
      }
      return lowered.contains("expression") || lowered.contains("\\") || lowered.contains("image") ? nil : value
    }
  }

  private func identifier(_ text: String) -> String? {
    guard !text.isEmpty, text.utf8.count <= 128,
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) })
    else { return nil }
    return idPrefix + (text.hasPrefix("figure-") ? String(text.dropFirst(7)) : text)
  }

  static func unescaped(_ text: String) -> String {
    guard text.contains("&") else { return text }
    var result = ""
    var rest = text[...]
    while let ampersand = rest.firstIndex(of: "&") {
      result += rest[..<ampersand]
      rest = rest[ampersand...]
      guard let end = rest.prefix(12).firstIndex(of: ";") else {
        result.append("&")
        rest = rest.dropFirst()
        continue
      }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      let named = ["lt": "<", "gt": ">", "amp": "&", "quot": "\"", "apos": "'"]
      if let character = named[String(name)] {
        result += character
      } else if name.hasPrefix("#") {
        let digits = name.dropFirst()
        let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        result += code.flatMap(UnicodeScalar.init).map(String.init) ?? "\u{FFFD}"
      }
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }

  private static func matches(_ bytes: [UInt8], _ index: Int, _ text: StaticString) -> Bool {
    guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { bytes[index..<index + $0.count].elementsEqual($0) }
  }

  /// The offset after the next occurrence of `text`.
  private static func find(_ bytes: [UInt8], from start: Int, _ text: StaticString) -> Int? {
    var index = start
    while index < bytes.count {
      if matches(bytes, index, text) { return index + text.utf8CodeUnitCount }
      index += 1
    }
    return nil
  }
}

/// A start tag of XML.
private struct SVGTag {
  var name: String
  var attributes: [(String, String)] = []
  var isSelfClosing = false
  var end = 0

  init?(_ bytes: [UInt8], at start: Int) {
    var index = start + 1
    func isName(_ byte: UInt8) -> Bool {
      switch UnicodeScalar(byte) {
      case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ":", ".": true
      default: false
      }
    }
    func word() -> String {
      let from = index
      while index < bytes.count && isName(bytes[index]) { index += 1 }
      return String(decoding: bytes[from..<index], as: UTF8.self)
    }
    name = word()
    guard !name.isEmpty else { return nil }
    while index < bytes.count {
      switch UnicodeScalar(bytes[index]) {
      case " ", "\n", "\t", "\r": index += 1
      case "/":
        isSelfClosing = true
        index += 1
      case ">":
        end = index + 1
        return
      default:
        let attribute = word()
        guard !attribute.isEmpty, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "=") else { return nil }
        let mark = bytes[index + 1]
        guard mark == UInt8(ascii: "\"") || mark == UInt8(ascii: "'"),
          let close = bytes[(index + 2)...].firstIndex(of: mark)
        else { return nil }
        let value = String(decoding: bytes[index + 2..<close], as: UTF8.self)
        attributes.append((attribute, SVGSanitizer.unescaped(value)))
        index = close + 1
      }
    }
    return nil
  }
}
