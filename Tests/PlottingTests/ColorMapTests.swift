import Testing

@testable import Plotting

@Suite("Colour maps")
struct ColorMapTests {
  private func lightness(_ map: ColorMap, _ range: ClosedRange<Double>) -> [Double] {
    (0...100).map { step in
      map.color(at: range.lowerBound + (range.upperBound - range.lowerBound) * Double(step) / 100).lightness
    }
  }

  @Test("viridis grows lighter from end to end")
  func viridis() {
    let values = lightness(.viridis, 0...1)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 0.35 })
    #expect(values[0] < 20 && values[100] > 85)
  }

  @Test("vik grows lighter to its middle and darker after it")
  func vik() {
    let (left, right) = (lightness(.vik, 0...0.5), lightness(.vik, 0.5...1))
    #expect(zip(left, left.dropFirst()).allSatisfy { $0 <= $1 + 0.35 })
    #expect(zip(right, right.dropFirst()).allSatisfy { $0 >= $1 - 0.35 })
    #expect(left[100] > 88)
  }

  @Test("on paper a map keeps its order and stands out from light and from dark")
  func onPaper() {
    let map = ColorMap.viridis.standingOutFromPaper
    let values = lightness(map, 0...1)
    #expect(zip(values, values.dropFirst()).allSatisfy { $0 <= $1 + 0.35 })
    for theme in [Theme.light, .dark] {
      #expect(values.allSatisfy { abs($0 - theme.paper.lightness) > 12 })
    }
    #expect(values[100] - values[0] > 45)
    #expect(ColorMap.vik.standingOutFromPaper == .vik)
    #expect(ColorMap(name: "dark", anchors: [RGB(0)]).standingOutFromPaper.anchors == [RGB(0)])
  }

  @Test("coloured marks use the part for paper, heatmaps the whole map")
  func surfaces() throws {
    func colors(_ plot: Plot) throws -> Set<RGB> {
      let scene = plot.drawing(measuring: ApproximateTextMeasurer()).scene
      return Set(
        scene.elements.flatMap { element -> [RGB] in
          guard case .symbols(let symbols) = element else { return [] }
          return symbols.paints.compactMap { if case .fixed(let rgb) = $0.color { rgb } else { nil } }
        })
    }
    let points = Points([(0.0, 0.0), (1.0, 1.0)], x: { $0.0 }, y: { $0.1 }, color: { $0.1 })
    let ends = ColorMap.viridis.standingOutFromPaper
    #expect(try colors(Plot { points }) == [ends.color(at: 0), ends.color(at: 1)])
    let grid = try Grid(x: [0, 1], y: [0, 1], rows: [[0, 1], [0, 1]])
    #expect(
      try colors(
        Plot {
          Heatmap(grid)
          points
        }) == [ColorMap.viridis.color(at: 0), ColorMap.viridis.color(at: 1)])
  }

  @Test("take the colour of the end beyond it")
  func beyond() {
    #expect(ColorMap.vik.color(at: -3) == ColorMap.vik.anchors.first)
    #expect(ColorMap.vik.color(at: 3) == ColorMap.vik.anchors.last)
    #expect(ColorMap(name: "one", anchors: [RGB(0x123456)]).color(at: 0.5) == RGB(0x123456))
    #expect(ColorMap(name: "none", anchors: []).color(at: 0.5) == RGB(0x808080))
  }

  @Test("Every series colour can be told from the paper in both themes")
  func contrast() {
    for theme in [Theme.light, .dark] {
      for color in theme.series { #expect(abs(color.lightness - theme.paper.lightness) > 25) }
      #expect(abs(theme.ink.lightness - theme.paper.lightness) > 80)
    }
  }

  @Test("Series from the fourth on have a second cue, and no two of the first 28 look alike")
  func series() {
    let styles = (0..<28).map(SeriesStyle.init)
    #expect(styles.prefix(3).allSatisfy { $0.dash.isEmpty && $0.symbol == .circle })
    #expect(styles.dropFirst(3).allSatisfy { !$0.dash.isEmpty && $0.symbol != .circle })
    #expect(Set(styles.map { "\($0.color) \($0.dash)" }).count == 28)
  }
}
