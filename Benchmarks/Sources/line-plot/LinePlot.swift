import CairoPlotting
import Plotting

/// Draws one line to the file that the first argument names.
@main struct LinePlot {
  static func main() throws(SurfaceError) {
    let x = (0..<1000).map { Double($0) / 100 }
    let plot = Plot("A parabola") { Line(x: x, y: x.map { $0 * $0 }, label: "walk") }.x("step").y("place")
    try plot.write(to: CommandLine.arguments.dropFirst().first ?? "line.svg")
  }
}
