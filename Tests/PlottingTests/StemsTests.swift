import Foundation
import Testing

@testable import Plotting

/// Upright lines from zero to each value. The mark of “How to add a mark” in Documentation/Plots.md.
struct Stems: Mark {
  var x: [Double]
  var y: [Double]
  var label: String?

  var extent: Extent { Extent(x: .init(x), y: .init(y + [0])) }

  var legend: [LegendEntry] { label.map { [LegendEntry($0, .line)] } ?? [] }

  var series: SeriesChoice { .own(label: label) }

  func table(naming names: ChannelNames) -> DataTable? {
    DataTable(title: label, columns: [.init(names.x, .numbers(x)), .init(names.y, .numbers(y))])
  }

  func summary(naming names: ChannelNames) -> String { "\(label ?? "Stems"): \(x.count) stems from 0." }

  func draw(in panel: inout Panel) {
    let stroke = Scene.Stroke(Scene.Paint(panel.style.color), width: 1.75)
    for (x, y) in zip(x, y) {
      guard let foot = panel.place(x: x, y: 0), let tip = panel.place(x: x, y: y) else { continue }
      panel.line([foot, tip], stroke)
    }
  }
}

@Suite("A mark of one's own")
struct StemsTests {
  @Test("The documentation shows this mark as it is here")
  func documented() throws {
    let file = URL(filePath: #filePath)
    let root = file.deletingLastPathComponent().appending(path: "../..")
    let page = try String(contentsOf: root.appending(path: "Documentation/Plots.md"), encoding: .utf8)
    let source = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(source.range(of: "struct Stems"))
    let end = try #require(source.range(of: "\n}\n", range: start.upperBound..<source.endIndex))
    #expect(page.contains(source[start.lowerBound..<end.upperBound]))
  }

  @Test("Each stem goes from zero to its value, above its place, and the mark has all that marks have")
  func stems() {
    let drawing = Plot { Stems(x: [1, 2, 3], y: [2, -1, 4], label: "weights") }.x("node").y("weight")
      .drawing(measuring: ApproximateTextMeasurer())
    let stems = drawing.scene.elements.compactMap { element -> [Scene.Point]? in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75, lines[0].count == 2 { return lines[0] }
      return nil
    }.dropFirst()  // The first is the sample in the legend.
    let heights = stems.map { $0[0].y - $0[1].y }
    #expect(stems.count == 3 && stems.allSatisfy { $0[0].x == $0[1].x } && Set(stems.map { $0[0].y }).count == 1)
    #expect(abs(heights[0] / heights[2] - 0.5) < 1e-9 && abs(heights[1] / heights[2] + 0.25) < 1e-9)
    #expect(drawing.csv().map(\.name) == ["1-weights.csv"])
    #expect(drawing.alternativeText.contains("weights: 3 stems from 0."))
  }
}
