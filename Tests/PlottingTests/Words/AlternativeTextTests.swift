import Testing

@testable import Plotting

@Suite("Alternative text")
struct AlternativeTextTests {
  private let measurer = ApproximateTextMeasurer()

  private func text(_ drawable: some Drawable) -> String { drawable.drawing(measuring: measurer).alternativeText }

  @Test("An author's own text is taken as it is")
  func own() {
    let plot = Plot("Title") { Line(x: [0, 1], y: [0, 1]) }.alternativeText("The loss falls.")
    #expect(text(plot) == "The loss falls.")
    #expect(text(Figure(columns: 1) { plot }.alternativeText("Two runs.")) == "Two runs.")
    let mixed = text(
      Figure(columns: 2) {
        plot
        Plot("other") { Line(x: [0, 1], y: [0, 1]) }
      })
    #expect(mixed.contains("Title: The loss falls.") && mixed.contains("other: Line plot"))
  }

  @Test("Ranges carry the unit that stands in brackets at the end of a title")
  func units() {
    let plot = Plot { Line(x: [0, 10], y: [0, 20]) }
    #expect(
      text(plot.x("time (s)").y("memory [GB]", in: 0...20)).contains("memory (0 to 20 GB) against time (0 to 10 s)"))
    #expect(text(plot.x("f(x)").y("loss")).contains("against f(x) (0 to 10)"))
    #expect(text(plot.x("the step (of 10 epochs each)")).contains("against the step (of 10 epochs each) (0 to 10)"))
  }

  @Test("A power law on two log axes has its slope, and only there")
  func slope() {
    let n = [10.0, 100, 1000]
    let plot = Plot { Line(x: n, y: n.map { 3 / $0.squareRoot() }, label: "bound") }.x("n", .log)
    #expect(text(plot.y("error", .log)).contains("slope −0.5 on the log axes"))
    #expect(!text(plot.y("error")).contains("slope"))
  }

  @Test("A change is a factor, a part of a hundred or a difference, and goes with the direction")
  func change() {
    func change(_ y: [Double]) -> String { text(Plot { Line(x: y.indices.map(Double.init), y: y) }) }
    #expect(change([8, 4, 2]).contains("a fall by a factor of 4"))
    #expect(change([10, 11, 12]).contains("a rise of 20 %"))
    #expect(change([0, 1, 3]).contains("a rise of 3"))
    #expect(change([2, 1, -1]).contains("a fall of 3"))
    #expect(change([-4, -3, -2]).contains("a rise of 2"))
    #expect(!change([1, 1, 1]).contains("a rise"))
    #expect(!change([1, 5, 1, 5, 1, 5]).contains("a rise"))
    #expect(!change([-1e308, 0, 1e308]).contains("infinity"))
  }

  @Test("The number of series counts groups, and a band with its line once")
  func series() {
    let x = [0.0, 1]
    let plot = Plot {
      Band(x: x, lower: x, upper: x)
      Line(x: x, y: x, label: "a")
      Line(x: x, y: x, label: "b")
      Points(x, x: \.self, y: \.self, category: { $0 > 0 ? "late" : "early" })
      Rule(x: 0.5)
    }
    #expect(text(plot).contains(" 4 series."))
    #expect(!text(Plot { Line(x: x, y: x) }).contains("series"))
  }

  @Test("Extremes between the ends are named with their places")
  func extremes() {
    let plot = Plot { Line(x: [0, 1, 2, 3], y: [1, 7, -2, 1], label: "run") }.x("epoch").y("loss")
    #expect(text(plot).contains("lowest −2 at epoch = 2; highest 7 at epoch = 1"))
  }
}
