extension Template {
  /// A question, parameters, runs, a figure, claims, and what was not shown.
  static func experimentText(_ name: String) -> String {
    """
    //| title: \(name)
    //| description: Up to which learning rate gradient descent stays in a valley.
    //| seed: 1

    /*:
     # \(name)

     **Question.** Up to which learning rate does gradient descent stay at the bottom of a valley of curvature $\\lambda$?

     **Answer.** Up to \\(threshold, "%.3g"), which is $2/\\lambda$; [](#fig-growth) shows it.
     */
    import Flatbook
    import Foundation

    //| cell: parameters
    let sharpness = param("sharpness", default: 4.0, in: 0.1...100, help: "the curvature of the valley")
    let steps = param("steps", default: 40, in: 1...1000, help: "steps of each run")

    /*:
     ## Runs

     In the valley $\\frac{\\lambda}{2}v^2$ a step with learning rate $\\eta$ is $v \\leftarrow v - \\eta\\lambda v$. Each run
     starts at a random place and notes by how much the distance grew per step.
     */
    struct Run {
      let learningRate: Double
      let growth: Double
    }

    let threshold = 2 / sharpness
    var generator = SplitMix64(seed: notebookSeed)
    let runs = (0..<30).map { index in
      let learningRate = threshold * (Double(index) + 0.5) / 20
      let start = Double.random(in: 0.5...1, using: &generator)
      var distance = start
      for _ in 0..<steps { distance -= learningRate * sharpness * distance }
      return Run(learningRate: learningRate, growth: pow(abs(distance / start), 1 / Double(steps)))
    }

    //| label: fig-growth
    //| caption: The growth per step passes 1 where the learning rate passes $2/\\lambda$.
    show(
      Plot("Gradient descent leaves the valley at 2/λ") {
        Line(runs, x: \\.learningRate, y: \\.growth, label: "measured")
        Rule(x: threshold, label: "2/λ").dashed()
      }
      .x("learning rate η").y("growth per step"))

    //: ## Claims
    expect(
      runs.allSatisfy { ($0.growth < 1) == ($0.learningRate < threshold) },
      "a run comes closer exactly where the learning rate is below 2/λ")

    /*:
     ## What this does not show

     A valley of one dimension and no noise: with batches the threshold is lower.
     */

    """
  }
}
