import Testing

@testable import NotebookReport

@Suite("Drawings made small for a page")
struct DrawingOnPageTests {
  private func packed(_ inside: String, alt: String = "words") -> String {
    DrawingOnPage(idPrefix: "nb-f1-", alt: alt, palette: [("plot-ink", "#1f2328")]).packed("<svg>\n\(inside)</svg>\n")
  }

  private func group(_ places: [(Double, Double)], paint: String = "fill=\"#123456\" stroke=\"#fff\"") -> String {
    let circles = places.map { "<circle cx=\"\(short($0.0))\" cy=\"\(short($0.1))\" r=\"3.25\"/>\n" }.joined()
    return "<g \(paint)>\n\(circles)</g>\n"
  }

  /// As drawings have numbers: at most two digits after the point, and no zero before it.
  private func short(_ number: Double) -> String {
    let text = number == number.rounded() ? "\(Int(number))" : "\(number)"
    return text.hasPrefix("0.") ? String(text.dropFirst()) : text.hasPrefix("-0.") ? "-" + text.dropFirst(2) : text
  }

  @Test("Points of one size are the corners of one line, each at its place")
  func dots() throws {
    var generator = SystemRandomNumberGenerator()
    let places = (0..<200).map { _ in
      (
        Double(Int.random(in: -2000...60_000, using: &generator)) / 100,
        Double(Int.random(in: -99...34_000, using: &generator)) / 100
      )
    }
    let before = group(places)
    let after = packed(before)
    #expect(after.utf8.count < before.utf8.count / 2)
    #expect(!after.contains("cx="))
    #expect(after.contains("<g fill=\"#123456\" stroke=\"#fff\"><circle r=\"3.25\"/></g></marker>"))
    for place in ["start", "mid", "end"] { #expect(after.contains(" marker-\(place)=\"url(#nb-f1-dot-1)\"")) }
    let path = try #require(after.firstMatch(of: #/ d="M([^l]*)l([^"]*)"/#))
    let numbers = "\(path.1) \(path.2)".matches(of: /-?[0-9]*\.?[0-9]+/).compactMap { Double($0.0) }
    try #require(numbers.count == 2 * places.count)
    var (x, y) = (0.0, 0.0)
    for (index, place) in places.enumerated() {
      (x, y) = (x + numbers[2 * index], y + numbers[2 * index + 1])
      #expect(abs(x - place.0) < 1e-6 && abs(y - place.1) < 1e-6)
    }
  }

  @Test("Two groups have two markers")
  func twoGroups() {
    let places = (0..<20).map { (Double($0), 1.5) }
    let after = packed(group(places) + group(places, paint: "fill=\"red\""))
    #expect(after.contains("id=\"nb-f1-dot-1\"") && after.contains("id=\"nb-f1-dot-2\""))
  }

  @Test(
    "A group that is more than points of one size in one paint stays as it is",
    arguments: [
      "<g transform=\"scale(2)\">", "<g opacity=\".5\" fill=\"red\">", "<g id=\"nb-f1-a\">",
      "<g clip-path=\"url(#a)\">",
    ])
  func otherGroups(_ tag: String) {
    let circles = (0..<20).map { "<circle cx=\"\($0)\" cy=\"1\" r=\"2\"/>\n" }.joined()
    let text = "\(tag)\n\(circles)</g>\n"
    #expect(packed(text).contains(text))
  }

  @Test(
    "Circles that differ in more than place stay as they are",
    arguments: [
      "<circle cx=\"1\" cy=\"2\" r=\"9\"/>", "<circle cx=\"1\" cy=\"2\" r=\"2\" fill=\"red\"/>",
      "<circle cx=\"1e3\" cy=\"2\" r=\"2\"/>", "<circle cx=\"1.234\" cy=\"2\" r=\"2\"/>", "<rect/>",
      "<circle cx=\"\" cy=\"2\" r=\"2\"/>", "<circle cx=\"1%\" cy=\"2\" r=\"2\"/>", "<g fill=\"red\">",
    ])
  func otherCircles(_ line: String) {
    let circles = (0..<6).map { "<circle cx=\"\($0)\" cy=\"1\" r=\"2\"/>\n" }.joined()
    let text = "<g fill=\"red\">\n\(circles)\(line)\n\(circles)</g>\n"
    #expect(packed(text).contains(text))
  }

  @Test("Few points stay circles")
  func few() {
    let text = group((0..<5).map { (Double($0), 1) })
    #expect(packed(text).contains(text))
  }

  @Test("Words in one font that follow each other are in a group that names it; all others stay as they are")
  func words() {
    let style = " font-size=\"12\" text-anchor=\"middle\" fill=\"red\""
    let other = "<text x=\"5\" y=\"1\" font-size=\"9\">c</text>\n"
    let turned = "<text x=\"5\" y=\"1\" font-size=\"9\" transform=\"rotate(90)\">d</text>\n"
    let after = packed(
      "<text x=\"1\" y=\"2\"\(style)>a &gt; 1</text>\n<text x=\"3\" y=\"-.5\"\(style)><tspan dy=\"1\">b</tspan></text>\n"
        + other + turned + turned)
    #expect(
      after
        == "<svg>\n<g\(style)>\n<text x=\"1\" y=\"2\">a &gt; 1</text>\n"
        + "<text x=\"3\" y=\"-.5\"><tspan dy=\"1\">b</tspan></text>\n</g>\n\(other)\(turned)\(turned)</svg>\n")
  }

  @Test("The description goes where the page says the same, and stays where it does not")
  func description() {
    #expect(!packed("<desc>Rises &amp; falls</desc>\n", alt: "Rises & falls").contains("desc"))
    #expect(packed("<desc>Rises</desc>\n", alt: "Falls").contains("<desc>Rises</desc>"))
  }

  @Test("Colours that the page defines are named without their values; words are left alone")
  func colors() {
    let after = packed(
      "<path stroke=\"var(--plot-ink, #1f2328)\"/>\n<path fill=\"var(--plot-ink, #000000)\"/>\n"
        + "<path fill=\"var(--other, #1f2328)\"/>\n<text>var(--plot-ink, #1f2328)</text>\n")
    #expect(after.contains("stroke=\"var(--plot-ink)\""))
    #expect(after.contains("fill=\"var(--plot-ink, #000000)\"") && after.contains("fill=\"var(--other, #1f2328)\""))
    #expect(after.contains("<text>var(--plot-ink, #1f2328)</text>"))
  }
}
