import Testing

@testable import Plotting

@Suite("Thinning")
struct ThinningTests {
  /// First, least, greatest and last y of every run of points in one column of half a point.
  private func columns(_ line: [Scene.Point]) -> [[Double]] {
    var runs: [(column: Double, ys: [Double])] = []
    for point in line {
      let column = (point.x * 2).rounded(.down)
      if runs.last?.column == column {
        runs[runs.count - 1].ys.append(point.y)
      } else {
        runs.append((column, [point.y]))
      }
    }
    return runs.map { [$0.column, $0.ys[0], $0.ys.min() ?? 0, $0.ys.max() ?? 0, $0.ys[$0.ys.count - 1]] }
  }

  @Test("Every column keeps its first, lowest, highest and last point, and at most these")
  func columns() {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<50 {
      var (x, pieces): (Double, [[Scene.Point]]) = (0, [[]])
      var thinning = LineThinning(isNeeded: true)
      for _ in 0..<400 {
        // Now and then a gap, a jump, or a step back.
        if generator.chance(0.01) {
          thinning.endPiece()
          pieces.append([])
        }
        x += generator.chance(0.02) ? generator.number(-5...5) : generator.number(0...0.1)
        let point = Scene.Point(x: x, y: generator.number(0...100).rounded())
        thinning.append(point)
        pieces[pieces.count - 1].append(point)
      }
      thinning.endPiece()
      pieces.removeAll(where: \.isEmpty)
      #expect(thinning.pieces.count == pieces.count)
      for (thinned, whole) in zip(thinning.pieces, pieces) {
        #expect(columns(thinned) == columns(whole))
        #expect(thinned.first == whole.first && thinned.last == whole.last)
        #expect(thinned.count <= 4 * columns(whole).count)
        // In their order: each is found behind the one before.
        var rest = whole[...]
        for point in thinned {
          guard let index = rest.firstIndex(of: point) else {
            Issue.record("\(point) is not in its place")
            return
          }
          rest = rest[(index + 1)...]
        }
      }
    }
  }

  @Test("A line of a hundred thousand points on log axes, with gaps, stays small and says what is not drawn")
  func long() {
    let count = 100_000
    let x = (1...count).map { Double($0) }
    let y = x.map { value in Int(value) % 25_000 == 0 ? .nan : Int(value) == 77 ? -1 : 1 / value }
    let drawing = Plot { Line(x: x, y: y) }.x("n", .log).y("error", .log)
      .drawing(measuring: ApproximateTextMeasurer())
    let lines = drawing.scene.elements.flatMap { element -> [[Scene.Point]] in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75 { lines } else { [] }
    }
    // A gap at 77 and at the multiples of 25,000, the last of which ends the line.
    #expect(lines.count == 5)
    #expect(lines.map(\.count).reduce(0, +) < 5000)
    #expect(drawing.notes.count == 2)
  }

  @Test("A line of few points keeps them all")
  func short() {
    var thinning = LineThinning(isNeeded: false)
    for index in 0..<100 { thinning.append(Scene.Point(x: Double(index) / 1000, y: 0)) }
    thinning.endPiece()
    #expect(thinning.pieces.map(\.count) == [100])
  }
}
