import Testing

@testable import Plotting

@Suite("Contours")
struct ContourTests {
  private func places(_ range: ClosedRange<Double>, _ count: Int) -> [Double] {
    (0..<count).map { range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(count - 1) }
  }

  private func lines(_ grid: Grid, at level: Double) -> [[Scene.Point]] {
    contourLines(of: grid, at: level, columns: grid.x.map { $0 }, rows: grid.y.map { $0 })
  }

  @Test("of a linear function are straight lines from edge to edge")
  func linear() throws {
    let grid = Grid(x: places(0...1, 17), y: places(0...1, 11)) { x, y in 2 * x + 3 * y }
    let lines = lines(grid, at: 1.7)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    for point in line { #expect(abs(2 * point.x + 3 * point.y - 1.7) < 1e-12) }
    let (first, last) = try (#require(line.first), #require(line.last))
    #expect(abs(first.x - last.x) > 0.8)
  }

  @Test("of x² + y² are one closed circle")
  func circle() throws {
    let grid = Grid(x: places(-1...1, 101), y: places(-1...1, 101)) { x, y in x * x + y * y }
    let lines = lines(grid, at: 0.5)
    #expect(lines.count == 1)
    let line = try #require(lines.first)
    #expect(line.first == line.last)
    for point in line {
      #expect(abs((point.x * point.x + point.y * point.y).squareRoot() - 0.5.squareRoot()) < 2e-4)
    }
  }

  @Test("leave out what is not finite, and have no lines where there is no crossing")
  func holes() {
    let grid = Grid(x: places(-1...1, 9), y: places(-1...1, 9)) { x, y in x == 0 ? .nan : x + y }
    #expect(lines(grid, at: 0).joined().allSatisfy { $0.x.isFinite && $0.y.isFinite })
    #expect(lines(grid, at: 10).isEmpty)
    #expect(lines(Grid(x: [1.0], y: [1.0, 2.0]) { _, y in y }, at: 1.5).isEmpty)
  }
}
