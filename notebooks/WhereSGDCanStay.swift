//| title: Where SGD can stay
//| subtitle: The exact region of learning rates and batch sizes in which SGD is stable at a given minimum
//| description: The stability region of SGD at one minimum, computed exactly, compared with gradient descent, with a closed-form bound and with simulation on both sides of the boundary.
//| seed: 2018

/*:
 Put a ball at the bottom of a valley $\frac{\lambda}{2}v^2$ and move it by gradient descent: $v \leftarrow (1 - \eta\lambda)v$.
 If $\eta\lambda > 2$ every step overshoots by more than it corrects and the ball climbs out. So gradient descent can stay
 only where the curvature is at most $2/\eta$.

 SGD sees another valley at every step, because every batch has a loss of its own. All these valleys share the bottom
 where the network fits every sample, but some are steeper than their mean. How much does that shrink the room? We take
 one minimum of a real network and compute the answer **exactly**, for every batch size: at batch size 1 the largest
 stable learning rate is \(thresholds[0].exact, "%.4f"), at \(data.count) (all samples, gradient descent) it is
 \(thresholds[thresholds.count - 1].exact, "%.4f").
 */
import Flatbook

//| cell: parameters
let perClass = param(
  "per-class", default: 32, in: 4...100, help: "training images of each class")
let width = param("width", default: 30, in: 2...200, help: "hidden units")
let walkers = param(
  "walkers", default: 2000, in: 100...20_000, help: "walkers in the simulation")

/*:
 ## A minimum

 The data are pictures of T-shirts and trousers from Fashion-MNIST with targets −1 and 1; the network has one hidden
 layer of tanh units. We train with small batches until the loss is zero to rounding: a minimum that interpolates.
 */
let data = try Dataset.fashionMNIST(
  classes: [0, 1], perClass: perClass, split: .train, targets: .signs)
let network = try DenseNetwork(widths: [784, width, 1], activation: .tanh)
let generator = SplitMix64(seed: notebookSeed)

var initialGenerator = generator.stream(0)
let training = try StochasticGradientDescent(learningRate: 0.05, batchSize: 8)
  .train(
    network, on: data,
    from: network.initialParameters(.pyTorchDefault, using: &initialGenerator),
    untilLoss: 1e-18,
    maximumSteps: 200_000, checkEvery: 500, using: generator.stream(1))
let minimum = try InterpolatingMinimum(
  network: network, parameters: training.parameters, data: data, tolerance: 1e-6
)

/*:
 It took \(training.steps) steps to a loss of \(training.loss, "%.1e"). The sharpness here is $\lambda_{\max} = \(minimum.sharpness, "%.2f")$
 and the trace \(minimum.trace, "%.1f"); the Hessian has rank \(minimum.curvature.span.rank) in a space of
 \(network.parameterCount) parameters.

 ## The second moment, one step later

 Near the minimum, with $v = W - W^*$, SGD is linear: $v \leftarrow (I - \eta H_b)v$ with $H_b$ the mean of
 $g_ig_i^{\mathsf T}$ over the batch, $g_i = \nabla_W f(x_i)$. The expected square $A = \mathbb{E}[vv^{\mathsf T}]$ then
 follows a linear rule of its own. For batches of $B$ out of $n$ distinct samples,

 $$ A \leftarrow (1-\pi)\,(I-\eta H)A(I-\eta H) + \frac{\pi}{n}\sum_{i=1}^n (I-\eta H_i)A(I-\eta H_i), \qquad
    \pi = \frac{n-B}{B(n-1)}. $$ {#eq-moment}

 Read it as a mixture: with weight $1-\pi$ a step of gradient descent, with weight $\pi$ a step on one sample. SGD is
 stable in mean square when no $A$ grows, that is, when the largest eigenvalue of this map, the **growth factor**, is at
 most 1 (Mulayoff and Michaeli 2024). All of it happens in the span of the $n$ gradients, so it costs matrices of size
 \(data.count), not \(network.parameterCount).

 ## The region

 For each learning rate and batch size the colour in [](#fig-region) is the growth factor: white where SGD stays, red
 where it leaves. The blue line is where the factor is exactly 1.
 */
let batchSizes =
  [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64].filter { $0 < data.count } + [
    data.count
  ]
struct Threshold: Sendable {
  let batchSize: Int
  let exact: Double
  let traceBound: Double
}
let thresholds = try parallelMap(batchSizes) { batchSize in
  let stability = try MeanSquareStability(
    span: minimum.curvature.span, batchSize: batchSize)
  return Threshold(
    batchSize: batchSize, exact: try stability.threshold(),
    traceBound: stability.traceThreshold)
}
let descent = 2 / minimum.sharpness

let learningRates = geometricSequence(
  from: descent / 4, through: 2 * descent, count: 90)
let growth = try parallelMap(batchSizes) { batchSize in
  try MeanSquareStability(span: minimum.curvature.span, batchSize: batchSize)
    .growthFactors(learningRates: learningRates, tolerance: 1e-5)
}

//| label: fig-region
//| caption: The stability region at one minimum. The smaller the batch, the smaller the learning rate at which SGD can stay; beyond a batch of about 8 the limit is nearly that of gradient descent (dashed line). The upper bound in closed form (orange) is close for small batches and loose for large ones.
show(
  try Plot("Small batches leave less room") {
    Heatmap(
      try Grid(x: learningRates, y: batchSizes.map { Double($0) }, rows: growth)
    )
    Line(thresholds, x: \.exact, y: \.batchSize, label: "exact boundary")
    Line(
      thresholds, x: \.traceBound, y: \.batchSize,
      label: "upper bound from the trace"
    ).dashed()
    Rule(x: descent, label: #"gradient descent, $2/\lambda_{\max}$"#).dashed()
  }
  .x(#"learning rate $\eta$"#, .log).y("batch size $B$", .log).color(
    "growth of the second moment per step", map: .vik, in: 0...2))

//| label: tbl-thresholds
//| caption: The largest stable learning rate by batch size.
show(
  Table(thresholds) {
    Column("B", \.batchSize)
    Column("η*, exact", \.exact, format: "%.5f")
    Column("upper bound from the trace", \.traceBound, format: "%.5f")
    Column("η* / gradient descent's", format: "%.3f") { $0.exact / descent }
  })
expect(
  zip(thresholds, thresholds.dropFirst()).allSatisfy {
    $0.exact <= $1.exact * (1 + 1e-9)
  },
  "a larger batch never has a smaller threshold")
expect(
  thresholds.allSatisfy {
    $0.exact <= min($0.traceBound, descent) * (1 + 1e-9)
  },
  "both upper bounds hold")
expect(
  thresholds[thresholds.count - 1].exact, near: descent, tolerance: 1e-9,
  "with all samples in the batch SGD is gradient descent")

/*:
 ## Does a simulation agree?

 Now the linear dynamics itself: \(walkers) walkers take random steps at learning rates around the threshold, and we
 measure how fast the mean of $\lVert v\rVert^2$ grows. Averaging over plain walkers would fail, because the second moment
 is carried by rare ones; so walkers are cloned in proportion to $\lVert v\rVert^2$ after every step.
 */
struct Growth: Sendable {
  let batchSize: Int
  /// In units of the threshold.
  let relativeRate: Double
  let predicted: Double
  let simulated: Double
}
let simulatedSizes = [1, 4, 16]
let relativeRates = [0.6, 0.8, 0.9, 1, 1.05, 1.1, 1.2, 1.3]
let simulations = try parallelMap(
  simulatedSizes.flatMap { size in relativeRates.map { (size, $0) } }
) { size, factor in
  let threshold = try minimum.stabilityThreshold(batchSize: size)
  var own = generator.stream(UInt64(1000 * size) + UInt64(100 * factor))
  let simulated = try minimum.curvature.span.simulatedGrowth(
    learningRate: factor * threshold, batchSize: size, walkers: walkers,
    steps: 100,
    using: &own)
  return Growth(
    batchSize: size, relativeRate: factor,
    predicted: try minimum.linearStability(
      learningRate: factor * threshold, batchSize: size
    ).growthFactor,
    simulated: simulated.growthFactor)
}

//| label: fig-simulation
//| caption: Growth of the second moment per step: exact (lines) and simulated (points). Every curve passes through 1 at the computed threshold.
show(
  Plot("Simulated SGD leaves where the theory says") {
    for (number, size) in simulatedSizes.enumerated() {
      Line(
        simulations.filter { $0.batchSize == size }, x: \.relativeRate,
        y: \.predicted, label: "$B = \(size)$, exact"
      )
      .series(number)
      Points(
        simulations.filter { $0.batchSize == size }, x: \.relativeRate,
        y: \.simulated, label: "$B = \(size)$, simulated"
      )
      .series(number)
    }
    Rule(x: 1).dashed()
  }
  .x(#"$\eta/\eta^*$, learning rate in units of the exact threshold"#).y("growth per step"))
expect(
  simulations.allSatisfy { abs($0.simulated / $0.predicted - 1) < 0.02 },
  "simulated and exact growth agree within 2 % at every learning rate and batch size"
)

/*:
 ## And the real network?

 All this was the linear picture. Let the network itself start at $W^*$, push every weight by about $10^{-6}$, and go on
 training with batches of 4, at several learning rates, \(repeats) times each. We call it gone when the loss has risen
 above $10^{-6}$ of where a random start would be, that is, a million times what the push cost.
 */
let repeats = 8
let runSize = 4
struct Moment: Sendable {
  let step: Int
  let loss: Double
}
struct Departure: Sendable {
  let relativeRate: Double
  let curve: [Moment]
  let hasLeft: Bool
  /// The threshold at the end in units of the learning rate used; nil where the run does not fit the data again.
  let finalThreshold: Double?
}
let runThreshold = try minimum.stabilityThreshold(batchSize: runSize)
let departureRates = [0.5, 0.8, 0.95, 1.2, 1.5, 1.8]
let departures = try parallelMap(
  departureRates.flatMap { rate in (0..<repeats).map { (rate, $0) } }
) { rate, repetition in
  var own = generator.stream(UInt64(500_000 + repetition))
  let pushed = minimum.point.parameters.map { $0 + 1e-6 * own.normal() }
  var curve: [Moment] = []
  let sgd = try StochasticGradientDescent(
    learningRate: rate * runThreshold, batchSize: runSize)
  let outcome = try sgd.train(
    network, on: data, from: pushed, maximumSteps: 4000, checkEvery: 20,
    using: own
  ) {
    curve.append(Moment(step: $0.step, loss: $0.loss))
  }
  let landed = try? InterpolatingMinimum(
    network: network, parameters: outcome.parameters, data: data,
    tolerance: 0.05)
  return Departure(
    relativeRate: rate, curve: curve,
    hasLeft: curve.contains { $0.loss > 1e-6 },
    finalThreshold: try landed.map {
      try $0.stabilityThreshold(batchSize: runSize) / (rate * runThreshold)
    })
}
func shareGone(_ rate: Double) -> Double {
  let members = departures.filter { $0.relativeRate == rate }
  return Double(members.filter(\.hasLeft).count) / Double(members.count)
}

//| label: fig-departures
//| caption: The loss of the network after a tiny push, batches of 4, one run per learning rate. Below the threshold the push dies out; above it the loss grows by many orders of magnitude until SGD has found another place.
show(
  Plot("Above the threshold a millionth of a push is enough") {
    for rate in [0.8, 1.2, 1.8] {
      if let run = departures.first(where: { $0.relativeRate == rate }) {
        Line(
          run.curve.filter { $0.loss > 0 }, x: \.step, y: \.loss,
          label: #"$\eta = \#(rate)\,\eta^*$"#)
      }
    }
  }
  .x("step").y("training loss", .log))

//| label: tbl-departures
//| caption: What became of the runs. Those that left and settled again did so where the new threshold is about their own learning rate or above.
struct Fate {
  let rate: Double
  let gone: Double
  let settled: [Double]
}
let fates = departureRates.map { rate in
  Fate(
    rate: rate, gone: shareGone(rate),
    settled: departures.filter { $0.relativeRate == rate && $0.hasLeft }
      .compactMap(
        \.finalThreshold))
}
show(
  Table(fates) {
    Column("η / η*", \.rate, format: "%.2f")
    Column("share that left", format: "%.2f") { $0.gone }
    Column("left and settled again") { $0.settled.count }
    Column("lowest new η* / η", format: "%.2f") { $0.settled.min() }
    Column("highest new η* / η", format: "%.2f") { $0.settled.max() }
  })
expect(
  departures.allSatisfy { $0.relativeRate >= 1 || !$0.hasLeft },
  "below the threshold no run leaves")
expect(
  shareGone(1.5) == 1 && shareGone(1.8) == 1,
  "from 1.5 times the threshold on every run leaves")
expect(
  fates.flatMap(\.settled).allSatisfy { $0 > 0.8 },
  "a run that left settles where the new threshold is at least 0.8 of its learning rate"
)

/*:
 So the threshold is not only a limit: it is where SGD goes. Pushed out of a minimum that is too sharp, it wanders until
 the threshold has risen to about its own learning rate, and stays there. This is the selection that the notebook
 `FlatMinimaAreSmooth` sees from the outside.

 ## What this did not show

 - **Mean square is not almost surely.** The mean of $\lVert v \rVert^2$ can grow while a typical run still shrinks: the
   mean is carried by rare runs. A little above the threshold some runs stay for long; the one-sided claims above are all
   that may be expected.
 - **The batches here are independent.** Going through the data in a new order each epoch, as frameworks do, has
   another threshold, which is not computed here.
 - **It says where SGD cannot stay, not where it will go.** Which of the many stable minima is reached, and how fast,
   depends on everything else.
 - **One minimum of one small network.** The shape of the region depends on how the gradients of the samples overlap.
 */
