import Testing

@testable import Plotting

@Suite("Layout")
struct LayoutTests {
  private let measurer = ApproximateTextMeasurer()

  @Test("No two texts of 2,000 random figures overlap, and none leaves the figure", arguments: 0..<20)
  func noOverlap(hundred: Int) {
    for seed in (100 * hundred)..<(100 * hundred + 100) {
      var generator = SplitMix64(seed: UInt64(seed))
      let scene = randomFigure(&generator).drawing(measuring: measurer).scene
      let boxes = scene.texts.map(\.box)
      let page = Scene.Rectangle(x: 0, y: 0, width: scene.size.width, height: scene.size.height).expanded(by: 0.5)
      for (index, box) in boxes.enumerated() {
        if !page.contains(box) {
          Issue.record("“\(scene.texts[index].text.plain.prefix(40))” leaves figure \(seed) of \(scene.size)")
        }
        let core = box.expanded(by: -0.5)
        for other in 0..<index where core.intersects(boxes[other]) {
          let names = [index, other].map { scene.texts[$0].text.plain.prefix(40) }
          Issue.record("“\(names[0])” over “\(names[1])” in figure \(seed)")
        }
      }
    }
  }

  @Test("A figure is laid out the same twice")
  func deterministic() {
    for seed in UInt64(0)..<40 {
      var (first, second) = (SplitMix64(seed: seed), SplitMix64(seed: seed))
      let drawings = (
        randomFigure(&first).drawing(measuring: measurer), randomFigure(&second).drawing(measuring: measurer)
      )
      #expect(drawings.0.scene == drawings.1.scene)
      #expect(drawings.0.alternativeText == drawings.1.alternativeText)
      #expect(drawings.0.notes == drawings.1.notes)
    }
  }

  @Test("Lines stay inside their panel however far their points are")
  func clipping() {
    let frame = Scene.Rectangle(x: 0, y: 0, width: 10, height: 10)
    let line = [(-5, 5), (5, 5), (5, 50), (50, 50), (5, -1e6)].map { Scene.Point(x: $0, y: $1) }
    let pieces = frame.clip(line)
    #expect(pieces.joined().allSatisfy(frame.contains))
    #expect(pieces.first == [.init(x: 0, y: 5), .init(x: 5, y: 5), .init(x: 5, y: 10)])
    let square = [(-5, -5), (5, -5), (5, 5), (-5, 5)].map { Scene.Point(x: $0, y: $1) }
    #expect(frame.clip(polygon: square).allSatisfy(frame.contains))
    #expect(frame.clip(polygon: square.map { .init(x: $0.x + 100, y: $0.y) }).isEmpty)
  }

  @Test("A line of a million points draws few of them, and its extremes among them")
  func thinning() {
    let count = 1_000_000
    let y = (0..<count).map { Double($0 % 1000) + ($0 == 123_456 ? 5000 : 0) }
    let scene = Plot { Line(x: (0..<count).map(Double.init), y: y) }.drawing(measuring: measurer).scene
    let points = scene.elements.compactMap { element -> Int? in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75 { return lines.map(\.count).reduce(0, +) }
      return nil
    }
    #expect(points.reduce(0, +) < 6000)
    #expect(points.reduce(0, +) > 500)
  }

  @Test("Small multiples share ticks, one legend and one colour bar")
  func multiples() {
    let figure = Figure(columns: 3, sharing: .all) {
      for panel in 1...3 {
        Plot("panel \(panel)") {
          Line(x: [1.0, 2], y: [1.0, Double(panel)], label: "first")
          Heatmap(Grid(x: [1.0, 2], y: [1.0, 2]) { x, y in x * y })
        }
      }
    }
    .x("time").y("height").color("depth")
    let texts = figure.drawing(measuring: measurer).scene.texts.map(\.text.plain)
    for once in ["first", "time", "height", "depth"] { #expect(texts.filter { $0 == once }.count == 1) }
    #expect(texts.filter { $0.hasPrefix("panel") }.count == 3)
  }

  @Test("A label that does not fit is cut with an ellipsis")
  func cutting() {
    let font = Font(size: 12)
    let text: LabelText = "a rather long label"
    for width in [0, 5, 20, 60, 1000.0] {
      #expect(measurer.width(of: measurer.fit(text, font: font, width: width), font: font) <= width)
    }
    #expect(measurer.wrap(text, font: font, width: 80, lines: 2).count == 2)
    #expect(measurer.wrap(text, font: font, width: 1000, lines: 2) == [text])
  }
}
