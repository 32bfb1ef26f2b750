import Testing

@testable import Plotting

@Suite("Heatmap pixels")
struct HeatmapPixelTests {
  private func raster(_ plot: Plot) throws -> (raster: Scene.Raster, notes: [String]) {
    let drawing = plot.drawing(measuring: ApproximateTextMeasurer())
    let rasters = drawing.scene.elements.compactMap { if case .raster(let raster) = $0 { raster } else { nil } }
    return (try #require(rasters.first), drawing.notes)
  }

  @Test("More cells than pixels become means, and a note says so")
  func means() throws {
    let count = 1600
    // Neighbours of 0 and 1, whose mean is a half everywhere.
    let columns = (0..<count).map(Double.init)
    let plot = Plot { Heatmap(Grid(x: columns, y: [0.0, 1]) { x, _ in Int(x) % 2 == 0 ? 0 : 1 }) }
      .size(width: 500, height: 300)
    let (raster, notes) = try raster(plot)
    #expect(raster.columns < 1000 && raster.rows == 2)
    #expect(
      notes == ["A heatmap of 1600 × 2 cells is drawn with \(raster.columns) × 2 pixels, each the mean of its cells."])
    // Two cells of a pixel have the mean 1/2, three have 1/3 or 2/3; colours have 256 steps.
    let expected = [1.0 / 3, 0.5, 2.0 / 3].map { ColorMap.viridis.color(at: ($0 * 255).rounded() / 255).pixel }
    #expect(Set(raster.pixels).isSubset(of: expected))
    #expect(raster.pixels.filter { $0 == expected[1] }.count > raster.pixels.count / 2)
  }

  @Test("A cell without a number counts for nothing, and a pixel of no other is clear")
  func missing() throws {
    let columns = (0..<3000).map(Double.init)
    let plot = Plot {
      Heatmap(Grid(x: columns, y: [0.0, 1]) { x, y in y == 0 || x < 1500 ? .nan : Int(x) % 3 == 0 ? .nan : 1 })
    }
    .color(in: 0...1)
    let (raster, _) = try raster(plot)
    let top = raster.pixels.prefix(raster.columns)
    #expect(top.prefix(raster.columns / 2 - 2).allSatisfy { $0 == 0 })
    let yellow = ColorMap.viridis.color(at: 1).pixel
    #expect(top.suffix(raster.columns / 2 - 2).allSatisfy { $0 == yellow })
    #expect(raster.pixels.suffix(raster.columns).allSatisfy { $0 == 0 })
  }

  @Test("Cells that fit keep a pixel each, and their colors")
  func exact() throws {
    let places = (0..<20).map(Double.init)
    let (raster, notes) = try raster(Plot { Heatmap(Grid(x: places, y: places) { x, y in x + 20 * y }) })
    #expect(raster.columns == 20 && raster.rows == 20 && notes.isEmpty)
    #expect(raster.pixels.first == ColorMap.viridis.color(at: (380 / 399 * 255).rounded() / 255).pixel)
    #expect(raster.pixels.last == ColorMap.viridis.color(at: (19.0 / 399 * 255).rounded() / 255).pixel)
  }
}
