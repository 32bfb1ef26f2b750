extension Template {
  /// Questions, code to complete with a solution that the page hides, checks, and a written answer.
  static func assignmentText(_ name: String) -> String {
    """
    //| title: \(name)
    //| seed: 1

    /*:
     # \(name)

     Complete the function of question 1 so that its check holds, and answer question 2 in your own words.

     ## Question 1: a threshold (2 points)

     Gradient descent in a valley of curvature $\\lambda$ makes the steps $v \\leftarrow (1 - \\eta\\lambda)v$. Up to which
     learning rate $\\eta$ does $|v|$ not grow?
     */
    import Flatbook

    func stabilityThreshold(sharpness: Double) -> Double {
      // Replace what follows. These lines run, but the page does not show them.
      //#-hidden-code
      return 2 / sharpness
      //#-end-hidden-code
    }

    // %% Check of question 1
    expect(stabilityThreshold(sharpness: 4), near: 0.5, "the threshold of a valley of curvature 4")
    expect(
      stabilityThreshold(sharpness: 8) < stabilityThreshold(sharpness: 4), "a steeper valley asks for smaller steps")

    /*:
     ## Question 2: what a figure says (1 point)

     [](#fig-threshold) shows the threshold against the curvature. What happens where $\\lambda$ goes to zero, and why?

     *Your answer here.*
     */
    //| label: fig-threshold
    //| caption: The largest learning rate that is stable.
    show(
      Plot { Line(over: 0.5...8) { sharpness in stabilityThreshold(sharpness: sharpness) } }
        .x("curvature λ").y("threshold"))

    """
  }
}
