import CairoPlotting
import Foundation
import Plotting

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The texts of an SVG as a browser sets them: where each stands, and in which colour. Read from the file alone, so that
/// it says what was written and not what was meant.
final class PageTexts: NSObject, XMLParserDelegate {
  /// One `<text>` element.
  struct Text {
    var words = ""
    var box: Scene.Rectangle
    /// The fall-back of the fill, as a number such as 0x1f2328.
    var fill: UInt32
    /// The page's variable for the fill; nil where there is none.
    var variable: String?
  }

  private(set) var size = Scene.Size(width: 0, height: 0)
  private(set) var texts: [Text] = []

  private let measurer: PangoTextMeasurer
  private var pieces: [Piece] = []
  /// The attributes of the open elements, inherited ones among them.
  private var attributes: [[String: String]] = [[:]]
  private var cursor = Scene.Point(x: 0, y: 0)
  private var isText = false

  private struct Piece {
    var words: String
    var start: Scene.Point
    var font: Font
    var width: Double
  }

  /// Reads an SVG that figures are written as.
  init(svg: String) throws {
    measurer = try PangoTextMeasurer()
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    guard parser.parse() else { throw parser.parserError ?? CocoaError(.fileReadCorruptFile) }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes given: [String: String] = [:]
  ) {
    attributes.append((attributes.last ?? [:]).merging(given) { $1 })
    if name == "svg" { size = .init(width: number(given["width"]), height: number(given["height"])) }
    if name == "text" {
      isText = true
      pieces = []
    }
    guard name == "text" || name == "tspan" else { return }
    if let x = given["x"] { cursor.x = number(x) }
    if let y = given["y"] { cursor.y = number(y) }
    cursor.y += number(given["dy"])
  }

  func parser(_ parser: XMLParser, foundCharacters words: String) {
    guard isText, let style = attributes.last else { return }
    let font = Font(
      size: number(style["font-size"]), weight: style["font-weight"] == "bold" ? .bold : .regular,
      slant: style["font-style"] == "italic" ? .italic : .upright)
    let width = measurer.width(of: words, font: font)
    pieces.append(Piece(words: words, start: cursor, font: font, width: width))
    cursor.x += width
  }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    let style = attributes.popLast() ?? [:]
    guard name == "text" else { return }
    isText = false
    guard let left = pieces.map(\.start.x).min(), let right = pieces.map({ $0.start.x + $0.width }).max(),
      let top = pieces.map({ $0.start.y - Font.capHeight * $0.font.size }).min(),
      let bottom = pieces.map({ $0.start.y + Font.descent * $0.font.size }).max()
    else { return }
    let shift =
      switch style["text-anchor"] {
      case "middle": (right - left) / 2
      case "end": right - left
      default: 0.0
      }
    let fill = style["fill"] ?? ""
    texts.append(
      Text(
        words: pieces.map(\.words).joined(),
        box: .init(x: left - shift, y: top, width: right - left, height: bottom - top),
        fill: fill.firstMatch(of: /#([0-9a-f]{6})/).flatMap { UInt32($0.1, radix: 16) } ?? 0,
        variable: fill.firstMatch(of: /var\(--([a-z0-9-]+)/).map { String($0.1) }))
  }

  private func number(_ text: String?) -> Double { text.flatMap(Double.init) ?? 0 }

  /// What is wrong with the texts: two that overlap, one that leaves the figure, one that cannot be read on the paper of
  /// the light or the dark page. A sentence each.
  var problems: [String] {
    var problems: [String] = []
    let page = Scene.Rectangle(x: 0, y: 0, width: size.width, height: size.height).expanded(by: 0.5)
    let darkColors = Dictionary(
      uniqueKeysWithValues: Theme.dark.roles.compactMap { role in
        Theme.dark.variableName(role).map { ($0, Theme.dark.rgb(role)) }
      })
    for (index, text) in texts.enumerated() {
      if !page.contains(text.box) { problems.append("“\(text.words)” leaves the figure") }
      for other in texts[..<index] where text.box.expanded(by: -0.5).intersects(other.box) {
        problems.append("“\(text.words)” lies over “\(other.words)”")
      }
      let dark = text.variable.flatMap { darkColors[$0] } ?? RGB(text.fill)
      for (name, color, theme) in [("light", RGB(text.fill), Theme.light), ("dark", dark, .dark)]
      where color.contrast(with: theme.paper) < 4.5 {
        problems.append("“\(text.words)” is too pale on the \(name) page: \(color.contrast(with: theme.paper))")
      }
    }
    return problems
  }
}
