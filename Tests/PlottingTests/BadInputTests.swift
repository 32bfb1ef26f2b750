import Testing

@testable import Plotting

@Suite("Bad input")
struct BadInputTests {
  private let measurer = ApproximateTextMeasurer()

  private func draw(_ drawable: some Drawable) -> Drawing {
    let drawing = drawable.drawing(measuring: measurer)
    func isSound(_ points: [Scene.Point]) -> Bool { points.allSatisfy { $0.x.isFinite && $0.y.isFinite } }
    for element in drawing.scene.elements {
      switch element {
      case .lines(let lines, _): #expect(lines.allSatisfy(isSound))
      case .polygons(let polygons, _): #expect(polygons.allSatisfy(isSound))
      case .symbols(let symbols): #expect(isSound(symbols.centers))
      case .text(let text): #expect(text.width.isFinite && isSound([text.position]))
      case .raster(let raster): #expect(raster.pixels.count == raster.columns * raster.rows)
      case .rectangle: break
      }
    }
    return drawing
  }

  @Test("Empty data draw axes and say so")
  func empty() {
    let none = [Double]()
    for drawing in [
      draw(Plot {}), draw(Plot { Line(x: none, y: none, label: "none") }),
      draw(Plot { Points(x: none, y: none) }.y("y", .log)),
      draw(Plot { Heatmap(Grid(x: none, y: none) { x, _ in x }) }),
      draw(Plot { Band(x: none, lower: none, upper: none) }),
    ] {
      #expect(drawing.notes.contains("The plot has no data that its axes can show."))
      #expect(drawing.scene.texts.contains { $0.text.plain == "no data" })
    }
    #expect(draw(Figure(columns: 3) {}).notes.count == 1)
  }

  @Test("One point, and values that are all equal, have room around them")
  func single() {
    for value in [0, 1, -5, 1e-300, 1e300, 1e308] {
      let plot = Plot {
        Line(x: [value], y: [value])
        Points(x: [value, value], y: [value, value])
        Heatmap(Grid(x: [value], y: [value]) { _, _ in value })
      }
      #expect(draw(plot).notes.isEmpty)
      _ = draw(plot.x("x", .log).y("y", .log).color("z", .log))
    }
  }

  @Test("Values that are not finite are left out with a note")
  func notFinite() {
    let drawing = draw(Plot { Line(x: [1, 2, .nan, 4, 5], y: [1, .infinity, 2, 3, -Double.infinity]) })
    #expect(drawing.notes == ["3 values were not finite and are not drawn."])
    let nothing = draw(Plot { Points(x: [Double.nan, .infinity], y: [Double.nan, 1]) })
    #expect(nothing.notes.contains("2 values were not finite and are not drawn."))
  }

  @Test("Values that are not positive are left off a log axis with a note")
  func notPositive() {
    let plot = Plot { Points(x: [1, 2, 3, 4.0], y: [1, 0, -1, 2.0]) }.x("n").y("error", .log)
    #expect(draw(plot).notes == ["2 points with error ≤ 0 are not on this log axis."])
    let rule = Plot {
      Line(x: [1, 2.0], y: [1, 2.0])
      Rule(y: -1, label: "below")
    }
    .y("error", .log)
    #expect(draw(rule).notes == ["1 point with error ≤ 0 is not on this log axis."])
    let colored = Plot { Points([1.0, 2], x: { $0 }, y: { $0 }, color: { $0 - 1 }) }.color("η", .log)
    #expect(draw(colored).notes == ["1 value of η ≤ 0 is not on this log colour scale."])
  }

  @Test("Points outside a given range are counted")
  func outside() {
    let plot = Plot { Points(x: [0, 1, 2.0], y: [0, 1, 2.0]) }.x("x", in: 0...1)
    #expect(draw(plot).notes == ["1 point lies outside the axes."])
  }

  @Test("Columns of different lengths are cut to the shortest with a note")
  func lengths() {
    let drawing = draw(Plot { Line(x: [1.0, 2, 3], y: [1.0, 2]) })
    #expect(drawing.notes == ["x has 3 values and y has 2; the first 2 pairs are drawn."])
    #expect(drawing.tables[0].rowCount == 2)
  }

  @Test("A matrix that does not match its places is refused with the reason")
  func matrix() {
    #expect(throws: GridError.rowCount(given: 1, expected: 2)) { try Grid(x: [1], y: [1, 2], rows: [[1]]) }
    #expect(throws: GridError.columnCount(row: 1, given: 1, expected: 2)) {
      try Grid(x: [1, 2], y: [1, 2], rows: [[1, 2], [1]])
    }
    #expect(throws: GridError.notIncreasing(axis: "x")) { try Grid(x: [2, 1], y: [1], rows: [[1, 2]]) }
  }

  @Test("Ranges that cannot be used are replaced with a note")
  func ranges() {
    let line = Line(x: [1, 2.0], y: [1, 2.0])
    #expect(draw(Plot { line }.y("y", .log, in: -1...1)).notes.count == 1)
    #expect(draw(Plot { line }.y("y", in: 0...Double.infinity)).notes.count == 1)
    #expect(draw(Plot { line }.y("y", in: 1...1)).notes.allSatisfy { $0.contains("outside") })
  }

  @Test("The largest and the smallest numbers have a place")
  func extremes() {
    let values = [-1e308, -1e300, -1e-300, 0, 1e-300, 1e300, 1e308, .leastNonzeroMagnitude]
    for (x, y) in [(Scale.Kind.linear, Scale.Kind.linear), (.log, .log), (.linear, .log)] {
      let drawing = draw(
        Plot {
          Line(x: values, y: values)
          Points(x: values, y: values)
          Band(x: values, lower: values, upper: values.map { $0 / 2 })
          Heatmap(Grid(x: values, y: values) { x, y in x / 2 + y / 2 })
          Contour(Grid(x: values, y: values) { x, y in x / 2 + y / 2 })
          SlopeTriangle(slope: 1e300, at: (x: 1, y: 1))
          SlopeTriangle(slope: .nan, at: (x: 1, y: 1))
        }
        .x("x", x).y("y", y))
      #expect(!drawing.scene.elements.isEmpty)
    }
  }

  @Test("A figure of no size, and one that is far too large, is drawn in another with a note")
  func sizes() {
    for (width, height) in [(0, 0), (-5, 10), (Double.nan, 100), (.infinity, 1), (1, 1e9)] {
      let plot = Plot { Line(x: [1, 2.0], y: [1, 2.0], label: "line") }.size(width: width, height: height)
      let drawing = draw(plot)
      #expect(drawing.notes.count == 1)
      #expect(drawing.scene.size.width >= 160)
    }
  }

  @Test("Two hundred series and labels of 400 letters still give a figure")
  func crowds() {
    let crowd = draw(
      Plot { for index in 0..<200 { Line(x: [0, 1.0], y: [0, Double(index)], label: "series \(index)") } })
    #expect(crowd.notes == ["160 more series are not in the legend."])
    let long = String(repeating: "long label ", count: 40)
    let plot = Plot(long) {
      Line(x: [1, 2.0], y: [1, 2.0], label: long)
      Rule(x: 1.5, label: long)
      Rule(y: 1.5, label: "שלום 你好")
    }
    .x(long).y(long)
    #expect(draw(plot).notes.count == 1)
  }
}
