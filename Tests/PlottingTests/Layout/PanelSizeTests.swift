import Testing

@testable import Plotting

@Suite("Panels of different sizes")
struct PanelSizeTests {
  private let measurer = ApproximateTextMeasurer()

  /// The panels of a figure, told from their axes.
  private func panels(_ scene: Scene) -> [Scene.Rectangle] {
    scene.elements.compactMap { element in
      guard case .lines(let lines, let stroke) = element, stroke.paint.color == .muted, stroke.width == 1,
        lines[0].count == 3
      else { return nil }
      let (corner, end) = (lines[0][0], lines[0][2])
      return Scene.Rectangle(x: corner.x, y: corner.y, width: end.x - corner.x, height: end.y - corner.y)
    }
  }

  private func figure(
    _ count: Int, columns: Int, widths: [Double] = [], heights: [Double] = [], sharing: Figure.Sharing = []
  ) -> Figure {
    Figure(columns: columns, widths: widths, heights: heights, sharing: sharing) {
      for index in 0..<count {
        Plot { Line(x: [0, 1], y: [0, power(10, Double(index))]) }.y("height \(index)")
      }
    }
  }

  @Test("Twin panels over one horizontal axis have their heights in the given ratio and their edges in line")
  func twins() {
    for size in [nil, Scene.Size(width: 600, height: 700)] {
      var twins = figure(2, columns: 1, heights: [3, 1], sharing: .x).x("epoch")
      if let size { twins = twins.size(width: size.width, height: size.height) }
      let scene = twins.drawing(measuring: measurer).scene
      let panels = panels(scene)
      #expect(panels.count == 2)
      #expect(abs(panels[0].height / panels[1].height - 3) < 0.05)
      #expect(panels[0].minX == panels[1].minX && panels[0].width == panels[1].width)
      #expect(panels[0].maxY < panels[1].minY)
      #expect(scene.texts.filter { $0.text.plain == "epoch" }.count == 1)
      if let size { #expect(scene.size == size) }
    }
  }

  @Test("Rows and columns share lengths in the given ratios, and panels of a row or column are in line")
  func ratios() {
    let panels = panels(
      figure(6, columns: 3, widths: [1, 2, 1.5], heights: [1, 2]).size(width: 900, height: 700)
        .drawing(measuring: measurer).scene)
    #expect(panels.count == 6)
    for (index, panel) in panels.enumerated() {
      let (row, column) = (index / 3, index % 3)
      #expect(abs(panel.width / panels[0].width - [1, 2, 1.5][column]) < 0.03)
      #expect(abs(panel.height / panels[0].height - [1, 2][row]) < 0.03)
      #expect(panel.minX == panels[column].minX && panel.minY == panels[3 * row].minY)
    }
  }

  @Test("Sizes that are missing count as 1, and those that make no sense too, with a note")
  func unusable() {
    let plain = figure(4, columns: 2).drawing(measuring: measurer)
    #expect(figure(4, columns: 2, widths: [1], heights: [1, 1, 7]).drawing(measuring: measurer).notes.isEmpty)
    for bad in [0, -1, .nan, .infinity, 1e-300, 1e300] {
      let drawing = figure(4, columns: 2, widths: [bad], heights: [1, bad]).drawing(measuring: measurer)
      #expect(drawing.scene == plain.scene)
      #expect(drawing.notes == ["Relative widths and heights are between 0.05 and 20; others count as 1."])
    }
  }

  @Test("A figure that is too narrow for its panels is as wide as they need, and a note says so")
  func narrow() {
    for (width, height) in [(0.0, 0.0), (160, 120), (200, 1000)] {
      let drawing = figure(8, columns: 4, widths: [0.1, 5], heights: [4, 0.2]).size(width: width, height: height)
        .drawing(measuring: measurer)
      #expect(drawing.notes.contains { $0.hasPrefix("The figure is wider than it was asked to be") })
      for panel in panels(drawing.scene) {
        #expect(panel.width >= 59 && panel.height >= 49)
        #expect(panel.minX >= 0 && panel.maxX <= drawing.scene.size.width)
        #expect(panel.minY >= 0 && panel.maxY <= drawing.scene.size.height)
      }
    }
  }
}
