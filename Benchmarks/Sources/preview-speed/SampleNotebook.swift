/// The notebook that is edited: 12 cells, 6 figures, prose with formulas and a quoted value.
enum SampleNotebook {
  /// What only the page of this turn holds.
  static func mark(turn: Int) -> String { "turn \(turn + 1000)" }

  static func text(turn: Int) -> String {
    let figures = (1...6).map { index in
      """
      /*:
       ## Part \(index) {#sec-\(index)}

       The curve $y = x^{\(index)} e^{-x}$ and its slope $\\frac{dy}{dx} = x^{\(index - 1)}(\(index) - x)e^{-x}$, with
       $$ \\int_0^\\infty x^{\(index)} e^{-x}\\,dx = \(index)! $$ {#eq-\(index)}
       */
      let curve\(index) = (0..<200).map { step in
        let x = Double(step) / 20
        return pow(x, Double(\(index))) * exp(-x) * scale
      }

      //| label: fig-\(index)
      //| caption: The curve of part \(index), with $n = \(index)$.
      show(Plot("Part \(index)") { Line(x: (0..<200).map { Double($0) / 20 }, y: curve\(index), label: "$x^{\(index)}e^{-x}$") }
        .x("x").y("y"))

      """
    }
    // The value is a text that the last cell made: the page holds it only after this very run.
    return """
      //| title: Measured
      /*:
       # Measured

       This page shows \\(words), of [](#fig-1) to [](#fig-6).
       */
      import Flatbook
      import Foundation
      let number = \(turn + 1000)
      let scale = 1 + Double(number) / 1000
      let words = "turn " + String(number)

      \(figures.joined(separator: "\n"))
      """
  }
}
