import Testing

@testable import Plotting

@Suite("Bad input to marks and scales")
struct NewMarkBadInputTests {
  private struct Row {
    var name: String
    var value: Double
    var group: String
  }

  private static let kinds: [Scale.Kind] = [
    .linear, .log, .symlog(threshold: 1), .symlog(threshold: -1), .time, .categories(["a"]), .categories([]),
  ]

  /// Every new mark over the same numbers.
  private func marks(_ x: [Double], _ y: [Double]) -> [any Mark] {
    let rows = zip(x, y).enumerated().map { Row(name: "name \($0 % 3)", value: $1.1, group: "\($0 % 2)") }
    return [
      ErrorBars(x: x, y: y, error: x), ErrorBars(x: x, y: y, lower: y, upper: x).horizontal(), Histogram(y),
      Histogram(y, bins: .count(0), height: .density), Histogram(y, bins: .edges(x)), Density(y),
      Density(y, bandwidth: x.first, within: -1...1), Box(rows, x: \.name, y: \.value),
      Box(rows, x: \.value, y: \.name, category: \.group), Violin(rows, x: \.name, y: \.value, category: \.group),
      Bars(x: x, y: y), Bars(rows, x: \.name, y: \.value, category: \.group).stacked(), Bars(x: y, y: x).horizontal(),
      FilledContour(Grid(x: x, y: y) { x, y in x / 2 - y / 2 }), FilledContour(Grid(x: x, y: y) { x, _ in x }, at: y),
      Note("note", x: x.first ?? .nan, y: y.first ?? 1).arrow(), Arrows(x: x, y: y), Arrows(x: x, y: y, dx: y, dy: x),
      Steps(x: x, y: y, jumping: .between), Rule(slope: x.first ?? .nan, intercept: y.first ?? 0, label: "line"),
      Box(y, at: x.first ?? 0), Violin(y, at: x.first ?? 0),
    ]
  }

  private func isSound(_ drawing: Drawing) -> Bool {
    drawing.scene.elements.allSatisfy { element in
      func isSound(_ points: [Scene.Point]) -> Bool { points.allSatisfy { $0.x.isFinite && $0.y.isFinite } }
      switch element {
      case .lines(let lines, _): return lines.allSatisfy(isSound)
      case .polygons(let polygons, _): return polygons.allSatisfy(isSound)
      case .symbols(let symbols): return isSound(symbols.centers)
      case .text(let text): return isSound([text.position])
      case .raster(let raster): return raster.pixels.count == raster.columns * raster.rows
      case .rectangle: return true
      }
    }
  }

  private static let columns: [[Double]] = [
    [], [1], [0], [-3], [2, 2, 2], [.nan, .nan], [.infinity, -.infinity, 1], [1, .nan, 3, .infinity],
    [-1e300, 1e300, 1], [1e-300, 1, 1e300], [1e308, -1e308], [.leastNonzeroMagnitude, 2000 * .leastNonzeroMagnitude],
    [0, 0, 0, 1], [-1, -2, -3],
    [1e300, 1.0000001e300],
  ]

  @Test("Whatever the numbers and the axes, every mark draws finite points or says why not", arguments: columns)
  func numbers(y: [Double]) {
    for x in [y, y.indices.map { Double($0) }] {
      for mark in marks(x, y) {
        for kind in Self.kinds {
          let drawing = Plot { mark }.x("x", kind).y("y", kind).drawing(measuring: ApproximateTextMeasurer())
          #expect(isSound(drawing), "\(mark) on \(kind)")
          let draws = drawing.scene.elements.contains { element in
            switch element {
            case .polygons, .symbols: true
            case .lines(_, let stroke): ![1, 0.6].contains(stroke.width)
            case .text(let text): text.text.plain == "note"
            default: false
            }
          }
          #expect(draws || !drawing.notes.isEmpty, "\(type(of: mark)) on \(kind) of \(y)")
        }
      }
    }
  }

  @Test("Columns of different lengths are cut to the shortest with a note")
  func lengths() {
    let marks: [(any Mark, String)] = [
      (ErrorBars(x: [1, 2], y: [1, 2], error: [1]), "x has 2 values, y 2 and error 1; the first 1 are drawn."),
      (
        ErrorBars(x: [1], y: [1, 2], lower: [1], upper: [1]),
        "x has 1 values, y 2, lower 1 and upper 1; the first 1 are drawn."
      ),
      (Bars(x: ["a", "b"], y: [1]), "x has 2 values and y has 1; the first 1 pairs are drawn."),
      (Steps(x: [1, 2], y: [1]), "x has 2 values and y has 1; the first 1 pairs are drawn."),
      (
        Arrows(x: [1, 2], y: [1, 2], dx: [1, 2], dy: [1]),
        "x has 2 values, y 2, dx 2 and dy 1; the first 1 are drawn."
      ),
    ]
    for (mark, note) in marks {
      #expect(Plot { mark }.drawing(measuring: ApproximateTextMeasurer()).notes.contains(note), "\(note)")
    }
  }

  @Test("What cannot be drawn is counted: values not finite, and values not positive on a log axis")
  func counted() {
    let values = [1, 2, 3, 4, 5, 6, .nan, -1, 0]
    for mark in [Histogram(values), Density(values)] as [any Mark] {
      let notes = Plot { mark }.x("x", .log).drawing(measuring: ApproximateTextMeasurer()).notes
      #expect(notes.contains("1 value was not finite and is not drawn."))
      #expect(notes.contains("2 points with x ≤ 0 are not on this log axis."))
    }
    for mark in [Box(values, at: "a"), Violin(values, at: "a")] as [any Mark] {
      let notes = Plot { mark }.y("y", .log).drawing(measuring: ApproximateTextMeasurer()).notes
      #expect(notes.contains("1 value was not finite and is not drawn."))
      #expect(notes.contains("2 points with y ≤ 0 are not on this log axis."))
    }
  }

  @Test("Two hundred groups and names of 400 letters, from right to left and in other scripts, still give a figure")
  func crowds() {
    let long = String(repeating: "long name ", count: 40)
    let names = [long, "תורת הסיכוי", "确率的勾配降下法", "", "a\nb", "e\u{301}"]
    let rows = (0..<400).map { index in
      Row(name: index < 200 ? "name \(index)" : names[index % 6], value: Double(index), group: "group \(index % 200)")
    }
    let plots = [
      Plot { Bars(rows, x: \.name, y: \.value, category: \.group) },
      Plot { Box(rows, x: \.value, y: \.name, category: \.group) },
      Plot { Violin(rows, x: \.name, y: \.value) },
      Plot { for index in 0..<200 { Density([Double(index), Double(index) + 1], label: "series \(index)") } },
      Plot { for index in 0..<200 { Note(long, x: Double(index), y: 0.0).arrow() } },
    ]
    for plot in plots {
      let drawing = plot.drawing(measuring: ApproximateTextMeasurer())
      #expect(isSound(drawing))
      let texts = drawing.scene.texts
      for (index, text) in texts.enumerated() {
        #expect(texts[..<index].allSatisfy { !$0.box.expanded(by: -0.5).intersects(text.box) })
      }
    }
  }
}
