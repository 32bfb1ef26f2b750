import Testing

@testable import Plotting

@Suite("Labels at line ends")
struct DirectLabelsTests {
  private let measurer = ApproximateTextMeasurer()

  private func lines(_ ends: [Double], names: (Int) -> String = { "line \($0)" }) -> [any Mark] {
    ends.enumerated().map { Line(x: [0, 1], y: [0, $1], label: names($0)) }
  }

  /// The panel, told from the axes: two edges in one line.
  private func panel(_ scene: Scene) throws -> Scene.Rectangle {
    let axes = try #require(
      scene.elements.compactMap { element -> [Scene.Point]? in
        if case .lines(let lines, let stroke) = element, stroke.paint.color == .muted { return lines[0] }
        return nil
      }.first)
    return Scene.Rectangle(
      x: axes[0].x, y: axes[0].y, width: axes[2].x - axes[0].x, height: axes[2].y - axes[0].y)
  }

  private func label(_ name: String, in scene: Scene) throws -> Scene.Text {
    try #require(scene.texts.first { $0.text.plain == name }, "no “\(name)”")
  }

  @Test("Each label stands right of the panel beside the end of its line in its colour, and the legend is gone")
  func places() throws {
    let plot = Plot { lines([1, 2, 4]) }
    let scene = plot.labels(.direct).drawing(measuring: measurer).scene
    let frame = try panel(scene)
    for (index, end) in [1.0, 2, 4].enumerated() {
      let text = try label("line \(index)", in: scene)
      #expect(text.paint.color == .label(index))
      #expect(text.box.minX > frame.maxX && text.box.maxX <= scene.size.width)
      let line = scene.elements.compactMap { element -> Scene.Point? in
        if case .lines(let lines, let stroke) = element, stroke.width == 1.75, stroke.paint.color == .series(index) {
          return lines.last?.last
        }
        return nil
      }
      let point = try #require(line.last)
      #expect(abs(text.box.midY - point.y) < 1, "\(end)")
    }
    #expect(scene.texts.filter { $0.text.plain.hasPrefix("line") }.count == 3)
    #expect(try panel(plot.drawing(measuring: measurer).scene).width > frame.width)
  }

  @Test("Labels of lines that end together keep apart, in the order of the ends, each tied to its line")
  func together() throws {
    let ends = [1, 1.01, 1.02, 1.03, 1]
    let scene = Plot { lines(ends) }.labels(.direct).drawing(measuring: measurer).scene
    let boxes = try ends.indices.map { try label("line \($0)", in: scene).box }
    for (index, box) in boxes.enumerated() {
      for other in boxes[..<index] { #expect(!box.intersects(other)) }
    }
    #expect(boxes[3].minY < boxes[2].minY && boxes[2].minY < boxes[1].minY && boxes[1].minY < boxes[0].minY)
    let ties = scene.elements.filter { if case .lines(_, let stroke) = $0 { stroke.width == 0.75 } else { false } }
    #expect(ties.count >= 3)
  }

  @Test("Where there is no room the legend has the labels, and a note says so")
  func noRoom() {
    let crowd = Plot { lines((0..<40).map(Double.init)) }
    let long = Plot { lines([1, 2]) { "a label that is much too long to stand beside a panel, number \($0)" } }
    for plot in [crowd, long] {
      let drawing = plot.labels(.direct).drawing(measuring: measurer)
      #expect(drawing.notes.contains { $0.hasPrefix("There is no room for the labels") }, "\(drawing.notes)")
      #expect(drawing.scene == plot.drawing(measuring: measurer).scene)
      #expect(plot.labels(.automatic).drawing(measuring: measurer).notes == plot.drawing(measuring: measurer).notes)
    }
  }

  @Test("The legend keeps what has no end, and marks that share a line's label and look need no line there")
  func mixed() {
    let plot = Plot {
      Band(x: [0, 1], lower: [0, 0], upper: [1, 1], label: "range")
      Line(x: [0, 1], y: [0, 1], label: "median")
      Points(x: [0, 1], y: [0, 1], label: "median")
      Points(x: [0.5], y: [0.2], label: "outlier")
    }
    .labels(.direct)
    let texts = plot.drawing(measuring: measurer).scene.texts.map(\.text.plain)
    for name in ["range", "median", "outlier"] { #expect(texts.filter { $0 == name }.count == 1, "\(name)") }
  }

  @Test("A line that does not reach into the panel has a note instead of a label")
  func outside() {
    let drawing = Plot { lines([1, 2]) }.y("y", in: 5...6).labels(.direct).drawing(measuring: measurer)
    #expect(drawing.notes.filter { $0.contains("has no end inside the axes") }.count == 2)
  }

  @Test("Panels of a figure stay aligned, and the colour bar stands beyond the labels")
  func figures() throws {
    let grid = Grid(x: [0.0, 1], y: [0.0, 1]) { x, y in x + y }
    let figure = Figure(columns: 1, sharing: .x) {
      Plot("upper") { lines([1, 2]) { "a rather long name \($0)" } }
      Plot("lower") {
        Heatmap(grid)
        Line(x: [0, 1], y: [0, 0.5], label: "path")
      }
    }
    .labels(.direct)
    let scene = figure.drawing(measuring: measurer).scene
    let bars = scene.elements.compactMap { element -> Scene.Raster? in
      if case .raster(let raster) = element, raster.columns == 1 { return raster }
      return nil
    }
    #expect(bars.count == 1)
    #expect(try bars[0].frame.minX > label("path", in: scene).box.maxX)
    let axes = scene.elements.compactMap { element -> [Double]? in
      if case .lines(let lines, let stroke) = element, stroke.paint.color == .muted, stroke.width == 1,
        lines[0].count == 3
      {
        return [lines[0][0].x, lines[0][2].x]
      }
      return nil
    }
    #expect(axes.count == 2 && axes[0] == axes[1])
  }
}
