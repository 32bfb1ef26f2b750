import Testing

@testable import Plotting

/// Data that authors did not mean to plot.
enum BadData: String, CaseIterable, Sendable {
  case none, onePoint, equal, notANumber, infinite, notPositive, huge, tiny, different, crowd, longLabel, rightToLeft
  case chinese, invalidTeX

  var marks: [any Mark] {
    let x = [1.0, 2, 3, 4]
    func line(_ x: [Double], _ y: [Double], _ label: String = "line") -> [any Mark] {
      [Line(x: x, y: y, label: label), Points(x: x, y: y), Rule(x: x.first ?? 1, label: label)]
    }
    return switch self {
    case .none: line([], [])
    case .onePoint: line([2], [3])
    case .equal: line([2, 2, 2], [5, 5, 5])
    case .notANumber: line(x, [.nan, 1, .nan, 2])
    case .infinite: line(x, [.infinity, 1, -.infinity, 2])
    case .notPositive: line([-1, 0, 1, 2], [0, -3, 1, 2])
    case .huge: line([-1e300, 1, 1e300], [-1e300, 1, 1e300])
    case .tiny: line([1e-300, 2e-300], [1e-300, .leastNonzeroMagnitude])
    case .different: line([1, 2, 3], [1, 2])
    case .crowd: (0..<200).map { Line(x: [0, 1], y: [0, Double($0)], label: "series \($0)") }
    case .longLabel: line(x, x, String(repeating: "long label ", count: 36))
    case .rightToLeft: line(x, x, "חדות מול קצב הלמידה")
    case .chinese: line(x, x, "训练损失与锐度的关系")
    case .invalidTeX: line(x, x, #"$\frac{1}{$ and $\foo$"#)
    }
  }
}

@Suite("Bad input to layouts")
struct BadLayoutInputTests {
  private let measurer = ApproximateTextMeasurer()

  private func check(_ drawable: some Drawable, _ name: String) -> Drawing {
    let drawing = drawable.drawing(measuring: measurer)
    func isSound(_ points: [Scene.Point]) -> Bool {
      points.allSatisfy { $0.x.isFinite && $0.y.isFinite && abs($0.x) < 1e6 && abs($0.y) < 1e6 }
    }
    let page = Scene.Rectangle(x: 0, y: 0, width: drawing.scene.size.width, height: drawing.scene.size.height)
      .expanded(by: 0.5)
    for element in drawing.scene.elements {
      let sound =
        switch element {
        case .lines(let lines, _): lines.allSatisfy(isSound)
        case .polygons(let polygons, _): polygons.allSatisfy(isSound)
        case .symbols(let symbols): isSound(symbols.centers)
        case .text(let text): page.contains(text.box)
        case .raster(let raster): page.contains(raster.frame)
        case .rectangle(let rectangle, _): page.contains(rectangle)
        }
      #expect(sound, "\(name)")
    }
    let boxes = drawing.scene.texts.map { $0.box.expanded(by: -0.25) }
    for (index, box) in boxes.enumerated() { #expect(!boxes[..<index].contains(where: box.intersects), "\(name)") }
    #expect(!drawing.alternativeText.contains("nan") && !drawing.alternativeText.isEmpty)
    #expect(drawing.csv().allSatisfy { !$0.text.isEmpty })
    return drawing
  }

  @Test("Every layout of every bad input is a sound drawing", arguments: BadData.allCases)
  func matrix(data: BadData) {
    let marks = data.marks
    for (x, y) in [(Scale.Kind.linear, Scale.Kind.linear), (.log, .log)] {
      let plot = Plot("plot") { marks }.x("x", x).y("y", y)
      let good = Plot("good") { Line(x: [1, 2], y: [1, 2], label: "good") }
      let layouts: [(String, any Drawable)] = [
        ("direct", plot.labels(.direct)), ("automatic", plot.labels(.automatic)),
        ("inset", plot.inset(x: 1...2, y: 1...2).inset(x: -1e300...1e300, y: 0...0, at: .topLeft)),
        ("no size", plot.labels(.direct).inset(x: 1...2, y: 1...2).size(width: 0, height: 0)),
        (
          "twins",
          Figure("twins", columns: 1, heights: [3, 1], sharing: .x) {
            plot.labels(.direct)
            good.labels(.direct)
          }
        ),
        (
          "columns",
          Figure(columns: 2, widths: [2, 1], sharing: .all) {
            good.inset(x: 1...1.5, y: 1...1.5)
            plot.inset(x: 1...1.5, y: 1...1.5)
            plot.labels(.direct)
          }
          .size(width: 0, height: 0)
        ),
      ]
      for (name, layout) in layouts { _ = check(layout, "\(data) \(name) \(x)") }
    }
  }

  @Test("What is wrong is told under the figure in every layout")
  func notes() {
    let expected: [(BadData, String)] = [
      (.none, "has no data"), (.notANumber, "not finite"), (.infinite, "not finite"), (.different, "x has 3 values"),
      (.crowd, "no room for the labels"), (.longLabel, "no room for the label"), (.invalidTeX, #"\foo"#),
    ]
    for (data, part) in expected {
      let drawing = check(Plot { data.marks }.labels(.direct), data.rawValue)
      let isTold = drawing.notes.contains { $0.contains(part) || $0.contains("The label") && data == .invalidTeX }
      #expect(isTold, "\(data): \(drawing.notes)")
    }
  }
}
