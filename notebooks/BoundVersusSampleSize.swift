//| title: The bound versus the sample size
//| subtitle: Each term of the generalisation bound, its total in three forms, and the error that it bounds
//| description: A generalisation bound from the Sobolev seminorm, term by term against the number of samples, for data of intrinsic dimension 1 and 2, with an honest look at where it says nothing.
//| seed: 512

/*:
 A smooth function that is right at the training points cannot be far off between them. That sentence is a theorem once
 one says how smooth, how dense, and what happens where there are no training points at all. Here we measure every
 ingredient on networks that we train ourselves, and draw the bound and the true error against the number of samples $n$.

 In short: from $n = \(sizes[0])$ to $\(sizes[sizes.count - 1])$ the bound of the published form falls like
 $n^{\(slope(0, \.paper), "%.2f")}$ on a curve and like $n^{\(slope(1, \.paper), "%.2f")}$ on a surface. It always holds, and it
 is always loose: at $n = \(sizes[sizes.count - 1])$ it is \(looseness(0), "%.0f") and \(looseness(1), "%.0f") times the error.
 */
import Flatbook

//| cell: parameters
let width = param("width", default: 100, in: 4...1000, help: "hidden units")
let heldOutCount = param(
  "held-out", default: 20_000, in: 1000...200_000,
  help: "inputs that estimate the missing mass")
let repeats = param(
  "repeats", default: 3, in: 1...20, help: "training sets per sample size")
let sizes = try SampleSizes.geometric(from: 16, through: 512, count: 6)
let learningRate = 0.15
let batchSize = 8

/*:
 ## The bound

 Let $f$ be the network and $f^*$ the target. A new input $x$ is either within $\delta$ of a training input $x_i$, or it is
 not. If it is, $f$ has moved by at most $\delta$ times its slope near $x_i$, and $f^*$ by at most $\delta$ times its own. If it
 is not, nothing is known but the range. With the slope measured by the Sobolev seminorm
 $g_x = (\frac1n\sum_i \lVert\nabla f(x_i)\rVert^{2k})^{1/2k}$ this gives

 $$ \mathbb{E}\,|f-f^*|^2 \;\le\; \bigl(\underbrace{\nu^{1/2k}\delta\, g_x}_{\text{Sobolev}} +
    \underbrace{\varepsilon_0 + \delta(\tau + M_1)}_{\text{target}}\bigr)^2 +
    \underbrace{(2M_0)^2\,\pi_n(\delta)}_{\text{missing mass}}. $$ {#eq-bound}

 - $\nu$ is $n$ in the **published form**; in the **Voronoi form** it is $n$ times the probability of the heaviest cell, a
   number near 1 when the training inputs share the space fairly;
 - $\varepsilon_0$ is the largest training error; $M_1$ and $M_0$ bound the slope and the size of $f^*$;
 - $\tau$ is how much steeper $f$ can be within $\delta$ of a training point; for two layers of ReLU it comes from counting
   the units that may switch on or off there;
 - $\pi_n(\delta)$ is the **missing mass**, the probability of an input farther than $\delta$ from all training inputs. We
   estimate it on \(heldOutCount) inputs held out for this alone, with a limit that holds at confidence 95 % for all
   $\delta$ at once, so that $\delta$ (and $k$) may be chosen to make the bound smallest.

 The **nearest-neighbour form** needs no $\delta$ at all: it adds up, over the held-out inputs, what [](#eq-bound) says of
 each with its own nearest training point.

 ## The problems

 Two targets with known $M_1 = 4$ and $M_0 = 1$, on inputs in three dimensions that lie on a bent curve (intrinsic
 dimension 1) and on a bent surface (dimension 2). The network's outputs are cut off at $\pm M_0$, which can only help.
 */
let generator = SplitMix64(seed: notebookSeed)
let problems = try [1, 2].map { dimension in
  try SyntheticRegression(
    inputDimension: 3, intrinsicDimension: dimension, shape: .curved,
    lipschitzConstant: 4, range: 1, seed: 7)
}
let network = try DenseNetwork(widths: [3, width, 1], activation: .relu)

struct Trial: Sendable {
  let dimension: Int
  let sampleCount: Int
  let published: GeneralizationBound
  let paper: Double
  let voronoi: Double
  let nearestNeighbor: Double
  let error: Double
  /// The paper's form with the seminorm replaced by what stability promises; nil where η > η*.
  let fromStability: Double?
}

func trial(problem: Int, sampleCount: Int, repetition: Int) throws -> Trial {
  let family = problems[problem]
  var own = generator.stream(
    UInt64(problem * 100_000 + repetition * 1000 + sampleCount))
  let data = try family.sample(sampleCount, using: &own)
  let heldOut = try family.sample(heldOutCount, using: &own)
  let test = try family.sample(4000, using: &own)

  let initial = network.initialParameters(.pyTorchDefault, using: &own)
  let sgd = try StochasticGradientDescent(
    learningRate: learningRate, batchSize: batchSize)
  let training = try sgd.train(
    network, on: data, from: initial, untilLoss: 1e-6, maximumSteps: 200_000,
    checkEvery: 500, using: own)
  let point = try ParameterPoint(
    network: network, parameters: training.parameters, data: data)

  let neighbors = try NearestNeighbors(
    of: data.inputs, to: heldOut.inputs, norm: .euclidean)
  let coverage = HoldOutCoverage(neighbors)
  let smoothness = try point.localSmoothness(norm: .euclidean)
  func bound(
    _ weight: GeneralizationBound.CellWeightChoice, _ seminorms: [Int: Double]
  ) throws -> GeneralizationBound {
    try .optimized(
      coverage: coverage, seminorms: seminorms, smoothness: smoothness,
      interpolationError: point.largestResidual,
      targetLipschitzConstant: family.lipschitzConstant, range: family.range,
      cellWeight: weight)
  }
  let seminorms = try point.dualSeminorms(orders: 1...4, dualTo: .euclidean)
  let published = try bound(.paper, seminorms)

  // What stability at (η, B) promises of g_x for k = 1: S3, √(2/η) ‖W₁‖_F.
  let threshold = try MeanSquareStability(
    span: point.curvature().span, batchSize: batchSize
  ).threshold()
  let promised =
    (2 / learningRate).squareRoot()
    * network.weights(ofLayer: 0, in: training.parameters).frobeniusNorm
  let fromStability =
    learningRate <= threshold
    ? try bound(.paper, [1: promised]).meanSquaredError : nil

  let outputs = try network.outputs(on: test.inputs, at: training.parameters)
    .elements
  let errors = zip(outputs, test.targets.elements).map { output, target in
    let difference = max(-family.range, min(family.range, output)) - target
    return difference * difference
  }
  return Trial(
    dimension: family.intrinsicDimension, sampleCount: sampleCount,
    published: published,
    paper: published.meanSquaredError,
    voronoi: try bound(.estimate, seminorms).meanSquaredError,
    nearestNeighbor: try NearestNeighborBound(
      neighbors: neighbors,
      gradientNorms: point.inputGradientNorms(dualTo: .euclidean),
      smoothness: smoothness,
      interpolationError: point.largestResidual,
      targetLipschitzConstant: family.lipschitzConstant, range: family.range
    ).meanSquaredError,
    error: errors.reduce(0, +) / Double(errors.count),
    fromStability: fromStability)
}

let plan = problems.indices.flatMap { problem in
  sizes.flatMap { size in (0..<repeats).map { (problem, size, $0) } }
}
let trials = try parallelMap(plan) {
  try trial(problem: $0.0, sampleCount: $0.1, repetition: $0.2)
}

/*:
 ## The terms

 First the published form, term by term, at the $\delta$ and $k$ that make the total smallest. The three parts are on the
 scale of the mean squared error. Medians over \(repeats) training sets.
 */
struct Median {
  let sampleCount: Int
  let value: Double
}
func medians(_ dimension: Int, _ value: (Trial) -> Double?) -> [Median] {
  sizes.compactMap { size in
    let values = trials.filter {
      $0.dimension == dimension && $0.sampleCount == size
    }.compactMap(value)
    return values.isEmpty
      ? nil : Median(sampleCount: size, value: median(values))
  }
}
func fit(_ medians: [Median]) throws -> PowerLawFit {
  try PowerLawFit(
    x: medians.map { Double($0.sampleCount) }, y: medians.map(\.value))
}
func slope(_ problem: Int, _ value: (Trial) -> Double?) -> Double {
  (try? fit(medians(problem + 1, value)).slope) ?? .nan
}
func looseness(_ problem: Int) -> Double {
  let last = trials.filter {
    $0.dimension == problem + 1 && $0.sampleCount == sizes[sizes.count - 1]
  }
  return median(last.map { $0.paper / $0.error })
}
func label(
  _ name: String, _ dimension: Int, _ value: (Trial) -> Double?
) -> String {
  "\(name), slope \(formatted(slope(dimension - 1, value), "%.2f"))"
}

//| label: fig-terms
//| caption: The three parts of the published bound. The missing mass leads throughout: to cover the space is what costs samples. Above the dashed line a bound says no more than the range of the functions does.
show(
  Figure(columns: 2, sharing: .all) {
    for dimension in [1, 2] {
      Plot("Intrinsic dimension \(dimension)") {
        Line(
          medians(dimension) { $0.published.meanSquareTerms.sobolev },
          x: \.sampleCount, y: \.value, label: "Sobolev")
        Line(
          medians(dimension) { $0.published.meanSquareTerms.target },
          x: \.sampleCount, y: \.value, label: "target")
        Line(
          medians(dimension) { $0.published.meanSquareTerms.missing },
          x: \.sampleCount, y: \.value, label: "missing mass")
        Rule(y: 4, label: "vacuous").dashed()
      }
      .x("sample size $n$", .log).y("mean squared error", .log)
    }
  })

/*:
 ## The totals and the truth
 */

//| label: fig-curve
//| caption: Inputs on a curve. All forms of the bound fall with the sample size; the nearest-neighbour form falls fastest, with the rate −2 that a slope can give in one dimension. The test error is far below them all.
show(
  Plot("On a curve every form of the bound falls") {
    Line(
      medians(1, \.paper), x: \.sampleCount, y: \.value,
      label: label("published form", 1, \.paper))
    Line(
      medians(1, \.voronoi), x: \.sampleCount, y: \.value,
      label: label("Voronoi form", 1, \.voronoi))
    Line(
      medians(1, \.nearestNeighbor), x: \.sampleCount, y: \.value,
      label: label("nearest neighbour", 1, \.nearestNeighbor))
    Points(
      trials.filter { $0.dimension == 1 }, x: \.sampleCount, y: \.error,
      label: "test error")
    SlopeTriangle(slope: -2, at: (x: 100, y: 0.003))
    Rule(y: 4, label: "vacuous").dashed()
  }
  .x("sample size $n$", .log).y("mean squared error", .log))

//| label: fig-surface
//| caption: Inputs on a surface. The same bounds need many more samples: the nearest-neighbour rate is now −1, and with 16 samples the published form is close to saying nothing.
show(
  Plot("On a surface the bound needs many more samples") {
    Line(
      medians(2, \.paper), x: \.sampleCount, y: \.value,
      label: label("published form", 2, \.paper))
    Line(
      medians(2, \.voronoi), x: \.sampleCount, y: \.value,
      label: label("Voronoi form", 2, \.voronoi))
    Line(
      medians(2, \.nearestNeighbor), x: \.sampleCount, y: \.value,
      label: label("nearest neighbour", 2, \.nearestNeighbor))
    Points(
      trials.filter { $0.dimension == 2 }, x: \.sampleCount, y: \.error,
      label: "test error")
    SlopeTriangle(slope: -1, at: (x: 100, y: 0.02))
    Rule(y: 4, label: "vacuous").dashed()
  }
  .x("sample size $n$", .log).y("mean squared error", .log))
expect(
  trials.allSatisfy {
    $0.error <= min($0.paper, $0.voronoi, $0.nearestNeighbor)
  },
  "the test error is below every form of the bound, in every trial")
expect(
  trials.allSatisfy { $0.voronoi <= $0.paper * (1 + 1e-9) },
  "the Voronoi form is never above the published form")
expect(
  [0, 1].allSatisfy {
    slope($0, \.paper) < -0.2 && slope($0, \.nearestNeighbor) < -0.6
  },
  "all forms fall with the sample size")
expect(
  slope(0, \.nearestNeighbor) < slope(1, \.nearestNeighbor),
  "and faster in dimension 1 than in dimension 2")

/*:
 ## What SGD has to do with it

 So far the seminorm was measured. Stability promises it in advance: at a minimum where SGD with $\eta = \(learningRate)$ is
 stable, $g_x \le \sqrt{2/\eta}\,\lVert W_1\rVert_F$ (form S3 of the notebook `FlatMinimaAreSmooth`). Put into
 [](#eq-bound) for $k = 1$ it replaces the measured seminorm by a promise, in the trials where the exact threshold confirms that
 SGD is stable. The weights $W_1$ and the local smoothness $\tau$ are still those of the trained network.
 */
struct Promise {
  let dimension: Int
  let sampleCount: Int
  let stableTrials: Int
  let measured: Double
  let promised: Double?
}
let promises = [1, 2].flatMap { dimension in
  sizes.map { size in
    let members = trials.filter {
      $0.dimension == dimension && $0.sampleCount == size
    }
    let stable = members.compactMap(\.fromStability)
    return Promise(
      dimension: dimension, sampleCount: size, stableTrials: stable.count,
      measured: median(members.map(\.paper)),
      promised: stable.isEmpty ? nil : median(stable))
  }
}

//| label: tbl-promises
//| caption: The published form with the measured seminorm and with the one that stability promises. Where it exceeds 4 the bound says nothing.
show(
  Table(promises) {
    Column("dimension", \.dimension)
    Column("n", \.sampleCount)
    Column("stable trials", \.stableTrials)
    Column("measured g_x", \.measured, format: "%.3f")
    Column("promised g_x", \.promised, format: "%.3f")
  })
let pairs = trials.compactMap { trial in
  trial.fromStability.map { (promised: $0, error: trial.error) }
}
expect(
  pairs.allSatisfy { $0.error <= $0.promised },
  "the bound with the promised seminorm holds wherever SGD is stable")

/*:
 ## What this did not show

 - **It does not explain good generalisation.** No form of this bound is ever below $\delta^2M_1^2$, where $\delta$ is the
   distance to the nearest training point: it cannot do better than copying the nearest label, and the networks here do
   much better.
 - **It does not survive high dimension.** Covering a $d_0$-dimensional set to within $\delta$ takes about $\delta^{-d_0}$ samples.
   With images, where $d_0$ is 10 or more, all forms are vacuous at any realistic $n$. The published form has a second
   problem: its Sobolev term falls only if $2k > d_0$.
 - **The constants are given, not learned.** We know $M_1$ and $M_0$ because we made the targets.
 - **The Voronoi form here is an estimate**, since the weight of the heaviest cell is counted on held-out inputs. The
   published form and its missing mass hold with confidence 95 %.
 - **The slopes are fits over \(sizes.count) sample sizes**, good to a tenth or two, and not asymptotic rates.
 */
