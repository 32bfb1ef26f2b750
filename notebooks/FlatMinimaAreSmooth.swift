//| title: Flat minima are smooth
//| subtitle: On Fashion-MNIST, a larger learning rate finds a flatter minimum, and a flatter minimum is a smoother function
//| description: Networks trained with several learning rates and batch sizes; sharpness, gradient moments, the multiplicative inequality and the Sobolev bounds at every minimum.
//| seed: 2021

/*:
 A network with more parameters than samples can fit its data in many ways. Stochastic gradient descent (SGD) picks one
 of them, and it picks well. One explanation has two steps:

 1. **SGD can stay only at flat minima.** A step of length $\eta$ across a valley that is too steep overshoots, so where
    SGD comes to rest, the loss cannot curve more than about $2/\eta$.
 2. **Flat in the weights means smooth in the input.** The first layer computes $W_1x + b_1$: turning a weight and moving
    the input are nearly the same thing. A function that hardly changes when its weights move hardly changes when its
    input moves.

 Here we train \(runs.count) networks on real images and look at both steps. At a learning rate of
 \(slowest, "%g") the trace of the Hessian ends at \(medianTrace(slowest), "%.0f") (median), at
 \(fastest, "%g") at \(medianTrace(fastest), "%.0f"); the Sobolev seminorm of the learned function
 falls from \(medianSeminorm(slowest), "%.2f") to \(medianSeminorm(fastest), "%.2f"). The rank
 correlation between the two gradient moments over all minima is \(correlation, "%.3f").

 The idea and the experiment are those of Ma and Ying, *On Linear Stability of SGD and Input-Smoothness of Neural
 Networks* (NeurIPS 2021). Their learning rate is that of a mean-squared-error loss; ours is in the scale of the theory,
 $\eta = 2\,\mathrm{lr}/C$ for $C$ outputs, and $C = 2$ here makes the two equal.
 */
import Flatbook

//| cell: parameters
let perClass = param(
  "per-class", default: 50, in: 10...500, help: "training images of each class")
let width = param(
  "width", default: 50, in: 2...500,
  help: "units in each of the two hidden layers")
let repeats = param(
  "repeats", default: 3, in: 1...10,
  help: "initial points per learning rate and batch size")
let learningRates = [0.03, 0.05, 0.08, 0.13, 0.2]
let batchSizes = [4, 16]
let (slowest, fastest) = (
  learningRates[0], learningRates[learningRates.count - 1]
)

/*:
 ## The data and the network

 Fashion-MNIST is a set of pictures of clothes, 28 × 28 pixels each. We take the first \(perClass) T-shirts and the first
 \(perClass) trousers. An input is a vector of 784 pixels between 0 and 1; a target is $(1, 0)$ or $(0, 1)$.
 */
let data = try Dataset.fashionMNIST(
  classes: [0, 1], perClass: perClass, split: .train)
let test = try Dataset.fashionMNIST(classes: [0, 1], split: .test)
let network = try DenseNetwork(
  widths: [784, width, width, 2], activation: .relu)

/*:
 The network has \(network.parameterCount) parameters for \(data.count) images, so it can fit them all. The loss is

 $$ L(W) = \frac{1}{2n} \sum_{i=1}^n \lVert f(x_i; W) - y_i \rVert^2. $$ {#eq-loss}

 ## What we measure

 Where the network fits every image, the Hessian of the loss is $H = \frac1n \sum_i J_i^{\mathsf T} J_i$ with
 $J_i = \partial f(x_i)/\partial W$. Its largest eigenvalue $\lambda_{\max}(H)$ is the **sharpness**, its trace the
 **flatness** (small is flat). Two **gradient moments** compare the two spaces,

 $$ g_W^2 = \frac1n \sum_{i,c} \lVert \nabla_W f_c(x_i) \rVert^2 = \operatorname{tr} H, \qquad
    g_x^2 = \frac1n \sum_{i,c} \lVert \nabla_x f_c(x_i) \rVert^2. $$ {#eq-moments}

 The second one is the **Sobolev seminorm** of the learned function over the training images: how fast it changes when
 an image changes.
 */
struct Checkpoint: Sendable {
  let step: Int
  let trace: Double
  let sharpnessTimesRate: Double
}

struct Hyperparameters: Sendable {
  let batchSize: Int
  let learningRate: Double
}

struct Run: Sendable {
  let learningRate: Double
  let batchSize: Int
  let outcome: TrainingResult
  let checkpoints: [Checkpoint]
}

/*:
 ## Training

 For every learning rate and batch size we start from the same \(repeats) random points and run SGD until the loss is
 below $10^{-5}$. On the way we stop at some steps to measure the trace and the sharpness.
 */
let settings = batchSizes.flatMap { batchSize in
  learningRates.map {
    Hyperparameters(batchSize: batchSize, learningRate: $0)
  }
}

let trained = try Sweep(
  over: settings, repetitions: repeats, seed: notebookSeed
) { setting, generator -> Run in
  let initial = network.initialParameters(
    .pyTorchDefault, using: &generator)
  let descent = try StochasticGradientDescent(
    learningRate: setting.learningRate, batchSize: setting.batchSize)
  var checkpoints: [Checkpoint] = []
  var nextLook = 100
  let outcome = try descent.train(
    network, on: data, from: initial, untilLoss: 1e-5, maximumSteps: 60_000,
    checkEvery: 100, using: generator
  ) { state in
    guard state.step >= nextLook else { return }
    nextLook = max(nextLook * 5 / 4, nextLook + 100)
    let point = try ParameterPoint(
      network: network, parameters: state.parameters, data: data)
    checkpoints.append(
      Checkpoint(
        step: state.step, trace: point.trace,
        sharpnessTimesRate: setting.learningRate * (try point.sharpness())))
  }
  return Run(
    learningRate: setting.learningRate, batchSize: setting.batchSize,
    outcome: outcome, checkpoints: checkpoints)
}.rows
let runs = trained.filter { $0.outcome.outcome == .reachedTarget }
expect(
  runs.count * 10 >= trained.count * 8, "at least 8 of 10 runs fit the data")

/*:
 \(runs.count) of \(trained.count) runs reached the target. A run that does not has usually lost all its units: its
 function is constant, which is perfectly flat and useless, and it is left out below.
 */

let watched = learningRates.compactMap { rate in
  runs.first { $0.batchSize == batchSizes[1] && $0.learningRate == rate }
}

//| label: fig-training
//| caption: One run per learning rate, batches of 16. Left: the sharpness in units of 1/η climbs during training towards 2 (dashed), the most that gradient descent bears. Right: the trace of the Hessian ends the lower the larger the learning rate.
show(
  Figure(columns: 2, sharing: [.x, .color]) {
    Plot("Sharpness climbs towards its limit") {
      for run in watched {
        Line(run.checkpoints, x: \.step, y: \.sharpnessTimesRate)
          .color(run.learningRate)
      }
      Rule(y: 2, label: #"$\eta\,\lambda_{\max} = 2$"#).dashed()
    }
    .y(#"$\eta\,\lambda_{\max}$, the sharpness in units of $1/\eta$"#)
    Plot(#"A larger $\eta$ ends flatter"#) {
      for run in watched {
        Line(run.checkpoints, x: \.step, y: \.trace).color(run.learningRate)
      }
    }
    .y(#"trace of the Hessian, $\operatorname{tr} H$"#, .log)
  }
  .x("step", .log).color(#"learning rate $\eta$"#, .log))

/*:
 ## At the minima

 Now the quantities of the theory at the end of every run. `InterpolatingMinimum` refuses a point that does not fit the
 data; the threshold $\eta^*$ is the largest learning rate at which SGD with the run's batch size is stable in mean square
 at this very minimum. It is exact: the notebook `WhereSGDCanStay` explains it.
 */
struct Minimum: Sendable {
  let learningRate: Double
  let batchSize: Int
  let trace: Double
  let sharpness: Double
  let parameterMoment: Double
  let seminorm: Double
  let threshold: Double
  let inequalities: [MultiplicativeInequality]
  let bounds: SobolevBounds
  let testError: Double
}

let margin = MaximumMargin(of: data.inputs)
let minima = try parallelMap(runs) { run -> Minimum in
  let minimum = try InterpolatingMinimum(
    network: network, parameters: run.outcome.parameters, data: data,
    tolerance: 0.1
  )
  let threshold = try minimum.stabilityThreshold(batchSize: run.batchSize)
  let structure = MultiplicativeStructure(of: minimum.point)
  let outputs = try network.outputs(on: test.inputs, at: run.outcome.parameters)
  return Minimum(
    learningRate: run.learningRate, batchSize: run.batchSize,
    trace: minimum.trace,
    sharpness: minimum.sharpness,
    parameterMoment: minimum.point.parameterGradientMoment(order: 1),
    seminorm: minimum.point.sobolevSeminorm(order: 1), threshold: threshold,
    inequalities: try [1, 2].map { try structure.inequality(order: $0) },
    bounds: try minimum.sobolevBounds(
      order: 1, learningRate: min(run.learningRate, threshold),
      batchSize: run.batchSize, threshold: threshold, margin: margin),
    testError: (try SquaredLoss.value(outputs: outputs, targets: test.targets)))
}

//| label: tbl-minima
//| caption: Medians over the initial points. The last column is the exact threshold of stability in units of the learning rate that found the minimum: SGD ends where the threshold is a little above what it uses.
struct Setting {
  let learningRate: Double
  let batchSize: Int
  let members: [Minimum]
  func middle(_ value: (Minimum) -> Double) -> Double {
    median(members.map(value))
  }
}
let rows = batchSizes.flatMap { batchSize in
  learningRates.map { rate in
    Setting(
      learningRate: rate, batchSize: batchSize,
      members: minima.filter {
        $0.learningRate == rate && $0.batchSize == batchSize
      })
  }
}.filter { !$0.members.isEmpty }
show(
  Table(rows) {
    Column("B", \.batchSize)
    Column("η", \.learningRate, format: "%.2f")
    Column("trace", format: "%.1f") { $0.middle(\.trace) }
    Column("sharpness", format: "%.2f") { $0.middle(\.sharpness) }
    Column("2/η", format: "%.1f") { 2 / $0.learningRate }
    Column("seminorm", format: "%.3f") { $0.middle(\.seminorm) }
    Column("η*/η", format: "%.2f") {
      $0.middle { $0.threshold / $0.learningRate }
    }
  })

//| label: fig-moments
//| caption: One point per trained network. The smaller the gradient moment in the weights, the smaller the one in the input; the learning rate orders the points along the line, whatever the batch size.
show(
  Plot("Flatter in the weights is smoother in the input") {
    Points(minima, x: \.parameterMoment, y: \.seminorm, color: \.learningRate)
  }
  .x("$g_W$, gradient moment of the weights", .log).y(
    "$g_x$, Sobolev seminorm", .log
  )
  .color(#"learning rate $\eta$"#, .log))

//: What the picture shows, as claims that would stop this notebook if they were false:
let correlation = rankCorrelation(
  minima.map(\.parameterMoment), minima.map(\.seminorm))
func medianTrace(_ rate: Double) -> Double {
  median(minima.filter { $0.learningRate == rate }.map(\.trace))
}
func medianSeminorm(_ rate: Double) -> Double {
  median(minima.filter { $0.learningRate == rate }.map(\.seminorm))
}

expect(
  correlation > 0.8,
  "g_W and g_x order the minima alike (rank correlation above 0.8)")
expect(
  medianTrace(fastest) < medianTrace(slowest) / 2,
  "the largest learning rate ends at less than half the trace of the smallest")
expect(
  medianSeminorm(fastest) < medianSeminorm(slowest) / 1.5,
  "and its function is smoother, by a factor of 1.5 at least")

/*:
 ## Why: the multiplicative inequality

 Write $\delta = \partial f/\partial(W_1x + b_1)$. The chain rule gives $\nabla_{W_1} f = \delta x^{\mathsf T}$ and
 $\nabla_x f = W_1^{\mathsf T}\delta$: the same $\delta$ in both. So at every sample, for every exponent $p$,

 $$ \lVert \nabla_x f \rVert_p \le \frac{\lVert W_1^{\mathsf T} \rVert_p}{\lVert x \rVert_p} \lVert \nabla_{W_1} f \rVert_p, $$ {#eq-inequality}

 whatever the layers above do. This is no approximation, and it needs no minimum. [](#fig-inequality) compares the two
 sides after averaging over the images, for $p = 2$ and $p = 4$, with the bias of the first layer included on the right.
 */
struct Sides {
  let bound: Double
  let seminorm: Double
}
func sides(order: Int) -> [Sides] {
  minima.map {
    Sides(
      bound: $0.inequalities[order - 1].bestBound,
      seminorm: $0.inequalities[order - 1].inputGradientMoment)
  }
}
let everySide = sides(order: 1) + sides(order: 2)
let diagonal = [
  everySide.map(\.seminorm).min() ?? 0.01, everySide.map(\.bound).max() ?? 1,
]

//| label: fig-inequality
//| caption: Every network lies below the diagonal, as it must.
show(
  Plot("The inequality holds at every minimum") {
    Points(sides(order: 1), x: \.bound, y: \.seminorm, label: "$p = 2$")
    Points(sides(order: 2), x: \.bound, y: \.seminorm, label: "$p = 4$")
    Line(x: diagonal, y: diagonal, label: "equality").dashed()
  }
  .x("right-hand side", .log).y("Sobolev seminorm, left-hand side", .log))
expect(
  everySide.allSatisfy { $0.seminorm <= $0.bound },
  "the inequality holds at every minimum for p = 2 and p = 4")

/*:
 ## From stability to smoothness

 Put the two steps together. If SGD with learning rate $\eta$ and batch size $B$ is stable at a minimum, then
 $\frac1n\sum_i \lVert J_iu \rVert^2 \le 2/\eta$ for every direction $u$ of weight space. Choosing directions and using
 the first layer turns this into bounds on the seminorm that mention neither the data's labels nor the upper layers:

 - **S1** sums over the $m \cdot d$ weights of the first layer, as in the paper;
 - **S2** over its $m$ biases only;
 - **S3** over the $d$ bias directions $W_1e_a$: moving all inputs by $t$ is moving $b_1$ by $W_1t$;
 - **S4** says the same for every input direction at once, as an inequality of matrices, and sums to S3;
 - **S5** uses that the whole trace is bounded, not only each direction;
 - **S6** uses that all images lie in a half-space, since no pixel is negative: $\langle c, x_i\rangle$ is large for some $c$.
 */
struct Level {
  let learningRate: Double
  let value: Double
}
func levels(_ form: SobolevBound.Form, batchSize: Int) -> [Level] {
  learningRates.map { rate in
    let members = minima.filter {
      $0.learningRate == rate && $0.batchSize == batchSize
    }
    return Level(
      learningRate: rate,
      value: median(
        members.map { $0.bounds[form]?.seminorm ?? .nan }))
  }
}
func seminorms(batchSize: Int) -> [Level] {
  learningRates.map { rate in
    Level(
      learningRate: rate,
      value: median(
        minima.filter { $0.learningRate == rate && $0.batchSize == batchSize }
          .map(
            \.seminorm)))
  }
}

//| label: fig-bounds
//| caption: The seminorm at the minima that SGD found (triangles) against what stability alone promises (lines), medians over the initial points. Every promise is kept, by a wide margin.
show(
  Figure(columns: 2, sharing: .all) {
    for batchSize in batchSizes {
      Plot("$B = \(batchSize)$") {
        Line(
          levels(.weightCoordinates, batchSize: batchSize), x: \.learningRate,
          y: \.value, label: "S1, the paper's")
        Line(
          levels(.biasCoordinates, batchSize: batchSize), x: \.learningRate,
          y: \.value, label: "S2, biases")
        Line(
          levels(.biasDirections, batchSize: batchSize), x: \.learningRate,
          y: \.value, label: "S3, bias directions")
        Line(
          levels(.dimensionFree, batchSize: batchSize), x: \.learningRate,
          y: \.value, label: "S5, trace")
        Line(
          levels(.halfSpace, batchSize: batchSize), x: \.learningRate,
          y: \.value, label: "S6, half-space")
        Points(
          seminorms(batchSize: batchSize), x: \.learningRate, y: \.value,
          label: "measured seminorm")
      }
      .x(#"learning rate $\eta$"#, .log).y("Sobolev seminorm $g_x$", .log)
    }
  })
expect(
  minima.allSatisfy { minimum in
    minimum.bounds.allSatisfy { minimum.seminorm <= $0.seminorm }
  },
  "no bound is broken at any minimum")

/*:
 The bounds are true and far from tight: the best of them is
 \(median(minima.map { minimum in (minimum.bounds.smallest?.seminorm ?? .nan) / minimum.seminorm }), "%.0f") times the measured
 seminorm (median). A few runs end where $\eta$ is a little above $\eta^*$, because a run can converge where its second
 moment would not; there we evaluate the bounds at $\eta^*$, which is where they are known to hold.

 ## What this did not show

 - **Not that smoothness is why networks generalise.** The rank correlation between the seminorm and the test error over
   these minima is \(rankCorrelation(minima.map(\.seminorm), minima.map(\.testError)), "%.2f"). Two classes, one data set
   and one architecture prove nothing about others.
 - **Not that flatness is a property of the function.** A ReLU layer can be scaled up and the next one down: the function
   stays, the trace changes. What SGD selects depends on where it starts.
 - **Not that stability explains convergence.** Stability is about staying near a minimum in the mean square. It says
   nothing on which minimum is reached first.
 - **Not much on the size of the seminorm.** The inequality is close; the bounds from stability alone are loose, because
   they must hold for every minimum that is stable, not only for the one that was found.
 */
