//| title: Over the edge
//| description: Gradient descent in a valley, stable and not, with the same cells as OverTheEdge.ipynb.
//| seed: 7

/*:
 # Over the edge

 On $f(w) = \frac{\lambda}{2} w^2$ gradient descent is $w_{t+1} = (1 - \eta\lambda)\,w_t$. It stays where
 $|1 - \eta\lambda| \le 1$, that is

 $$ 0 \le \eta \le \frac{2}{\lambda}. $$
 */
import Flatbook

//: ## Parameters
let sharpness = 4.0
let steps = 40
let learningRates = [0.1, 0.3, 0.45, 0.49, 0.51]

//: ## The rule
//:
//: One step multiplies the distance by $1 - \eta\lambda$.
func descend(from start: Double, learningRate: Double) -> [Double] {
  (0...steps).map { step in (0..<step).reduce(start) { value, _ in value * (1 - learningRate * sharpness) } }
}

//: ## Runs
let time = (0...steps).map(Double.init)
let runs = learningRates.map { descend(from: 1, learningRate: $0) }
print("\(runs.count) runs of \(steps) steps")

//: ## Distance over time
//| caption: The distance $|w_t|$ for five learning rates.
//| alt: Four lines fall and one rises.
show(
  Plot("Distance") {
    for (rate, run) in zip(learningRates, runs) { Line(x: time, y: run.map { abs($0) }, label: "η = \(rate)") }
  }.x("step").y("distance", .log))

//: ## Place over time
//| caption: Between $1/\lambda$ and $2/\lambda$ the sign alternates.
//| alt: A line that oscillates and shrinks.
show(Plot("Place") { Line(x: time, y: runs[2], label: "η = 0.45") }.x("step").y("w"))

//: ## The factor
//| caption: The factor $|1 - \eta\lambda|$.
//| alt: A line that falls to zero and rises again.
let rates = (0...200).map { Double($0) / 200 * 0.6 }
show(Plot("Factor per step") { Line(x: rates, y: rates.map { abs(1 - $0 * sharpness) }) }.x("learning rate η").y("factor"))

//: ## The loss
//| caption: The loss $f(w_t)$.
//| alt: Two lines, one falls.
let losses = runs.map { $0.map { sharpness / 2 * $0 * $0 } }
show(
  Plot("Loss") {
    Line(x: time, y: losses[0], label: "η = 0.1")
    Line(x: time, y: losses[4], label: "η = 0.51")
  }.x("step").y("loss", .log))

//: ## Noise
//:
//: With noise of variance $\sigma^2$ the stationary variance is $\eta\sigma^2 / (2\lambda - \eta\lambda^2)$.
var generator = SplitMix64(seed: 7)
var place = 0.0
var places: [Double] = []
for _ in 0..<400 {
  place = (1 - 0.1 * sharpness) * place + 0.1 * (Double.random(in: -1...1, using: &generator))
  places.append(place)
}

//| caption: A noisy run.
//| alt: A line that wanders around zero.
show(Plot("Noise") { Line(x: (0..<400).map(Double.init), y: places) }.x("step").y("w"))

//: ## Where it was
//| caption: A step against the one before.
//| alt: A cloud of points along a diagonal.
show(Plot("Step by step") { Points(x: Array(places.dropLast()), y: Array(places.dropFirst())) }.x("w_t").y("w_{t+1}"))

//: ## The answer
//:
//: The largest stable learning rate is $2/\lambda$.
show(2 / sharpness)
