//| title: A notebook in ten minutes
//| subtitle: Every spelling, in the order in which one needs them
//| authors: [The Flatbook authors]
//| description: Text, formulas, values, plots, tables and claims in one Swift file. On the way, gradient descent turns out to be stable up to a learning rate of \(threshold, "%.2f"), as theory says.
//| bibliography: Tutorial.bib
//| seed: 7

/*:
 A notebook is **one Swift file**. It compiles as it stands; comments carry what Swift does not know. You are reading the
 page that came out of one: open `notebooks/Tutorial.swift` beside it and compare. Run it with

 ```sh
 swift package run-notebook Tutorial
 ```

 One question runs through the page: *how large a step may gradient descent take?*

 ## Text

 Text stands in comments whose second mark is a colon. It is Markdown.

 ```swift
 //: One line of *text*.

 /*:
  Several lines, with a list:

  - one item,
  - another.
  */
 import Flatbook
 ```
 */
//| cell: setup
import Flatbook

/*:
 The box above is a **cell**: Swift code up to the next piece of text. Its code is folded, because an option says what it
 is for. Options are lines `//| key: value`. At the very top of the file they speak of the whole notebook, before a cell
 of that cell:

 ```swift
 //| title: A notebook in ten minutes
 //| seed: 7

 //| cell: setup
 import Flatbook
 ```

 A wrong option is told with its line, its column and a guess, before anything runs. Try `capton` for `caption`.

 ## Formulas {#sec-formulas}

 TeX stands between dollars, `$f(x)$`, and on lines of its own between two of them. Take a valley with curvature $a$,

 $$ f(x) = \frac{a}{2} x^2, \qquad x_{t+1} = x_t - \eta f'(x_t) = (1 - \eta a)\, x_t. $$ {#eq-step}

 The name after the formula, `{#eq-step}`, makes it something to refer to: `[](#eq-step)` becomes [](#eq-step), and
 `[](#sec-formulas)` becomes [](#sec-formulas). A reference that leads nowhere is an error.

 ## Parameters

 What a reader may want to change is a parameter. It has a type, a range and a sentence of help, and shows in a table.
 */
//| cell: parameters
let curvature = param(
  "curvature", default: 4, in: 0.5...50, help: "a, how steep the valley is")
let steps = param(
  "steps", default: 30, in: 2...200, help: "steps of gradient descent")

/*:
 ```sh
 swift package run-notebook Tutorial -P curvature=10
 swift package run-notebook Tutorial --sweep curvature=1,4,16
 ```

 The second line makes a page for each value, and one that compares them.

 ## Values in the text

 `\(2 / curvature, "%.2f")` in the text is Swift, checked by the compiler and filled in after the last cell. With a
 curvature of \(curvature, "%g"), theory puts the largest stable learning rate at $2/a = \(2 / curvature, "%.2f")$. The
 abstract at the top of this page quotes a value, too: one that is found only below.

 ## Showing things

 `show` puts something right under its cell: a number, a text, a table, a plot.
 */
struct Step {
  var number: Int
  var x: Double
  var distance: Double { abs(x) }
}

func descend(_ rate: Double) -> [Step] {
  var x = 1.0
  return (0...steps).map { number in
    defer { x -= rate * curvature * x }
    return Step(number: number, x: x)
  }
}

let threshold = 2 / curvature
let runs = [0.2, 0.95, 1.02].map { share in
  (share: share, path: descend(share * threshold))
}
for run in runs {
  let end = formatted(run.path.last?.x ?? .nan, "%.2g")
  show("\(run.share) of the threshold: x ends at \(end)")
}

/*:
 ## Plots

 A plot is made of marks. Axes, legend, a version for dark pages, a table of its data and a description in words come by
 themselves. The cell's options give it a name, a caption and a word for those who do not see it:

 ```swift
 //| label: fig-descent
 //| caption: Below the threshold the distance falls, …
 //| alt: Two lines fall and one rises.
 ```
 */
//| label: fig-descent
//| caption: Distance from the minimum. Below $2/a$ it falls, slowly so when the steps overshoot, above it grows.
//| alt: Two lines fall and one rises.
show(
  Plot("Two percent too much is too much") {
    for run in runs {
      Line(
        run.path, x: \.number, y: \.distance,
        label: "$\\eta = \(run.share) \\cdot 2/a$")
    }
  }
  .x("step").y("$|x_t|$", .log))

/*:
 The caption holds a formula, and the text can say that [](#fig-descent) shows it.

 ## Tables

 A table takes rows and columns. With `//| table: sortable` its headings are buttons.
 */
//| label: tbl-ends
//| caption: Where \(steps) steps end.
//| table: sortable
show(
  Table(runs) {
    Column("share of 2/a") { $0.share }
    Column("factor per step") { 1 - $0.share * 2 }
    Column("last distance", format: "%.3g") { $0.path.last?.distance }
  })

/*:
 ## Claims

 A notebook should not only show but *say* something. `expect` states a claim; where it is false the notebook stops, and
 the page says so. Claims turn a notebook into a test: `run-notebook` fails when one of them does.
 */
expect(
  (runs[1].path.last?.x ?? 1).magnitude < 1,
  "just below the threshold the distance falls")
expect(
  (runs[2].path.last?.x ?? 0).magnitude > 1,
  "just above the threshold the distance grows")
expect(1 - 2 * runs[0].share, near: 0.6, tolerance: 1e-9)

/*:
 ## Long work

 Noise makes the question harder [@wu2018; @ma2021, Theorem 1]: stochastic gradient descent takes a step with one sample
 at a time, here with a curvature of its own. `cached` keeps what is expensive from one run to the next, and `progress`
 tells the terminal how far it is. The seed at the top of the file arrives as `notebookSeed`; the same seed gives the
 same numbers.

 A kept value is taken only where its name, the values after `key:`, the code of the call, the parameters, the seed, the
 library and the compiler are the same. The foot of this page says which values were kept.
 */
let shares = stride(from: 0.05, through: 1, by: 0.05).map { $0 }
let growth: [Double] = cached("growth of SGD", key: shares) {
  var generator = SplitMix64(seed: notebookSeed)
  return progress(over: shares, "learning rates").map { share in
    var logarithm = 0.0
    for _ in 0..<200_000 {
      let sample = curvature * Double.random(in: 0...2, using: &generator)
      logarithm += log(abs(1 - share * threshold * sample))
    }
    return logarithm / 200_000
  }
}

//| label: fig-growth
//| caption: Mean logarithm of the factor by which one step changes the distance; below zero SGD comes to rest.
show(
  Plot("Noise changes how fast the distance falls") {
    Line(x: shares, y: growth)
    Rule(y: 0).dashed()
  }
  .x("learning rate as a share of 2/a").y("growth per step"))

/*:
 ## Saying it with care

 Some sentences deserve a frame:

 ```swift
 //: - Callout(Theorem): A step … {#thm-stable}
 //: - Warning: The valley is not always a parabola.
 //: > Tip: Try another curvature.
 ```

 - Callout(Theorem): Gradient descent on a parabola of curvature $a > 0$ comes to rest if and only if
   $0 < \eta < 2/a$. {#thm-stable}

 - Callout(Proof): By [](#eq-step) the distance is multiplied by $|1 - \eta a|$ in every step, and
   $|1 - \eta a| < 1$ means $0 < \eta a < 2$.

 - Warning: A network's loss is not a parabola. [](#thm-stable) speaks of what happens near a minimum.

 > Tip: `//: - Note:`, `Experiment`, `Example` and others work as well.

 Footnotes[^foot] and tables are Markdown, too:

 | in the text | becomes |
 | --- | --- |
 | `[](#fig-descent)` | [](#fig-descent) |
 | `[@ma2021]` | [@ma2021] |
 | `\(steps)` | \(steps) |

 [^foot]: `[^foot]` in the text, and `[^foot]: …` on a line of its own.

 ## Failing on purpose

 A page about errors can show one. A cell with `//| expect: error` or `//| expect: trap` is meant to fail; the notebook
 goes on after it.
 */
//| expect: error
struct TooSteep: Error {
  var curvature: Double
}
if curvature > 0 { throw TooSteep(curvature: curvature) }

//| expect: trap
let path = descend(threshold)
show(path[path.count].x)

/*:
 ## Where to go from here

 - `swift run notebook help markup` lists every spelling on one screen, and `help NB010` explains an error.
 - `Documentation/NotebookFormat.md` is the reference: every option with its values and what it does.
 - The other notebooks of this folder are experiments: where SGD can stay, why flat minima are smooth, how a bound falls
   with the sample size, and every mark of the plotting library.

 **What this page did not show:** networks. For a network the curvature $a$ becomes the largest eigenvalue of a Hessian,
 and the batch size decides how much room is left below $2/a$.
 */
