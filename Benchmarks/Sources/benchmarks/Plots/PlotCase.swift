import Flatbook

/// The numbers that both sides draw; Flatbook's side makes them and hands them over as a file of doubles.
struct PlotData {
  let lineX: [Double]
  let lineY: [Double]
  let heatmap: [[Double]]
  let panels: [[Double]]
  let scatterX: [Double]
  let scatterY: [Double]

  /// Cells of the heatmap along a side.
  static let side = 500
  /// Panels of the figure with many.
  static let panelCount = 12
  /// Values in each of its lines.
  static let panelLength = 100
  /// Data points of the large cloud; the small one has its first hundredth.
  static let cloud = 1_000_000

  init(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    func walk(_ count: Int) -> [Double] {
      var sum = 0.0
      return (0..<count).map { _ in
        sum += Double.random(in: -1...1, using: &generator)
        return sum
      }
    }
    lineX = (0..<1000).map { Double($0) }
    lineY = walk(1000)
    heatmap = (0..<Self.side).map { row in
      (0..<Self.side).map { column in
        let (x, y) = (Double(column) / 50, Double(row) / 50)
        return sin(x) * cos(y) + 0.3 * sin(x * y / 3)
      }
    }
    panels = (0..<Self.panelCount).map { _ in walk(Self.panelLength) }
    func normal() -> Double {
      var sum = -6.0
      for _ in 0..<12 { sum += Double.random(in: 0..<1, using: &generator) }
      return sum
    }
    var (xs, ys): ([Double], [Double]) = ([], [])
    for _ in 0..<Self.cloud {
      let x = normal()
      xs.append(x)
      ys.append(0.6 * x + 0.8 * normal())
    }
    (scatterX, scatterY) = (xs, ys)
  }

  /// All numbers, one after the other, as the peers read them.
  var doubles: [Double] { lineX + lineY + heatmap.flatMap { $0 } + panels.flatMap { $0 } + scatterX + scatterY }

  /// The places along a side of the heatmap.
  var places: [Double] { (0..<Self.side).map { Double($0) / 50 } }
}

/// A figure that both sides draw: the same data, size, axes, titles, legend and colour bar.
enum PlotCase: String, CaseIterable {
  case line, heatmap, panels
  case cloud = "scatter1e6"
  case points = "scatter1e4"

  /// What the table calls it.
  var title: String {
    switch self {
    case .line: "line of 1,000 points"
    case .heatmap: "500 × 500 heatmap with colour bar"
    case .panels: "12 panels"
    case .cloud: "scatter of 1,000,000 points"
    case .points: "scatter of 10,000 points"
    }
  }

  /// The figure as a user writes it, from data that lie ready.
  func figure(_ data: PlotData) throws -> any Drawable {
    switch self {
    case .line:
      return Plot("A random walk") { Line(x: data.lineX, y: data.lineY, label: "walk") }.x("step").y("place")
    case .heatmap:
      let grid = try Grid(x: data.places, y: data.places, rows: data.heatmap)
      return Plot("A surface") { Heatmap(grid) }.x("x").y("y").color("height")
    case .panels:
      return Figure("Twelve random walks", columns: 4) {
        for (number, values) in data.panels.enumerated() {
          Plot("run \(number + 1)") { Line(x: (0..<values.count).map { Double($0) }, y: values) }
        }
      }
      .x("step").y("place").size(width: 760, height: 560)
    case .cloud:
      return Plot("A cloud") { Points(x: data.scatterX, y: data.scatterY) }.x("x").y("y")
    case .points:
      let count = PlotData.cloud / 100
      return Plot("A cloud") {
        Points(x: Array(data.scatterX.prefix(count)), y: Array(data.scatterY.prefix(count)))
      }
      .x("x").y("y")
    }
  }
}
