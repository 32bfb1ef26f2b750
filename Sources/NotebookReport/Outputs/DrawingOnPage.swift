/// A clean drawing made small for a page that says the same elsewhere: what is seen stays as it was.
struct DrawingOnPage {
  /// What ids that are added begin with; those of the drawing begin with it too.
  var idPrefix: String
  /// What the page says in place of the drawing.
  var alt: String
  /// The colours that the page's style defines.
  var palette: [(name: String, value: String)]

  /// The drawing without its description, where the page gives the same words; without the values of colours that the
  /// page defines; with points of one size as the corners of one line; and with words that follow each other in one font
  /// as a group that names it.
  func packed(_ svg: String) -> String {
    var svg = svg.replacing("<desc>\(HTML.escape(alt))</desc>\n", with: "")
    for color in palette {
      svg = svg.replacing("=\"var(--\(color.name), \(color.value))\"", with: "=\"var(--\(color.name))\"")
    }
    return withWordsInGroups(withDotsAsMarkers(svg))
  }

  /// Fewer are not worth a marker.
  private static let fewestDots = 12

  /// Groups of circles that differ in place alone as lines that are not drawn, with a marker at each corner.
  private func withDotsAsMarkers(_ svg: String) -> String {
    guard svg.contains("<circle ") else { return svg }
    var result: [String] = []
    var group: (start: Int, dots: DotLine)?
    var count = 0
    for line in svg.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<g "), line.last == ">", Self.isPaintAlone(line) {
        group = (result.count, DotLine())
      } else if let open = group, line == "</g>" {
        group = nil
        if open.dots.count >= Self.fewestDots {
          let paint = result[open.start]
          result.removeLast(result.count - open.start)
          count += 1
          result += open.dots.elements(id: "\(idPrefix)dot-\(count)", paint: paint)
          continue
        }
      } else if group?.dots.add(line) == false {
        group = nil
      }
      result.append(String(line))
    }
    return result.joined(separator: "\n")
  }

  /// What words take from the group that they are in.
  private static let inherited: Set<String> = ["font-size", "font-weight", "text-anchor", "fill", "fill-opacity"]

  private func withWordsInGroups(_ svg: String) -> String {
    var result: [String] = []
    var run: (style: Substring, lines: [String]) = ("", [])
    func close() {
      if run.lines.count > 1 {
        result.append("<g\(run.style)>")
        result += run.lines
        result.append("</g>")
      } else if let line = run.lines.first {
        // As it was: the style goes back to its place.
        let end = line.firstIndex(of: ">") ?? line.endIndex
        result.append(String(line[..<end]) + run.style + line[end...])
      }
      run = ("", [])
    }
    for line in svg.split(separator: "\n", omittingEmptySubsequences: false) {
      guard let (style, bare) = Self.words(line) else {
        close()
        result.append(String(line))
        continue
      }
      if style != run.style { close() }
      run = (style, run.lines + [bare])
    }
    close()
    return result.joined(separator: "\n")
  }

  /// The style of a line of words such as `<text x="1" y="2" font-size="12">3</text>`, and the line without it.
  private static func words(_ line: Substring) -> (style: Substring, bare: String)? {
    guard line.hasPrefix("<text x=\""), line.hasSuffix("</text>"), let end = line.firstIndex(of: ">") else {
      return nil
    }
    let parts = line[..<end].split(separator: "\" ", omittingEmptySubsequences: false)
    guard parts.count > 2, parts[1].hasPrefix("y=\""),
      parts[2...].allSatisfy({ inherited.contains(String($0.prefix { $0 != "=" })) })
    else { return nil }
    let style = line[line.index(before: parts[2].startIndex)..<end]
    return (style, String(line[..<style.startIndex]) + line[end...])
  }

  private static let paints: Set<String> = [
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "stroke-linejoin",
  ]

  /// Whether a group says only how its elements are painted.
  private static func isPaintAlone(_ tag: Substring) -> Bool {
    tag.dropFirst(3).dropLast().split(separator: "\" ").allSatisfy { attribute in
      paints.contains(String(attribute.prefix { $0 != "=" }))
    }
  }
}

/// Centres of circles of one radius, as the data of a path.
private struct DotLine {
  private(set) var count = 0
  private var radius: Substring?
  private var path: [UInt8] = []
  private var last = (x: 0, y: 0)

  /// Adds a line such as `<circle cx="1.5" cy="2" r="3.25"/>`; false for any other line, or another radius.
  mutating func add(_ line: Substring) -> Bool {
    var rest = line
    guard let x = Self.take(&rest, "<circle cx=\"").flatMap(Self.hundredths),
      let y = Self.take(&rest, " cy=\"").flatMap(Self.hundredths), let radius = Self.take(&rest, " r=\""),
      rest == "/>", self.radius == nil || self.radius == radius
    else { return false }
    self.radius = radius
    if count == 0 {
      path += "M".utf8
    } else if count == 1 {
      path += "l".utf8
    }
    put(count == 0 ? x : x - last.x, isFirst: count < 2)
    put(count == 0 ? y : y - last.y, isFirst: false)
    last = (x, y)
    count += 1
    return true
  }

  /// The marker in its paint, and the path that it stands on.
  func elements(id: String, paint: String) -> [String] {
    let marks = ["start", "mid", "end"].map { " marker-\($0)=\"url(#\(id))\"" }.joined()
    return [
      "<marker id=\"\(id)\" markerUnits=\"userSpaceOnUse\" overflow=\"visible\">",
      "\(paint)<circle r=\"\(radius ?? "0")\"/></g></marker>",
      "<path fill=\"none\" stroke=\"none\"\(marks) d=\"\(String(decoding: path, as: UTF8.self))\"/>",
    ]
  }

  /// What stands between a beginning and the next quotation mark.
  private static func take(_ rest: inout Substring, _ beginning: String) -> Substring? {
    guard rest.hasPrefix(beginning) else { return nil }
    let value = rest.dropFirst(beginning.count)
    guard let end = value.firstIndex(of: "\"") else { return nil }
    rest = value[value.index(after: end)...]
    return value[..<end]
  }

  /// A number with at most two digits after the point, in hundredths.
  private static func hundredths(_ text: Substring) -> Int? {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.count == 2 ? parts[1] : ""
    guard let whole = parts.first, whole.count <= 6, digits.count <= 2, !(whole.isEmpty && digits.isEmpty),
      (whole + digits).utf8.allSatisfy({ 48...57 ~= $0 }),
      let number = Int(whole + digits + String(repeating: "0", count: 2 - digits.count))
    else { return nil }
    return isNegative ? -number : number
  }

  private mutating func put(_ hundredths: Int, isFirst: Bool) {
    if hundredths < 0 {
      path += "-".utf8
    } else if !isFirst {
      path += " ".utf8
    }
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    if whole > 0 || rest == 0 { path += String(whole).utf8 }
    if rest > 0 {
      path += ".".utf8
      path += rest % 10 == 0 ? String(rest / 10).utf8 : (rest < 10 ? "0\(rest)" : "\(rest)").utf8
    }
  }
}
