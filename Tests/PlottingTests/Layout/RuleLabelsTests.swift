import Testing

@testable import Plotting

@Suite("Labels of reference lines")
struct RuleLabelsTests {
  private let measurer = ApproximateTextMeasurer()

  private func check(_ drawing: Drawing, _ names: [String]) {
    let texts = drawing.scene.texts.filter { names.contains($0.text.plain) }
    #expect(Set(texts.map(\.text.plain)) == Set(names))
    for (index, text) in texts.enumerated() {
      for other in texts[..<index] {
        #expect(!text.box.intersects(other.box), "“\(text.text.plain)” over “\(other.text.plain)”")
      }
    }
  }

  @Test("Sixteen rules at random places all have their labels, none over another", arguments: UInt64(0)..<12)
  func many(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let (x, y) = ((0..<10).map { _ in generator.number(0...1) }, (0..<6).map { _ in generator.number(0...1) })
    let drawing = Plot {
      Line(over: 0...1) { $0 * (1 - $0) * 4 }
      for (index, value) in x.enumerated() { Rule(x: value, label: "event \(index)") }
      for (index, value) in y.enumerated() { Rule(y: value, label: "$\\lambda_{\(index)}$") }
    }
    .drawing(measuring: measurer)
    #expect(drawing.notes.isEmpty, "\(drawing.notes)")
    check(drawing, x.indices.map { "event \($0)" })
  }

  @Test("A label crosses no other rule and no line where there is a place that does not")
  func clear() throws {
    let drawing = Plot {
      Line(x: [0, 1], y: [0.95, 0.95])
      Rule(x: 0.5, label: "threshold")
      Rule(x: 0.55)
      Rule(y: 0.05)
    }
    .y("y", in: 0...1).drawing(measuring: measurer)
    let label = try #require(drawing.scene.texts.first { $0.text.plain == "threshold" })
    for element in drawing.scene.elements {
      guard case .lines(let lines, let stroke) = element, stroke.width == 1.75 || stroke.width == 1.25 else { continue }
      #expect(lines.allSatisfy { label.box.clip($0).isEmpty })
    }
  }

  @Test("A label too long for either side of its rule is shortened, and a note says so")
  func long() throws {
    let name = "the largest learning rate at which gradient descent stays at this minimum for ever"
    let drawing = Plot {
      Line(x: [0, 1], y: [0, 1])
      Rule(x: 0.5, label: name)
    }
    .drawing(measuring: measurer)
    #expect(drawing.scene.texts.contains { $0.text.plain.hasPrefix("the largest") && $0.text.plain.hasSuffix("…") })
    #expect(drawing.notes == ["There is no room for the label “\(name)”."])
  }

  @Test("Labels stand inside the panel however near its edges their rules are")
  func edges() {
    let names = ["left", "right", "bottom", "top"]
    let drawing = Plot {
      Line(x: [0, 1], y: [0, 1])
      Rule(x: 0, label: "left")
      Rule(x: 1, label: "right")
      Rule(y: 0, label: "bottom")
      Rule(y: 1, label: "top")
    }
    .x("x", in: 0...1).y("y", in: 0...1).drawing(measuring: measurer)
    check(drawing, names)
    #expect(drawing.notes.isEmpty)
  }
}
