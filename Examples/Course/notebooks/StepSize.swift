//| title: How large a step?
//| subtitle: Lecture 2
//| description: Gradient descent finds the spring's slope, as long as its steps are not too large.

/*:
 Gradient descent needs no formula for the best slope, but it needs a learning rate $\eta$. The loss of our spring has
 the curvature $\lambda = \(fit.curvature, "%.3f")$, so steps are stable up to $2/\lambda = \(threshold, "%.4f")$; see
 [](#fig-descent).

 - Experiment: Give another rate: `swift package run-notebook StepSize -P learning-rate=0.2`.
 */
import Course
import Flatbook

//| cell: parameters
let learningRate = param(
  "learning-rate", default: 0.19, in: 0.001...0.3, help: "of the path that is drawn first")

let table = try CSVTable(csv: "data/spring.csv")
let fit = try ProportionalFit(
  x: table.numbers(in: "load"), y: table.numbers(in: "extension"))
let threshold = 2 / fit.curvature

//| label: fig-descent
//| caption: The same start with two learning rates: one finds the slope, the other loses it.
show(
  Plot {
    for rate in [learningRate, 1.02 * threshold] {
      let path = fit.descent(from: 3, learningRate: rate, steps: 30)
      Line(x: path.indices.map(Double.init), y: path, label: "$\\eta$ = \((1000 * rate).rounded() / 1000)")
    }
    Rule(y: fit.best, label: "best").dashed()
  }
  .x("step").y("slope (cm/N)"))

//: What the theory says holds on both sides of the threshold:
for factor in [0.9, 0.99, 1.01, 1.1] {
  let path = fit.descent(from: 3, learningRate: factor * threshold, steps: 400)
  let (first, last) = (abs(path[0] - fit.best), abs(path[400] - fit.best))
  expect(factor < 1 ? last < first : last > first, "\(factor) times the threshold")
}
