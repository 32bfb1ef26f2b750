//| title: A gallery of plots
//| subtitle: Every mark and scale of the plotting library, on quantities of the theory, each in at most twelve lines
//| description: What a few lines of plotting code draw: training curves, stability regions, loss landscapes, spectra, distributions, sample-size laws; and what becomes of a million points.
//| seed: 7

/*:
 Four words to learn: a **mark** shows data, a **scale** gives data a place or a colour, a **plot** puts marks on common
 axes, a **figure** puts plots side by side. Axes, legends and colour bars are never made by hand: what is used gets one.
 Labels may hold TeX between dollars. Every figure carries its numbers as a table, and a text that says what it shows.

 One small problem runs through the page: a network that learns Runge's function from ten points.
 */
import Flatbook

let data = try Dataset.runge(count: 10)
let network = try DenseNetwork(widths: [1, 30, 1], activation: .tanh)
let generator = SplitMix64(seed: notebookSeed)

func train(
  seed: UInt64, rate: Double, steps: Int
) throws -> [TrainingCurvature] {
  var own = generator.stream(seed)
  let start = network.initialParameters(using: &own)
  return try EdgeOfStability(
    of: StochasticGradientDescent(learningRate: rate, batchSize: 2),
    network: network, data: data
  ).records(from: start, every: steps / 50, count: 51, using: own)
}

/*:
 ## Lines, bands, and labels at their ends

 A line takes rows and key paths. With direct labels the legend is not needed.
 */
//| label: fig-lines
//| caption: Loss along one training run each, for three learning rates.
let rates = [0.05, 0.1, 0.2]
let histories = try rates.map { try train(seed: 1, rate: $0, steps: 10_000) }
show(
  Plot("Larger learning rates fit sooner") {
    for (rate, history) in zip(rates, histories) {
      Line(history, x: \.step, y: \.loss, label: "$\\eta = \(rate)$")
    }
  }
  .x("step of SGD").y("training loss", .log).labels(.direct))

//| label: fig-band
//| caption: Median and full range of twelve runs.
let many = try (1...12).map { try train(seed: $0, rate: 0.2, steps: 10_000) }
let spread = many[0].indices.map { i in
  let losses = many.map { $0[i].loss }.sorted()
  return (
    step: many[0][i].step, low: losses[0], mid: losses[6], high: losses[11]
  )
}
show(
  Plot("Twelve starts, one law") {
    Band(spread, x: \.step, lower: \.low, upper: \.high, label: "all runs")
    Line(spread, x: \.step, y: \.mid, label: "median")
  }
  .x("step of SGD").y("training loss", .log))

/*:
 ## Panels that share an axis

 Two plots with one horizontal scale and different heights.
 */
//| label: fig-twin
//| caption: The loss falls while the sharpness settles below what gradient descent would allow.
let history = histories[1]
show(
  Figure(columns: 1, heights: [2, 3], sharing: .x) {
    Plot { Line(history, x: \.step, y: \.loss) }.y("loss", .log)
    Plot {
      Line(
        history, x: \.step, y: \.sharpness, label: "$\\lambda_{\\max}(H)$")
      Line(
        history, x: \.step, y: \.meanSquareSharpness, label: "$2/\\eta^*_2$")
      Rule(y: 2 / 0.2, label: "$2/\\eta$").dashed()
    }.y("sharpness", .log)
  }
  .x("step of SGD"))

/*:
 ## Where SGD can stay

 A heatmap is one raster; contour lines and rules lie above it.
 */
//| label: fig-region
//| caption: Growth of the second moment per step at one minimum; white is stable.
var own = generator.stream(5)
let fit = try StochasticGradientDescent(learningRate: 0.2, batchSize: 2).train(
  network, on: data, from: network.initialParameters(using: &own),
  untilLoss: 1e-6, maximumSteps: 400_000, using: own)
let minimum = try InterpolatingMinimum(
  network: network, parameters: fit.parameters, data: data, tolerance: 0.02)
let span = minimum.curvature.span
let growth = try Grid(
  x: geometricSequence(from: 0.03, through: 1, count: 60), y: Array(1...10)
) { rate, batch in
  try minimum.linearStability(learningRate: rate, batchSize: Int(batch))
    .growthFactor
}
show(
  Plot("Larger batches stay longer") {
    Heatmap(growth)
    Contour(growth, at: [1], label: "stability boundary")
    Rule(x: 2 / minimum.sharpness, label: "$2/\\lambda_{\\max}$").dashed()
  }
  .x("learning rate $\\eta$", .log).y("batch size $B$")
  .color("growth per step", map: .vik, in: 0...2))

/*:
 ## A landscape and a path

 The loss $\frac12(ab-1)^2$ of the smallest network there is. All its minima compute the same function, but they are not
 equally flat: the trace of the Hessian is $a^2+b^2$.
 */
//| label: fig-landscape
//| caption: Gradient descent from three starts; the dashed line holds all minima.
let places = linearSequence(from: -0.4, through: 2.6, count: 121)
let landscape = Grid(x: places, y: places) { a, b in
  0.5 * (a * b - 1) * (a * b - 1)
}
func path(_ a: Double, _ b: Double) -> (a: [Double], b: [Double]) {
  (0..<40).reduce(into: (a: [a], b: [b])) { path, _ in
    let (a, b) = (path.a.last ?? a, path.b.last ?? b)
    path.a.append(a - 0.12 * (a * b - 1) * b)
    path.b.append(b - 0.12 * (a * b - 1) * a)
  }
}
show(
  Plot("The start decides how flat the end is") {
    FilledContour(landscape, at: [0.01, 0.03, 0.1, 0.3, 1, 3, 10])
    Line(x: Array(places.dropFirst(32)), y: places.dropFirst(32).map { 1 / $0 })
      .dashed()
    for start in [(2.3, 0.1), (0.1, 2.2), (2.4, 2.0)] {
      Arrows(x: path(start.0, start.1).a, y: path(start.0, start.1).b)
    }
    Note("flattest", x: 1, y: 1)
  }
  .x("$a$", in: -0.4...2.6).y("$b$", in: -0.4...2.6)
  .color("loss", .log, in: 0.01...10))

/*:
 ## A spectrum

 The eigenvalues of the Hessian at the minimum, and the density that stochastic Lanczos quadrature finds from products
 with the Hessian alone.
 */
//| label: fig-spectrum
//| caption: Eigenvalues, by rank.
show(
  Plot("A few directions carry all curvature") {
    Line(
      x: span.eigenvalues.indices.map { Double($0 + 1) }, y: span.eigenvalues
    ).series(0)
    Points(
      x: span.eigenvalues.indices.map { Double($0 + 1) }, y: span.eigenvalues
    ).series(0)
  }
  .x("rank").y("eigenvalue of $H$", .log))

//| label: fig-density
//| caption: Density of the eigenvalues of the whole Hessian, smoothed with width 0.1, from eight random probes.
var probe = generator.stream(8)
let density = try minimum.point.spectralDensity(of: .full, using: &probe)
let eigenvalues = linearSequence(from: -1, through: 6, count: 400)
show(
  Plot("Most directions are flat") {
    Line(
      x: eigenvalues,
      y: density.smoothed(on: eigenvalues, width: 0.1).map { max($0.value, 1e-4) })
    Note("two outliers", x: 3, y: 0.01)
  }
  .x("eigenvalue").y("density", .log))

/*:
 ## Distributions

 The same numbers as a histogram with a smooth density, as boxes and as violins.
 */
//| label: fig-histogram
//| caption: Traces of the Hessian at random initial parameters.
let traces = try (0..<400).map { i in
  var own = generator.stream(100 + UInt64(i))
  return try ParameterPoint(
    network: network, parameters: network.initialParameters(using: &own),
    data: data
  ).trace
}
show(
  Plot("Starts differ by a factor of two") {
    Histogram(traces, height: .density)
    Density(traces, label: "kernel density")
  }
  .x("trace of $H$ at the start").y("density"))

//| label: fig-boxes
//| caption: Where runs with different learning rates stand after 10,000 steps.
struct End: Sendable {
  let rate: String
  let trace: Double
}
let ends = try rates.flatMap { rate in
  try (0..<12).compactMap { i in
    try train(seed: 20 + UInt64(i), rate: rate, steps: 10_000).last.map {
      End(rate: "η = \(rate)", trace: $0.trace)
    }
  }
}
show(
  Figure(columns: 2, sharing: .y) {
    Plot("Boxes") { Box(ends, x: \.rate, y: \.trace) }
    Plot("Violins") { Violin(ends, x: \.rate, y: \.trace) }
  }
  .y("trace of $H$", .log))

//| label: fig-bars
//| caption: The largest stable learning rate of one minimum, by batch size and way of sampling.
struct Limit: Sendable {
  let batch: String
  let sampling: String
  let threshold: Double
}
let limits = try [1, 2, 5, 9].flatMap { batch in
  try [BatchSampling.withoutReplacement, .withReplacement].map { sampling in
    Limit(
      batch: "B = \(batch)",
      sampling: sampling == .withReplacement ? "with" : "without",
      threshold: try minimum.stabilityThreshold(
        batchSize: batch, sampling: sampling))
  }
}
show(
  Plot("Replacement costs stability") {
    Bars(limits, x: \.batch, y: \.threshold) { $0.sampling }
  }
  .x("batch size").y("threshold $\\eta^*_2$"))

/*:
 ## Laws of the sample size

 Logarithmic axes, error bars, and a triangle for the slope.
 */
//| label: fig-law
//| caption: Expected missing mass of 200 equal cells, simulated and exact.
struct Mass: Sendable {
  let count: Int
  let mean, error, exact, bound: Double
}
let masses = [25, 50, 100, 200, 400, 800].map { count -> Mass in
  var own = generator.stream(UInt64(count))
  let empty = (0..<40).map { _ in
    1 - Double(Set((0..<count).map { _ in own.uniformIndex(below: 200) }).count)
      / 200
  }
  let mean = empty.reduce(0, +) / 40
  let variance = empty.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 39
  return Mass(
    count: count, mean: mean, error: 2 * (variance / 40).squareRoot(),
    exact: (0..<count).reduce(1.0) { product, _ in product * (1 - 1.0 / 200) },
    bound: 200 / (2.718281828459045 * Double(count)))
}
show(
  Plot("The mass that no sample has reached") {
    Line(masses, x: \.count, y: \.exact, label: "$(1-1/N)^n$")
    Line(masses, x: \.count, y: \.bound, label: "$N/(en)$, any measure")
    ErrorBars(
      masses, x: \.count, y: \.mean, error: \.error, label: "mean of 40 draws")
    Points(masses, x: \.count, y: \.mean, label: "mean of 40 draws")
    SlopeTriangle(slope: -1, at: (x: 300, y: 0.5))
  }
  .x("samples $n$", .log).y("missing mass", .log))

//| label: fig-steps
//| caption: The share of random starts whose trace is below a value.
let sorted = traces.sorted()
show(
  Plot("An empirical distribution") {
    Steps(x: sorted, y: sorted.indices.map { Double($0 + 1) / 400 })
    Rule(x: sorted[200], label: "median").dashed()
  }
  .x("trace of $H$ at the start").y("share of starts"))

/*:
 ## Looking closer, and both signs

 An inset shows a part of its plot at another scale; a symmetric logarithmic scale shows small and large values of both
 signs.
 */
//| label: fig-inset
//| caption: The learned function, with one interval between data points enlarged.
let test = try Dataset.rungeTest()
let learned = try network.outputs(on: test.inputs, at: fit.parameters).elements
show(
  Plot("Ten points, one smooth curve") {
    Line(x: test.inputs.elements, y: test.targets.elements, label: "target")
    Line(x: test.inputs.elements, y: learned, label: "network")
    Points(x: data.inputs.elements, y: data.targets.elements, label: "data")
  }
  .inset(x: -0.15...0.15, y: 0.7...1.05)
  .x("$x$").y("$f(x)$"))

//| label: fig-symlog
//| caption: The error of the network on both sides of zero.
show(
  Plot("Where the network is wrong") {
    Line(
      x: test.inputs.elements,
      y: zip(learned, test.targets.elements).map { $0 - $1 })
    Rule(y: 0)
  }
  .x("$x$").y("$f(x) - f^*(x)$", .symlog(threshold: 0.001)))

/*:
 ## Many points

 A million points are drawn as a picture inside the figure; axes and text stay sharp.
 */
//| label: fig-million
//| caption: One million points of two correlated normal variables.
var noise = generator.stream(9)
let cloud = (0..<1_000_000).map { _ -> (x: Double, y: Double) in
  let x = noise.normal()
  return (x: x, y: 0.6 * x + 0.8 * noise.normal())
}
show(
  Plot("A million points, and sharp axes") {
    Points(cloud, x: \.x, y: \.y)
  }
  .x("$x$").y("$0.6\\,x + 0.8\\,z$"))

/*:
 ## What the page claims
 */
expect(span.rank == data.count, "every sample has a direction of its own")
