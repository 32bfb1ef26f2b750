import Testing

@testable import Plotting

@Suite("Filled contours")
struct ContourAreaTests {
  private func areas(_ grid: Grid, _ level: Double) -> [[Scene.Point]] {
    contourAreas(of: grid, atLeast: level, columns: grid.x.map { $0 }, rows: grid.y.map { $0 })
  }

  /// Signed: positive for outer rings.
  private func area(_ rings: [[Scene.Point]]) -> Double {
    rings.reduce(0) { sum, ring in
      sum
        + ring.indices.reduce(0) { partial, index in
          let (a, b) = (ring[index], ring[(index + 1) % ring.count])
          return partial + (a.x * b.y - b.x * a.y) / 2
        }
    }
  }

  private func random(_ width: Int, _ height: Int, seed: UInt64) -> Grid {
    var generator = SplitMix64(seed: seed)
    let values = (0..<(width * height)).map { _ in generator.number(-1...1) }
    return Grid(x: (0..<width).map { Double($0) }, y: (0..<height).map { Double($0) }) { x, y in
      values[Int(y) * width + Int(x)]
    }
  }

  @Test("Below the least value the area is the whole rectangle, in four corners")
  func whole() {
    let rings = areas(random(7, 5, seed: 1), -2)
    #expect(rings.count == 1 && rings[0].count == 4)
    #expect(area(rings) == 24)
    #expect(areas(random(7, 5, seed: 1), 2).isEmpty)
  }

  @Test("The area of a linear function ends at its level")
  func linear() {
    let grid = Grid(x: [0, 0.3, 1], y: [0, 0.5, 1]) { x, y in x + 0 * y }
    #expect(abs(area(areas(grid, 0.4)) - 0.6) < 1e-12)
    let circle = Grid(x: (0...100).map { Double($0) / 50 - 1 }, y: (0...100).map { Double($0) / 50 - 1 }) { x, y in
      -(x * x + y * y)
    }
    #expect(abs(area(areas(circle, -0.25)) - 0.25 * Double.pi) < 2e-3)
    #expect(areas(circle, -0.25).count == 1)
  }

  @Test("What is above a level and what is below fill the rectangle, at saddle points too")
  func complement() {
    for seed in UInt64(0)..<200 {
      let grid = random(9, 8, seed: seed)
      let negated = grid.mapped { -$0 }
      for level in [-0.5, -0.1, 0.2, 0.7] {
        #expect(abs(area(areas(grid, level)) + area(areas(negated, -level)) - 56) < 1e-9)
      }
    }
  }

  @Test("Areas of higher levels lie inside those of lower ones, and rings have every edge once")
  func nested() {
    for seed in UInt64(0)..<100 {
      let grid = random(10, 10, seed: seed)
      let sizes = [-0.8, -0.4, 0, 0.4, 0.8].map { area(areas(grid, $0)) }
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 > $1 })
      struct Edge: Hashable {
        var from: Scene.Point
        var to: Scene.Point
      }
      for level in [-0.4, 0.4] {
        let edges = areas(grid, level).flatMap { ring in
          ring.indices.map { Edge(from: ring[$0], to: ring[($0 + 1) % ring.count]) }
        }
        #expect(Set(edges).count == edges.count)
        #expect(edges.allSatisfy { !edges.contains(Edge(from: $0.to, to: $0.from)) })
      }
    }
  }

  @Test("The edge of an area runs along the contour lines of its level")
  func alongLines() {
    for seed in UInt64(0)..<50 {
      let grid = random(8, 8, seed: seed)
      let lines = contourLines(of: grid, at: 0.1, columns: grid.x.map { $0 }, rows: grid.y.map { $0 })
      let onLines = Set(lines.joined())
      let ring = Set(areas(grid, 0.1).joined())
      #expect(onLines.isSubset(of: ring))
      let corners = ring.subtracting(onLines)
      #expect(corners.allSatisfy { $0.x == 0 || $0.x == 7 || $0.y == 0 || $0.y == 7 })
    }
  }

  @Test("In a saddle the mean decides whether the high corners are joined")
  func saddle() throws {
    let joined = try Grid(x: [0, 1], y: [0, 1], rows: [[1, 0.2], [0.2, 1]])
    #expect(areas(joined, 0.5).count == 1)
    let apart = try Grid(x: [0, 1], y: [0, 1], rows: [[0.8, 0], [0, 0.8]])
    #expect(areas(apart, 0.5).count == 2)
  }

  @Test("A place without a value leaves the four cells around it open")
  func hole() {
    let grid = Grid(x: [0, 1, 2, 3, 4], y: [0, 1, 2, 3, 4]) { x, y in x == 2 && y == 2 ? .nan : 1 }
    let rings = areas(grid, 0)
    #expect(area(rings) == 12 && rings.count == 2)
  }

  @Test("On a logarithmic scale zero lies in the lowest band, and no hole and no note tells of it")
  func zero() {
    func drawing(_ middle: Double) -> Drawing {
      let grid = Grid(x: [-1, 0, 1.0], y: [-1, 0, 1.0]) { x, y in x == 0 && y == 0 ? middle : 1 + x * x + y * y }
      return Plot { FilledContour(grid, at: [1.5, 2]) }.color("loss", .log, in: 1...3)
        .drawing(measuring: ApproximateTextMeasurer())
    }
    func areas(_ drawing: Drawing) -> [[[Scene.Point]]] {
      drawing.scene.elements.compactMap { if case .polygons(let rings, _) = $0 { rings } else { nil } }
    }
    #expect(drawing(0).notes.isEmpty)
    #expect(areas(drawing(0)).first == areas(drawing(1)).first)
    #expect(areas(drawing(-1)).first != areas(drawing(1)).first)
    #expect(drawing(-1).notes.count == 1)
  }

  @Test("Bands fill the panel without a gap, in the colors of the color bar")
  func bands() throws {
    let grid = Grid(x: (0...20).map { Double($0) }, y: (0...20).map { Double($0) }) { x, y in x + y }
    let scene = Plot { FilledContour(grid, at: [10, 20, 30]) }.drawing(measuring: ApproximateTextMeasurer()).scene
    var colors: [Scene.Color] = []
    for case .polygons(_, let paint) in scene.elements { colors.append(paint.color) }
    #expect(colors.count == 4 && Set(colors).count == 4)
    let bar = try #require(
      scene.elements.compactMap { element -> Scene.Raster? in
        if case .raster(let raster) = element, raster.columns == 1 { raster } else { nil }
      }.first)
    #expect(Set(bar.pixels).count == 4)
    for case .fixed(let rgb) in colors {
      let pixel = UInt32(rgb.red) << 24 | UInt32(rgb.green) << 16 | UInt32(rgb.blue) << 8 | 255
      #expect(bar.pixels.contains(pixel))
    }
  }
}
