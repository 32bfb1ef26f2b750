import NotebookFormat

/// A notebook that uses all that a page can show, and a recording of it.
enum SampleNotebook {
  static let source = """
    //| title: Flat minima are smooth
    //| subtitle: What the stability of SGD says about the inputs of a network
    //| authors: [Ada Example, Bruno Beispiel]
    //| date: 2026-11-23
    //| seed: 20261123
    //| description: We train small networks with several learning rates and compare the sharpness $\\\\lambda_{\\\\max}$ \\
    of the minima found with the smoothness of the functions they stand for.

    /*:
     # Flat minima are smooth

     For a network $f(x) = \\\\tilde f(W_1 x + b_1)$ the gradient with respect to the **input** is controlled by the
     gradient with respect to the *first layer*. Here the network reaches
     $\\\\lambda_{\\\\max}(H) = \\\\(sharpness, "%.3g")$, that is \\\\(share) of the bound; see [](#fig-curve), [](#tbl-runs)
     and [](#eq-bridge). Code such as `let x = "\\\\(y)"` is left alone.[^why]

     $$
     \\\\|\\\\nabla_x f(x)\\\\| \\\\le \\\\frac{\\\\|W_1\\\\|_2}{\\\\max(1, \\\\|x\\\\|)}\\\\, \\\\|\\\\nabla_{W_1} f(x)\\\\|,
     \\\\qquad \\\\eta^*_2 = \\\\sup\\\\Bigl\\\\{\\\\eta : \\\\rho(\\\\mathcal{T}_\\\\eta) \\\\le 1\\\\Bigr\\\\}
     $$ {#eq-bridge}

     [^why]: A footnote: markup inside code means itself.
     */
    import Flatbook

    //: ## Parameters and data {#sec-data}
    //:
    //: - Note: Every parameter can be set from the command line.
    //|  cell: parameters
    let learningRate = param("learning-rate", default: 0.1, in: 0.001...1, help: "η in theory scale")
    let batchSize = param("batch-size", default: 10)

    //: ### Data
    //:
    //: Two classes of Fashion-MNIST, 500 samples each.
    // %% Load and train
    //| code: fold
    let data = try Dataset.fashionMNIST(classes: [0, 1], perClass: 500)
    print(data)

    /*:
     ## Results

     - Callout(Theorem): At an interpolating minimum that SGD does not leave, $\\\\operatorname{tr} H \\\\le 2B/\\\\eta$.
       {#thm-trace}

     From [](#thm-trace) follows

     | quantity | symbol | value |
     | :--- | :---: | ---: |
     | sharpness | $\\\\lambda_{\\\\max}$ | 19.4 |
     | trace | $\\\\operatorname{tr} H$ | 187 |

     > Tip: Try `--sweep learning-rate=0.05,0.1,0.2`.

     > Warning: The bound is vacuous above $\\\\eta = 2$.

     > A quotation stands back a little, as it should.
     */
    //| label: fig-curve
    //| caption: Larger learning rates $\\\\eta$ select smoother functions.
    //| alt: Two lines that fall from upper left to lower right.
    show(Plot {
      Line(runs, x: \\\\.learningRate, y: \\\\.seminorm, label: "median of 20 runs")  // the claim
      Line(runs, x: \\\\.learningRate, y: \\\\.bound, label: "bound")
    }
    .x("learning rate η", .log).y("Sobolev seminorm |f|₁,₂", .log))

    //| label: tbl-runs
    //| caption: The five runs.
    //| table: sortable
    show(Table(runs))
    expect(sharpness, lessThan: 2 / learningRate)

    //#-hidden-code
    let hidden = "not on the page"
    //#-end-hidden-code

    //: ## What this did not show
    //:
    //: 1. Other data sets; see [the paper](https://example.org/paper).
    //: 2. Deeper networks.
    //: - [x] trained
    //: - [ ] verified
    show(sharpness)
    @MainActor func last(_ n: Int) -> Double? { n > 0x1F ? 1.5e-3 : nil }
    """.replacing("\\\\", with: "\\").replacing("\\\n", with: "")

  static var notebook: Notebook { NotebookParser().parse(source: source, path: "notebooks/FlatMinima.swift").notebook }

  static let palette = [
    ThemeColor(name: "plot-ink", light: "#222831", dark: "#d7dce2"),
    ThemeColor(name: "plot-grid", light: "#e4e7eb", dark: "#2c333b"),
    ThemeColor(name: "plot-1", light: "#0072b2", dark: "#5ab4e6"),
    ThemeColor(name: "plot-2", light: "#d55e00", dark: "#f28e3c"),
  ]

  /// A drawing of two curves, as the plotting library makes them.
  static var figure: FigureOutput {
    func curve(_ shift: Double) -> [(Double, Double)] {
      (0..<60).map { i in
        let x = Double(i) / 59
        return (x, 0.85 - 0.7 * x * (2 - x) + shift * (1 - x))
      }
    }
    func path(_ points: [(Double, Double)]) -> String {
      points.enumerated().map { index, point in
        let x = (60 + 560 * point.0).rounded()
        let y = (40 + 280 * (1 - point.1)).rounded()
        return "\(index == 0 ? "M" : "L")\(x) \(y)"
      }.joined()
    }
    let grid = (0...4).map { i in
      let y = 40 + 70 * i
      return """
        <line x1="60" x2="620" y1="\(y)" y2="\(y)" stroke="var(--plot-grid, #e4e7eb)"/>
        <text x="52" y="\(y + 4)" font-size="12" text-anchor="end" fill="var(--plot-ink, #222831)">\(4 - i)</text>
        """
    }.joined()
    let svg = """
      <svg xmlns="http://www.w3.org/2000/svg" width="640" height="380" viewBox="0 0 640 380" font-family="sans-serif">
      <defs><clipPath id="figure-clip"><rect x="60" y="40" width="560" height="280"/></clipPath></defs>
      \(grid)<text x="60" y="22" font-size="13" fill="var(--plot-ink, #222831)">Sobolev seminorm |f|₁,₂</text>
      <text x="340" y="360" font-size="13" text-anchor="middle" fill="var(--plot-ink, #222831)">learning rate η</text>
      <g clip-path="url(#figure-clip)" fill="none" stroke-width="2">
      <path d="\(path(curve(0)))" stroke="var(--plot-1, #0072b2)"/>
      <path d="\(path(curve(0.1)))" stroke="var(--plot-2, #d55e00)" stroke-dasharray="6 4"/></g></svg>
      """
    let data = [("median of 20 runs", 0.0), ("bound", 0.1)].map { title, shift in
      TableOutput(
        title: title, columns: ["learning rate in units of the exact threshold", "seminorm"],
        rows: curve(shift).map { [.number($0.0), .number($0.1)] })
    }
    return FigureOutput(
      svg: svg, width: 640, height: 380, alt: "Both lines keep their distance.",
      notes: ["Two points lie outside the axes."], data: data, palette: palette)
  }

  static let table = TableOutput(
    title: "Runs", columns: ["run", "learning rate", "sharpness", "steps", "converged"],
    rows: (0..<5).map { i in
      [
        .text("run \(i)"), .number(0.05 * Double(i + 1)), .number(20.37123 / Double(i + 1)),
        .integer(10_000 - 1_234 * i), i == 3 ? .missing : .text("yes"),
      ]
    })

  static var recording: Recording {
    var provenance = Provenance()
    provenance.commit = "8f3a1c2e9b7d4f60a1b2c3d4e5f60718293a4b5c"
    provenance.hasUncommittedChanges = true
    provenance.libraryVersion = "0.1.0"
    provenance.dependencies = ["swift-argument-parser 1.8.2"]
    provenance.toolchain = "Swift 6.3.1"
    provenance.platform = "Linux"
    provenance.processor = "x86-64, AVX-512, 2 cores"
    provenance.configuration = "release"
    provenance.command = "swift package run-notebook notebooks/FlatMinima.swift -P learning-rate=0.2"
    provenance.date = "2026-11-23T12:00:00Z"
    provenance.totalSeconds = 12.3456
    provenance.compileSeconds = 1.9
    provenance.peakMemoryBytes = 123_456_789
    let cells = [
      CellRecord(index: 0, seconds: 0.01),
      CellRecord(index: 1, seconds: 0.001),
      CellRecord(
        index: 2, standardOutput: CapturedText("1000 samples of 784 pixels, 2 classes\n"),
        standardError: CapturedText("warning: slow disk\n"), seconds: 0.6),
      CellRecord(index: 3, outputs: [.figure(figure)], seconds: 11.2),
      CellRecord(
        index: 4, outputs: [.table(table)],
        expectations: [
          Expectation(
            claim: "sharpness < 2 / learningRate", held: true, detail: "9.71 is less than 10", line: 62)
        ], seconds: 0.2),
      CellRecord(index: 5, seconds: 0),
      CellRecord(
        index: 6, outputs: [.text("9.7124")],
        standardOutput: CapturedText((1...30).map { "step \($0)\n" }.joined(), droppedBytes: 1024), seconds: 0),
    ]
    return Recording(
      cells: cells,
      parameters: [
        Parameter(
          name: "learning-rate", type: "Double", value: "0.2", defaultValue: "0.1", range: "0.001 … 1",
          help: "η in theory scale", isOverridden: true,
          line: notebook.cells[1].lines.lowerBound),
        Parameter(
          name: "batch-size", type: "Int", value: "10", defaultValue: "10", range: nil, help: nil, isOverridden: false,
          line: notebook.cells[1].lines.upperBound),
      ],
      inlineValues: [0: .init(text: "9.71", tex: "9.71"), 1: .init(text: "97 %", tex: "97\\,\\%")],
      seed: 20_261_123, provenance: provenance)
  }

  /// The same notebook, stopped in its fifth cell by a trap.
  static var failedRecording: Recording {
    var failed = recording
    failed.cells.removeLast(2)
    failed.cells[4].seconds = nil
    failed.cells[4].expectations[0].held = false
    failed.inlineValues = [:]
    let line = notebook.cells[4].lines.upperBound
    failed.failure = Failure(
      kind: .expectation, message: "sharpness < 2 / learningRate: 12.1 is not less than 10", line: line, column: 8,
      details: "0 closure #1 in main at FlatMinima.swift:\(line):8")
    failed.failedCell = 4
    return failed
  }
}
