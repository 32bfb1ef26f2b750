import Testing

@testable import Plotting

private struct Run {
  var optimizer: String
  var split: String
  var step: Int
  var loss: Double
  var error: Double
}

@Suite("Marks of distributions, bars, steps, arrows and notes")
struct NewMarkTests {
  private let measurer = ApproximateTextMeasurer()
  private let runs = [
    Run(optimizer: "SGD", split: "train", step: 1, loss: 2, error: 1),
    Run(optimizer: "SGD", split: "test", step: 2, loss: 3, error: 0.5),
    Run(optimizer: "Adam", split: "train", step: 3, loss: 1, error: 0.25),
    Run(optimizer: "Adam", split: "test", step: 4, loss: 4, error: 2),
  ]

  private func drawing(_ plot: Plot) -> Drawing { plot.drawing(measuring: measurer) }

  /// The lines of a width, but for those of the legend.
  private func lines(_ plot: Plot, width: Double) -> [[Scene.Point]] {
    drawing(plot).scene.elements.flatMap { element -> [[Scene.Point]] in
      if case .lines(let lines, let stroke) = element, stroke.width == width { lines } else { [] }
    }
  }

  private func boxes(_ plot: Plot) -> [Scene.Rectangle] {
    drawing(plot).scene.elements.compactMap { element -> Scene.Rectangle? in
      guard case .polygons(let polygons, _) = element, let corners = polygons.first, polygons.count == 1,
        let left = corners.map(\.x).min(), let right = corners.map(\.x).max(), let top = corners.map(\.y).min(),
        let bottom = corners.map(\.y).max()
      else { return nil }
      return Scene.Rectangle(x: left, y: top, width: right - left, height: bottom - top)
    }
  }

  @Test("An error bar goes from end to end with a cap on each")
  func errorBars() throws {
    let plot = Plot { ErrorBars(runs, x: \.step, y: \.loss, error: \.error) }
    let bars = lines(plot, width: 1.5)
    #expect(bars.filter { $0[0].x == $0[1].x }.count == 4)
    #expect(bars.filter { $0[0].y == $0[1].y }.count == 8)
    let lengths = bars.filter { $0[0].x == $0[1].x }.map { abs($0[0].y - $0[1].y) }
    #expect(abs(lengths[0] / lengths[1] - 2) < 1e-9 && abs(lengths[3] / lengths[2] - 8) < 1e-9)
    let given = Plot { ErrorBars(x: [1, 2], y: [2, 3], lower: [1, 2.5], upper: [3, 3.5]) }
    let symmetric = Plot { ErrorBars(x: [1, 2], y: [2, 3], error: [1, 0.5]) }
    #expect(lines(given, width: 1.5) == lines(symmetric, width: 1.5))
  }

  @Test("A lying error bar is of x, and one that reaches zero on a log axis has a cap on one side and a note")
  func errorBarKinds() {
    let lying = lines(Plot { ErrorBars(runs, x: \.loss, y: \.step, error: \.error).horizontal() }, width: 1.5)
    #expect(lying.filter { $0[0].y == $0[1].y }.count == 4)
    let log = Plot { ErrorBars(x: [1, 2], y: [1, 2], error: [0.5, 3]) }.y("y", .log)
    #expect(drawing(log).notes == ["1 error bar reaches down to 0 or below, beyond this log axis."])
    #expect(lines(log, width: 1.5).count == 5)
  }

  @Test("Bars stand on zero, and their lengths are their values")
  func bars() {
    let boxes = boxes(Plot { Bars(x: ["a", "b", "c"], y: [1, 3, -2]) })
    #expect(boxes.count == 3)
    #expect(abs(boxes[1].height / boxes[0].height - 3) < 1e-9 && abs(boxes[2].height / boxes[0].height - 2) < 1e-9)
    #expect(abs(boxes[0].maxY - boxes[1].maxY) < 1e-9 && abs(boxes[2].minY - boxes[0].maxY) < 1e-9)
    #expect(Set(boxes.map { ($0.width * 1e6).rounded() }).count == 1)
  }

  @Test("Grouped bars stand side by side and stacked ones on each other")
  func groups() {
    let grouped = boxes(Plot { Bars(runs, x: \.optimizer, y: \.loss, category: \.split) }).suffix(4)
    for (index, box) in grouped.enumerated() {
      for other in grouped.dropFirst(index + 1) { #expect(!box.expanded(by: -0.01).intersects(other)) }
    }
    #expect(Set(grouped.map { ($0.maxY * 1e6).rounded() }).count == 1)
    let stacked = Array(boxes(Plot { Bars(runs, x: \.optimizer, y: \.loss, category: \.split).stacked() }).suffix(4))
    #expect(abs(stacked[1].maxY - stacked[0].minY) < 1e-9 && stacked[0].minX == stacked[1].minX)
    #expect(abs((stacked[0].height + stacked[1].height) / (stacked[2].height + stacked[3].height) - 1) < 1e-9)
  }

  @Test("Bars with names along y lie, the first name on top; with numbers, if told to")
  func lying() throws {
    let boxes = boxes(Plot { Bars(x: [1, 3], y: ["first", "second"]) })
    #expect(abs(boxes[1].width / boxes[0].width - 3) < 1e-9)
    #expect(boxes[0].maxY < boxes[1].minY)
    let numbers = self.boxes(Plot { Bars(x: [1, 3], y: [10, 20]).horizontal() })
    #expect(abs(numbers[1].width / numbers[0].width - 3) < 1e-9)
  }

  @Test("Bars that are not positive are left off a log axis with a note, and others begin at its end")
  func logBars() {
    let plot = Plot { Bars(x: ["a", "b", "c", "d"], y: [10, 0, -1, 100]) }.y("n", .log)
    #expect(drawing(plot).notes == ["2 points with n ≤ 0 are not on this log axis."])
    let boxes = boxes(plot)
    #expect(boxes.count == 2 && boxes[0].maxY == boxes[1].maxY && boxes[0].height > 1)
  }

  @Test("Bars on one place are noted")
  func hidden() {
    #expect(
      drawing(Plot { Bars(x: ["a", "a", "b"], y: [1, 2, 3]) }).notes == ["1 bar stands on the place of another."])
  }

  @Test("Every bin of a histogram is a level piece of its edge, and zero counts have none")
  func histogram() {
    let plot = Plot { Histogram([0.5, 1.5, 1.5, 3.5], bins: .edges([0, 1, 2, 3, 4])) }
    let edges = lines(plot, width: 1.5)
    #expect(edges.count == 2)
    #expect(edges.map(\.count).sorted() == [4, 6])
    let base = edges.joined().map(\.y).max() ?? 0
    #expect(edges.allSatisfy { $0.first?.y == base && $0.last?.y == base })
    #expect(drawing(Plot { Histogram([5, 1], bins: .edges([0, 2])) }).notes == ["1 value lies outside the bins."])
  }

  @Test("A histogram and a density take equal ratios on a log axis")
  func logAxes() throws {
    let values = (0..<200).map { powerOfTen(Double($0 % 40) / 10) }
    let axes = AxisKinds(x: .log, y: .linear)
    let histogram = try #require(Histogram(values, bins: .count(4)).adapted(to: axes) as? Histogram)
    guard case .numbers(let edges)? = histogram.table(naming: ChannelNames())?.columns[0].values else { return }
    let ratios = zip(edges, edges.dropFirst()).map { $1 / $0 }
    #expect(ratios.allSatisfy { abs($0 - ratios[0]) < 1e-9 * ratios[0] })
    let figure = Figure(columns: 2, sharing: .x) {
      Plot { Histogram(values, height: .density) }.x("x", .log)
      Plot { Density(values) }
    }
    #expect(figure.drawing(measuring: measurer).notes == ["Densities on the log axis are per decade."])
  }

  @Test("Boxes and violins stand at their names, and their words say the medians")
  func boxesAndViolins() {
    for plot in [
      Plot { Box(runs, x: \.optimizer, y: \.loss) }, Plot { Violin(runs, x: \.optimizer, y: \.loss) },
    ] {
      let drawing = drawing(plot.y("loss"))
      #expect(drawing.alternativeText.contains("median loss is SGD 2.5 (2 values); Adam 2.5 (2 values)."))
      let labels = drawing.scene.texts.map(\.text.plain)
      #expect(labels.contains("SGD") && labels.contains("Adam"))
    }
    let table = drawing(Plot { Box(runs, x: \.optimizer, y: \.loss, category: \.split) }).tables[0]
    #expect(table.rowCount == 4 && table.columns.count == 9)
  }

  @Test("A violin is as wide on the left as on the right, and ends where its values do")
  func violin() throws {
    let plot = Plot { Violin([1, 2, 2, 3, 3, 3, 4, 9], at: "a") }
    let outline = try #require(lines(plot, width: 1.5).first { $0.count > 50 })
    let xs = outline.map(\.x)
    let middle = ((xs.min() ?? 0) + (xs.max() ?? 0)) / 2
    let half = outline.dropLast().count / 2
    for index in 0..<half {
      let mirror = outline[2 * half - 1 - index]
      #expect(abs(outline[index].x + mirror.x - 2 * middle) < 1e-6 && abs(outline[index].y - mirror.y) < 1e-9)
    }
  }

  @Test("Steps are level and upright, and jump where they are told to")
  func steps() {
    func places(_ jump: Steps.Jump) -> [Scene.Point] {
      lines(Plot { Steps(x: [0, 1, 3], y: [1, 2, 4], jumping: jump) }, width: 1.75)[0]
    }
    for jump in [Steps.Jump.at, .before, .between] {
      let line = places(jump)
      #expect(zip(line, line.dropFirst()).allSatisfy { $0.x == $1.x || $0.y == $1.y })
    }
    let (at, before, between) = (places(.at), places(.before), places(.between))
    #expect(at[1].y == at[0].y && before[1].x == before[0].x && between.count == 7)
    #expect(abs(between[1].x - (at[0].x + at[1].x) / 2) < 1e-9)
    let broken = lines(Plot { Steps(x: [0, 1, 2, 3, 4], y: [1, 2, .nan, 4, 5]) }, width: 1.75)
    #expect(broken.count == 2)
  }

  @Test("A trajectory ends with a head at its last place, and a field's arrows are as long as their directions")
  func arrows() throws {
    let plot = Plot { Arrows(x: [0, 1, 1], y: [0, 0, 1]) }
    let path = try #require(lines(plot, width: 1.5).first)
    let tips = drawing(plot).scene.elements.compactMap { element -> Scene.Point? in
      if case .polygons(let polygons, _) = element { polygons[0][0] } else { nil }
    }
    let (tip, end) = try (#require(tips.last), #require(path.last))
    #expect(abs(tip.x - end.x) < 1e-9 && abs(tip.y - end.y) < 1e-9)
    let field = Plot { Arrows(x: [0, 1, 2, 3], y: [0, 1, 2, 3], dx: [1, 2, 0, 4], dy: [0, 0, 0, 0]) }
    let lengths = drawing(field).scene.elements.compactMap { element -> Double? in
      if case .polygons(let polygons, _) = element { polygons[0][0].x } else { nil }
    }
    let shafts = lines(field, width: 1.25)
    let reaches = zip(shafts, lengths).map { $1 - $0[0].x }
    #expect(reaches.count == 3)
    #expect(abs(reaches[1] / reaches[0] - 2) < 1e-9 && abs(reaches[2] / reaches[0] - 4) < 1e-9)
    #expect(drawing(field).notes == ["The longest arrow of the field stands for a length of 4."])
  }

  @Test("Notes at one place touch neither each other nor other words")
  func notes() {
    for hasArrow in [true, false] {
      let plot = Plot {
        Line(x: [0, 1], y: [0, 1])
        for index in 0..<6 {
          let note = Note("note \(index)", x: 0.5, y: 0.5)
          hasArrow ? note.arrow() : note
        }
      }
      let boxes = drawing(plot).scene.texts.filter { $0.text.plain.hasPrefix("note") }.map(\.box)
      #expect(boxes.count == 6)
      for (index, box) in boxes.enumerated() {
        #expect(boxes[..<index].allSatisfy { !$0.intersects(box) })
      }
    }
  }

  @Test("An arrow from a note leads from its words towards its place")
  func noteArrow() throws {
    let plot = Plot {
      Line(x: [0, 1], y: [0, 1])
      Note("here", x: 0.3, y: 0.7).arrow()
    }
    let shaft = try #require(lines(plot, width: 1.25).first)
    let box = try #require(drawing(plot).scene.texts.first { $0.text.plain == "here" }?.box)
    #expect(box.expanded(by: 3.01).contains(shaft[0]) && !box.contains(shaft[1]))
    #expect(Arrowhead.length(of: shaft) > 8)
  }

  @Test("The labels of many rules never touch, and all have room")
  func rules() {
    for count in 2...12 {
      let plot = Plot {
        Line(x: [0, 10], y: [0, 10])
        for index in 1...count { Rule(x: 4 + 0.3 * Double(index), label: "threshold \(index)") }
        for index in 1...4 { Rule(y: 2 + 0.2 * Double(index), label: "level \(index)") }
        Rule(slope: 1, intercept: 0, label: "diagonal")
        Rule(slope: -1, intercept: 9, label: "falling")
      }
      let drawing = drawing(plot)
      let labels = ["threshold", "level", "diagonal", "falling"]
      let boxes = drawing.scene.texts.filter { text in labels.contains { text.text.plain.hasPrefix($0) } }.map(\.box)
      #expect(drawing.notes.isEmpty && boxes.count == count + 6)
      for (index, box) in boxes.enumerated() { #expect(boxes[..<index].allSatisfy { !$0.intersects(box) }) }
    }
  }

  @Test("A rule with a slope goes through its points on every kind of axis")
  func slopes() throws {
    for kind in [Scale.Kind.linear, .log, .symlog(threshold: 2)] {
      let plot = Plot {
        Line(x: [1, 3, 5, 9], y: [3, 7, 11, 19])
        Rule(slope: 2, intercept: 1)
      }
      .x("x", kind).y("y", kind)
      let line = try #require(lines(plot, width: 1.75).first)
      let rule = try #require(lines(plot, width: 1.25).first)
      for point in line {
        let near = rule.indices.dropLast().contains { index in
          let (a, b) = (rule[index], rule[index + 1])
          guard point.x >= a.x - 1e-6, point.x <= b.x + 1e-6 else { return false }
          let t = b.x > a.x ? (point.x - a.x) / (b.x - a.x) : 0
          return abs(a.y + t * (b.y - a.y) - point.y) < 0.05
        }
        #expect(near, "\(kind)")
      }
    }
    let away = Plot {
      Line(x: [0, 1], y: [0, 1])
      Rule(slope: 0, intercept: 50, label: "far")
      Rule(slope: .nan, intercept: 0)
    }
    #expect(
      drawing(away).notes == [
        "far does not cross the panel.", "A line has no finite slope and intercept and is not drawn.",
      ])
  }

  @Test("Every new mark has a table with columns of one length, words, and a line in the legend if it has a label")
  func guides() throws {
    let grid = Grid(x: [0, 1, 2], y: [0, 1, 2]) { x, y in x * y }
    let marks: [any Mark] = [
      ErrorBars(runs, x: \.step, y: \.loss, error: \.error, label: "$m$"), Histogram(runs, x: \.loss, label: "$m$"),
      Density(runs, x: \.loss, label: "$m$"), Box(runs, x: \.optimizer, y: \.loss, label: "$m$"),
      Violin(runs, x: \.optimizer, y: \.loss, label: "$m$"), Bars(runs, x: \.optimizer, y: \.loss, label: "$m$"),
      Steps(runs, x: \.step, y: \.loss, label: "$m$"), Arrows(runs, x: \.step, y: \.loss, label: "$m$"),
      Arrows(runs, x: \.step, y: \.loss, dx: \.error, dy: \.error, label: "$m$"), FilledContour(grid, label: "$m$"),
      Note("$m$", x: 1, y: 1),
    ]
    for mark in marks {
      let table = try #require(mark.table(naming: ChannelNames()))
      #expect(Set(table.columns.map(\.values.count)).count == 1, "\(mark)")
      let words = mark.summary(naming: ChannelNames())
      #expect(words.hasSuffix(".") && words.contains("m") && !words.contains("$"), "\(words)")
      let hasLegend = !(mark is FilledContour || mark is Note)
      #expect(mark.legend.map(\.label) == (hasLegend ? ["$m$"] : []))
    }
  }
}
