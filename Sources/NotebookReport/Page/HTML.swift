import Foundation

/// A piece of HTML that is safe by construction: text that is interpolated into it is escaped, HTML is not.
struct HTML: Equatable, Sendable, ExpressibleByStringInterpolation {
  var text: String

  init(_ trusted: String) { text = trusted }
  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

  struct Interpolation: StringInterpolationProtocol {
    var text = ""

    init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ html: HTML) { text += html.text }
    mutating func appendInterpolation(_ string: some StringProtocol) { text += HTML.escape(string) }
    mutating func appendInterpolation(_ number: Int) { text += String(number) }
    mutating func appendInterpolation(_ optional: HTML?) { text += optional?.text ?? "" }
  }

  static let empty = HTML("")

  var isEmpty: Bool { text.isEmpty }

  static func + (a: HTML, b: HTML) -> HTML { HTML(a.text + b.text) }
  static func += (a: inout HTML, b: HTML) { a.text += b.text }

  static func escaped(_ string: some StringProtocol) -> HTML { HTML(escape(string)) }

  /// Text that means itself in an element and in an attribute between double quotes.
  static func escape(_ string: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(string.utf8.count)
    for byte in string.utf8 {
      switch byte {
      case UInt8(ascii: "&"): bytes += Array("&amp;".utf8)
      case UInt8(ascii: "<"): bytes += Array("&lt;".utf8)
      case UInt8(ascii: ">"): bytes += Array("&gt;".utf8)
      case UInt8(ascii: "\""): bytes += Array("&quot;".utf8)
      case UInt8(ascii: "'"): bytes += Array("&#39;".utf8)
      case 0...8, 11, 12, 14...31, 127: bytes += Array("\u{FFFD}".utf8)
      default: bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension HTML {
  /// A number as an attribute of HTML or SVG has it.
  static func number(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }

  /// Text for the beginning of a `pre`, which loses a line end that comes first.
  static func preformatted(_ text: String) -> HTML {
    (text.unicodeScalars.first == "\n" || text.unicodeScalars.first == "\r" ? "\n" : "") + HTML.escaped(text)
  }

  /// Words that can stand inside a link.
  static func withoutLinks(_ html: HTML) -> HTML {
    HTML(
      html.text.replacing("</a>", with: "").split(separator: "<a ", omittingEmptySubsequences: false).enumerated().map {
        index, part in index == 0 ? String(part) : String(part.drop { $0 != ">" }.dropFirst())
      }.joined())
  }

  /// What escaped text means; the opposite of ``escape(_:)``.
  static func unescape(_ text: some StringProtocol) -> String {
    var text = String(text)
    for (entity, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
      // By code points: a mark that follows an entity would hide its semicolon.
      text = text.replacingOccurrences(of: entity, with: character, options: .literal)
    }
    return text
  }
}

extension Sequence<HTML> {
  func joined(separator: String = "") -> HTML { HTML(map(\.text).joined(separator: separator)) }
}
