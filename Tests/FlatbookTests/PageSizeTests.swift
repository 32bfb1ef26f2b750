import Flatbook
import Foundation
import NotebookFormat
import NotebookReport
import Testing

@Suite("The size of a page")
struct PageSizeTests {
  private func size(_ source: String, _ outputs: [Output] = []) -> Int {
    let notebook = NotebookParser().parse(source: source, path: "a/Sample.swift").notebook
    let cells = outputs.enumerated().map { CellRecord(index: $0, outputs: [$1], seconds: 0.1) }
    return HTMLReport(notebook, Recording(cells: cells)).page().size
  }

  @Test("An empty page takes at most 25 kB, one with formulas 60 kB, one that uses every font of formulas 60 kB")
  func withoutFigures() {
    let empty = size("")
    let math = size(
      #"""
      /*:
       $\lambda_{\max}(H) \le \frac{2}{\eta}$, $\mathbb{E}\|x\|^2$, $\mathcal{L}$, $\mathbf{W}^\mathsf{T}$, $\text{text}$

       $$ \sum_{i=1}^n \Bigl(\int_0^1 \Biggl[\sqrt{\frac{\partial f}{\partial x}}\Biggr] dx\Bigr), \qquad
          A = \begin{pmatrix} a & b \\ c & d \end{pmatrix}, \quad x \in \mathbb{R}^n \subseteq \mathcal{G} $$
       */
      """#)
    let everything = size(
      #"""
      /*:
       $\frac12 \mathcal{L} \mathfrak{g} \mathbf{W} \mathsf{T} \mathtt{x} \mathscr{F} \mathbb{R} \boldsymbol{\alpha} \mathit{x} \textbf{b} \mathbf{\mathcal{L}}$

       $$ \bigl(\Bigl(\biggl(\Biggl(\sqrt{\frac{\partial f}{\partial x}}\Biggr)\biggr)\Bigr)\bigr) \quad \sum_i \textit{i} \textsf{s \textbf{b} \textit{i}} $$
       */
      """#)
    print(
      "page sizes: empty \(empty) bytes, with formulas \(math) bytes, with every font of formulas \(everything) bytes")
    #expect(empty <= 25_000)
    #expect(math <= 60_000)
    #expect(everything <= 60_000)
    // Nothing is measured where KaTeX is missing; then formulas are TeX.
    #expect(KaTeXAssets.find() == nil || math > empty + 20_000)
  }

  @Test("Five line plots of 2 × 200 points with all their data take at most 150 kB more")
  func withFigures() throws {
    let cells = (0..<5).map { "// %%\nlet a\($0) = 1\n" }.joined()
    let outputs = try (0..<5).map { figure -> Output in
      let x = (0..<200).map { Double($0) / 199 }
      func curve(_ shift: Double) -> [Double] { x.map { exp(-$0 * Double(figure + 1)) * cos(12 * $0 + shift) } }
      return
        try
        (Plot("Figure \(figure)") {
          Line(x: x, y: curve(0), label: "first")
          Line(x: x, y: curve(1), label: "second")
        }.x("time").y("place")).output()
    }
    guard case .figure(let first)? = outputs.first else {
      Issue.record("a plot is a figure")
      return
    }
    #expect(first.data.reduce(0) { $0 + $1.rows.count } >= 200)
    let more = size(cells, outputs) - size(cells)
    print("page sizes: five line plots of 2 × 200 points with their data \(more) bytes more")
    #expect(more <= 150_000)
    // They are all there: every value of the last curve's data can be downloaded.
    #expect(more >= 5 * 200 * 2 * 10)
  }
}
