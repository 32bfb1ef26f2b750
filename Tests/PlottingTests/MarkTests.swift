import Testing

@testable import Plotting

private struct Epoch {
  var number: Int
  var lower: Double
  var median: Float
  var upper: Double?
  var kind: String
}

@Suite("Marks")
struct MarkTests {
  private let measurer = ApproximateTextMeasurer()
  private let epochs = (1...5).map {
    Epoch(
      number: $0, lower: 1 / Double($0), median: 2 / Float($0), upper: $0 == 3 ? nil : 3 / Double($0),
      kind: $0 % 2 == 0 ? "even" : "odd")
  }

  @Test("A band takes the series of the line that follows, and each label has one series in a whole figure")
  func series() {
    let first = Plot {
      Band(epochs, x: \.number, lower: \.lower, upper: \.upper, label: "range")
      Line(epochs, x: \.number, y: \.median, label: "median")
      Points(epochs, x: \.number, y: \.lower, label: "points")
      Rule(y: 1)
      Line(epochs, x: \.number, y: \.median).series(4)
    }
    let second = Plot {
      Line(epochs, x: \.number, y: \.median)
      Points(epochs, x: \.number, y: \.lower, label: "points")
      Line(epochs, x: \.number, y: \.lower, label: "points")
      Line(epochs, x: \.number, y: \.median, label: "new")
    }
    let assignment = SeriesAssignment([first, second])
    #expect(assignment.styles[0].map(\.slot) == [0, 0, 1, 0, 4])
    #expect(assignment.styles[1].map(\.slot) == [0, 1, 1, 2])
  }

  @Test("Categories have a look each, after the series, and a line in the legend")
  func categories() {
    let plot = Plot {
      Points(epochs, x: \.number, y: \.lower, category: \.kind)
      Line(epochs, x: \.number, y: \.lower, label: "line")
    }
    let assignment = SeriesAssignment([plot])
    #expect(assignment.categories["odd"]?.slot == 1)
    #expect(assignment.categories["even"]?.slot == 2)
    let legend = Legend([plot], assignment, measurer: measurer)
    #expect(legend.items.map(\.label) == ["odd", "even", "line"])
  }

  @Test("A legend appears only where there are labels")
  func legend() {
    let bare = Plot { Line(epochs, x: \.number, y: \.median) }
    #expect(Legend([bare], SeriesAssignment([bare]), measurer: measurer).items.isEmpty)
    let both = Plot {
      Line(epochs, x: \.number, y: \.median, label: "loss")
      Points(epochs, x: \.number, y: \.median, label: "loss")
    }
    let items = Legend([both], SeriesAssignment([both]), measurer: measurer).items
    #expect(items.map(\.label) == ["loss"])
    #expect(items.first?.samples.count == 2)
  }

  @Test("A dashed line is dashed in the legend too")
  func dashedLegend() throws {
    let plot = Plot { Line(epochs, x: \.number, y: \.median, label: "bound").dashed() }
    let strokes = plot.drawing(measuring: measurer).scene.elements.compactMap { element -> [Double]? in
      if case .lines(_, let stroke) = element, stroke.width == 1.75 { stroke.dash } else { nil }
    }
    #expect(strokes.count == 2 && strokes[0] == strokes[1] && !strokes[0].isEmpty)
  }

  @Test("Tables carry every value under the names of the axes")
  func tables() throws {
    let drawing = Plot {
      Band(epochs, x: \.number, lower: \.lower, upper: \.upper, label: "range")
      Points(epochs, x: \.number, y: \.lower, color: \.median, symbol: \.kind)
      SlopeTriangle(slope: 1, at: (x: 1, y: 1))
    }
    .x("epoch").y("loss").color("median").drawing(measuring: measurer)
    #expect(drawing.tables.map(\.title) == ["range", nil])
    #expect(drawing.tables[0].columns.map(\.name) == ["epoch", "loss, lower", "loss, upper"])
    #expect(drawing.tables[1].columns.map(\.name) == ["epoch", "loss", "median", "symbol"])
    #expect(drawing.tables[1].columns[0].values == .numbers([1, 2, 3, 4, 5]))
    #expect(drawing.tables[1].columns[3].values == .texts(["odd", "even", "odd", "even", "odd"]))
  }

  @Test("The alternative text names axes, ranges, ends and direction")
  func words() {
    let text = Plot("Loss falls") { Line(epochs, x: \.number, y: \.lower, label: "run 1") }
      .x("epoch").y("loss", .log).drawing(measuring: measurer).alternativeText
    for part in ["Loss falls.", "Line plot of loss (log axis", "against epoch (1 to 5)", "run 1 (5 points) falls"] {
      #expect(text.contains(part), "\(text)")
    }
    #expect(text.contains("loss is 1 at epoch = 1 and 0.2 at epoch = 5"))
  }

  @Test("Numbers in words have three digits")
  func numbers() {
    let pairs: [(Double, String)] = [
      (0, "0"), (1, "1"), (-0.5, "−0.5"), (123_456, "123,000"), (0.000123456, "0.000123"), (9.999, "10"),
      (1e300, "1×10^300"), (-2.5e-300, "−2.5×10^−300"), (.infinity, "infinity"), (.nan, "not a number"),
    ]
    for (value, text) in pairs { #expect(Words.number(value) == text) }
  }

  @Test("A grid's function may throw, and the grid throws its error")
  func throwingGrid() {
    struct Refused: Error {}
    #expect(throws: Refused.self) {
      try Grid(x: [1, 2], y: [1, 2]) { x, _ throws(Refused) in
        if x > 1 { throw Refused() }
        return x
      }
    }
    let grid = Grid(x: [2, 1], y: [4, 3]) { x, y in 10 * x + y }
    #expect(grid.x == [1, 2])
    #expect(grid.values == [13, 23, 14, 24])
  }

  @Test("A heatmap has a pixel for every cell where cells are even, and fills the panel")
  func heatmap() throws {
    let grid = Grid(x: [1.0, 10, 100], y: [1.0, 2]) { x, y in x * y }
    let scene = Plot { Heatmap(grid) }.x("x", .log).drawing(measuring: measurer).scene
    let raster = try #require(
      scene.elements.compactMap { if case .raster(let raster) = $0 { raster } else { nil } }.first)
    #expect(raster.columns == 3 && raster.rows == 2)
    let uneven = Plot { Heatmap(grid) }.drawing(measuring: measurer).scene
    let fine = try #require(
      uneven.elements.compactMap { if case .raster(let raster) = $0 { raster } else { nil } }.first)
    #expect(fine.columns > 500 && fine.rows == 2)
  }

  @Test("A slope triangle on two log axes has the slope of its power law")
  func slope() throws {
    let plot = Plot {
      Line(x: [1.0, 1000], y: [1.0, 0.001], label: "1/n")
      SlopeTriangle(slope: -1, at: (x: 10, y: 0.1))
    }
    .x("n", .log).y("error", .log)
    let lines = plot.drawing(measuring: measurer).scene.elements.compactMap { element -> [Scene.Point]? in
      if case .lines(let lines, let stroke) = element, stroke.width == 1.75 || stroke.width == 1.25 { return lines[0] }
      return nil
    }
    let slopes = lines.filter { $0.count == 2 || $0.count == 4 }.map { ($0[1].y - $0[0].y) / ($0[1].x - $0[0].x) }
    let (line, triangle) = try (#require(slopes.last { $0 > 0 }), #require(slopes.first { $0 > 0 }))
    #expect(abs(line - triangle) < 1e-9)
  }
}
