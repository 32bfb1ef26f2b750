import Flatbook
import NotebookFormat
import Testing

@Suite("Plots in reports")
struct PlotDisplayableTests {
  private struct Run {
    var number: Int
    var loss: Double
  }

  private let runs = [Run(number: 1, loss: 0.5), Run(number: 2, loss: .nan), Run(number: 3, loss: 0.125)]

  private var plot: Plot { Plot("Loss") { Line(runs, x: \.number, y: \.loss, label: "run") }.x("epoch").y("loss") }

  @Test("A plot becomes a figure with its words, notes, numbers and palette")
  func output() throws {
    guard case .figure(let figure) = try plot.output() else {
      Issue.record("A plot should become a figure.")
      return
    }
    #expect(figure.svg.hasPrefix("<svg ") && figure.png == nil)
    #expect(figure.width == 560 && figure.height == 340)
    #expect(figure.alt.contains("epoch") && figure.alt.contains("Loss."))
    #expect(figure.notes == ["1 value was not finite and is not drawn."])
    #expect(
      figure.data == [
        TableOutput(
          title: "run", columns: ["epoch", "loss"],
          rows: [[.integer(1), .number(0.5)], [.integer(2), .missing], [.integer(3), .number(0.125)]])
      ])
  }

  @Test("Every variable of the SVG is in the palette, with its light value as fall-back")
  func palette() throws {
    let figure = try plot.figureOutput()
    let used = Set(figure.svg.split(separator: "var(").dropFirst().compactMap { $0.split(separator: ")").first })
    let offered = Set(figure.palette.map { "--\($0.name), \($0.light)" })
    #expect(!used.isEmpty)
    for variable in used { #expect(offered.contains(String(variable))) }
  }

  @Test("A picture comes along where it is asked for, or smaller than the SVG")
  func pictures() throws {
    #expect(try plot.figureOutput(picture: .always).png?.isEmpty == false)
    let cloud = Plot {
      Points(x: (0..<20_000).map { Double($0 % 331) }, y: (0..<20_000).map { Double($0 % 617) })
    }
    let figure = try cloud.figureOutput()
    #expect((figure.png?.count ?? .max) < figure.svg.utf8.count)
    #expect(try cloud.figureOutput(picture: .never).png == nil)
  }

  @Test("A long table is cut, with a note")
  func longTable() throws {
    let x = (0..<30_000).map(Double.init)
    let figure = try Plot { Line(x: x, y: x, label: "long") }.figureOutput(picture: .never)
    #expect(figure.data.first?.rows.count == 20_000)
    #expect(figure.notes == ["The table of “long” holds the first 20000 of 30000 rows."])
  }

  @Test("The plots of the design compile as they are written")
  func callSites() throws {
    struct Trial {
      var sampleCount: Int
      var bound: Double
      var error: Double
      var learningRate: Double
    }
    let trials = [Trial(sampleCount: 100, bound: 1, error: 0.1, learningRate: 0.1)]
    let learningRates = [0.1, 1.0]
    let batchSizes = [1, 2, 4]
    let growth = try Grid(x: learningRates, y: batchSizes) { eta, batch in
      try Task.checkCancellation()
      return eta * Double(Int(batch))
    }
    let region = Plot("Where SGD can stay at W*") {
      Heatmap(growth)
      Contour(growth, at: [1], label: "stability boundary")
      Rule(x: 2 / 10.0, label: "gradient descent, 2/λ_max").dashed()
    }
    .x("learning rate η", .log).y("batch size B", .log).color("growth per step", map: .vik, in: 0...2)
    let bound = Plot {
      Line(trials, x: \.sampleCount, y: \.bound, label: "bound")
      Points(trials, x: \.sampleCount, y: \.error, label: "test error")
      SlopeTriangle(slope: -0.5, at: (x: 300, y: 0.02))
    }
    .x("sample size n", .log).y("mean squared error", .log)
    let multiples = Figure(columns: 3, sharing: .all) {
      for batchSize in [1, 4, 16] {
        Plot("B = \(batchSize)") {
          Points(trials.filter { $0.sampleCount > batchSize }, x: \.learningRate, y: \.error, color: \.learningRate)
        }
      }
    }
    let function = Plot { Line(over: 0...1) { x in x * x } }
    for shown in [region, bound, multiples, function] as [any Displayable] { _ = try shown.output() }
  }
}
