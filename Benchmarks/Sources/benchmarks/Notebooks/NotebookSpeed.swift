import ArgumentParser
import Flatbook
import Foundation

/// From an edited notebook to its page, here and by Jupyter's nbconvert: the same cells and figures, run in turn.
struct NotebookSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebooks",
    abstract: "Time from an edit to the page, and its size, against jupyter nbconvert --execute.",
    discussion: """
      Both notebooks lie in peers/notebooks: twelve cells, six figures, formulas. Each round changes a number in both, so \
      that nothing can be kept from the round before. Makes a Python environment at $BENCH_VENV, or in .venv beside \
      Package.swift, if there is none; one that is there needs nbconvert, ipykernel, matplotlib and numpy. With Chromium it \
      also counts the formulas that each page shows without a network.
      """)

  @Option(help: "How often each side runs; one more time before, to warm up.")
  var rounds = 5
  @Option(help: "A folder that keeps the pages of both sides.")
  var keep: String?

  private static let name = "OverTheEdge"
  private static let edited = "sharpness = 4.0"

  func run() throws {
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appendingPathComponent("../../..").standardized
    let place = ProcessInfo.processInfo.environment["BENCH_VENV"].map { URL(fileURLWithPath: $0) }
    let environment = try PeerEnvironment(
      folder: place ?? package.appendingPathComponent(".venv"),
      packages: ["matplotlib", "numpy", "nbconvert", "ipykernel", "datashader"])
    let folder = URL(
      fileURLWithPath: keep ?? NSTemporaryDirectory() + "notebooks-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }

    let theirs = Side(
      title: "jupyter nbconvert --to html --execute", source: package.appendingPathComponent("peers/notebooks"),
      file: "\(Self.name).ipynb", folder: folder.appendingPathComponent("jupyter"), page: "\(Self.name).html",
      program: environment.python,
      arguments: { ["-m", "nbconvert", "--log-level", "ERROR", "--to", "html", "--execute", $0] })
    let root = package.deletingLastPathComponent()
    let ours = [("release", "optimised"), ("debug", "compiled quickly")].map { configuration, words in
      let output = folder.appendingPathComponent(configuration)
      return Side(
        title: "swift package run-notebook, \(words)", source: theirs.source, file: "\(Self.name).swift",
        folder: output, page: "reports/\(Self.name)/\(Self.name).html", program: URL(fileURLWithPath: "/usr/bin/env"),
        arguments: {
          [
            "swift", "package", "--package-path", root.path, "run-notebook", $0, "--configuration", configuration,
            "--output-path", output.appendingPathComponent("reports").path,
          ]
        })
    }
    var seconds: [[Double]] = Array(repeating: [], count: 3)
    for round in 0...rounds {
      for (index, side) in ([theirs] + ours).enumerated() {
        let time = try side.run(editing: Self.edited, to: "sharpness = 4.0\(round + 1)")
        if round > 0 { seconds[index].append(time) }
      }
    }
    try printTable([theirs] + ours, seconds.map(median))
  }

  private func printTable(_ sides: [Side], _ times: [Double]) throws {
    let sizes = try sides.map { try Data(contentsOf: $0.pageFile).count }
    let formulas = try sides.map { try $0.shownFormulas() }
    print("Medians of \(rounds) rounds, after an edit, everything else warm.\n")
    print("| | edit to page | times faster | page | times smaller | formulas shown offline | left as TeX |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for (index, side) in sides.enumerated() {
      let shown = formulas[index].map { "\($0.typeset) | \($0.raw)" } ?? "no Chromium | no Chromium"
      print(
        "| `\(side.title)` | \(times[index].asTime) | \((times[0] / times[index]).rounded(digits: 1)) "
          + "| \((Double(sizes[index]) / 1000).rounded(digits: 0)) kB "
          + "| \((Double(sizes[0]) / Double(sizes[index])).rounded(digits: 1)) | \(shown) |")
    }
    print("\nGoals: 3 times faster, 4 times smaller, every formula shown.")
  }
}

/// One way from a notebook to its page.
private struct Side {
  let title: String
  /// The folder of the kept notebook.
  let source: URL
  let file: String
  /// Where the edited copy and the page go.
  let folder: URL
  let page: String
  let program: URL
  let arguments: (String) -> [String]

  var pageFile: URL { folder.appendingPathComponent(page) }

  /// The seconds from the edited file to the page.
  func run(editing text: String, to new: String) throws -> Double {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let copy = folder.appendingPathComponent(file)
    let notebook = try String(contentsOf: source.appendingPathComponent(file), encoding: .utf8)
    guard notebook.contains(text) else { throw PeerError(description: "\(file) has no “\(text)” to edit") }
    try notebook.replacingOccurrences(of: text, with: new).write(to: copy, atomically: true, encoding: .utf8)
    let clock = ContinuousClock()
    let passed = try clock.measure { _ = try benchmarks.run(program, arguments(copy.path)) }.components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }

  /// How many formulas the page shows typeset in a browser without a network, and how many as TeX; nil without Chromium.
  func shownFormulas() throws -> (typeset: Int, raw: Int)? {
    let chromium = URL(fileURLWithPath: "/usr/bin/env")
    guard (try? benchmarks.run(chromium, ["sh", "-c", "command -v chromium"])) != nil else { return nil }
    let document = try benchmarks.run(
      chromium,
      [
        "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--proxy-server=127.0.0.1:9",
        "--proxy-bypass-list=<-loopback>", "--virtual-time-budget=5000", "--dump-dom", pageFile.absoluteString,
      ])
    // What a reader sees: no scripts, styles, code and no words for screen readers.
    let seen = document.replacing(
      #/(?s)<(script|style|pre|annotation|math)\b.*?<\/\1>/#, with: ""
    )
    let typeset = seen.matches(of: /<span class="katex"|<mjx-container|class="MathJax"/).count
    let raw = seen.replacing(/<[^>]*>/, with: "").matches(of: /\$\$?[^$]+\$\$?/).count
    return (typeset, raw)
  }
}
