//| title: A spring
//| subtitle: Lecture 1
//| description: Ten loads, ten extensions, one number.

/*:
 We hang loads on a spring and read how far it gives. The line through the origin that fits best has a slope of
 \(fit.best, "%.2f") cm per newton; see [](#fig-spring).
 */
import Course
import Flatbook

let table = try CSVTable(csv: "data/spring.csv")
let (load, extended) = (try table.numbers(in: "load"), try table.numbers(in: "extension"))
let fit = ProportionalFit(x: load, y: extended)

//| label: fig-spring
//| caption: Ten loads and the best line.
show(
  Plot {
    Points(x: load, y: extended, label: "measured")
    Line(x: [0, 5], y: [0, 5 * fit.best], label: "best line")
  }
  .x("load (N)").y("extension (cm)"))

//: No other slope does better:
for other in [fit.best - 0.1, fit.best + 0.1] {
  expect(fit.loss(other) > fit.loss(fit.best), "the loss at \(other) is larger")
}
