import ArgumentParser
import Flatbook
import Foundation

/// From an edited notebook to its page, here and by Jupyter's nbconvert: the same cells and figures, run in turn.
struct NotebookSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "notebooks",
    abstract: "From an edit to the page, and the page's size, against jupyter nbconvert --execute.",
    discussion: """
      Both notebooks lie in peers/notebooks: twelve cells, six figures, formulas. Each round changes a number in both, so \
      that nothing can be kept from the round before; the sides take turns. Ours are the preview, which follows the saves of \
      an editor, and the command, with the notebook's code compiled quickly or optimised; both by the optimised tool. \
      Beside wall times, which other work on the machine makes longer, there is the time of processors, children included. \
      Makes a Python environment at $BENCH_VENV, or in .venv beside \
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
    let tool = try Self.builtTool(package.deletingLastPathComponent())

    let notebooks = package.appendingPathComponent("peers/notebooks")
    let theirs = EditedNotebook(
      file: notebooks.appendingPathComponent("\(Self.name).ipynb"), folder: folder.appendingPathComponent("jupyter"))
    var sides: [any NotebookSide] = [
      CommandSide(
        PageCommand(
          title: "jupyter nbconvert --to html --execute", notebook: theirs, page: "\(Self.name).html",
          program: environment.python,
          arguments: ["-m", "nbconvert", "--log-level", "ERROR", "--to", "html", "--execute", theirs.copy.path]))
    ]
    for configuration in ["debug", "release"] {
      func notebook(_ verb: String) -> EditedNotebook {
        EditedNotebook(
          file: notebooks.appendingPathComponent("\(Self.name).swift"),
          folder: folder.appendingPathComponent("\(verb)-\(configuration)"))
      }
      func arguments(_ notebook: EditedNotebook) -> [String] {
        [
          notebook.copy.path, "--configuration", configuration,
          "--package-path", package.deletingLastPathComponent().path,
          "--output-path", notebook.folder.appendingPathComponent("reports").path,
        ]
      }
      let page = "reports/\(Self.name)/\(Self.name).html"
      let (followed, run) = (notebook("preview"), notebook("run"))
      sides.append(
        PreviewSide(
          PageCommand(
            title: "notebook preview --configuration \(configuration)", notebook: followed, page: page, program: tool,
            arguments: ["preview", "--port", "0", "--until-input-ends"] + arguments(followed))))
      sides.append(
        CommandSide(
          PageCommand(
            title: "notebook run --configuration \(configuration)", notebook: run, page: page, program: tool,
            arguments: ["run"] + arguments(run))))
    }

    // Numbers that no earlier call has used: programs of these would be found compiled.
    let first = Int(Date().timeIntervalSince1970) % 100_000
    var costs: [[Cost]] = Array(repeating: [], count: sides.count)
    for round in 0...rounds {
      for (index, side) in sides.enumerated() {
        let cost = try side.run(editing: Self.edited, to: "sharpness = 4.0\(first + round)")
        if round > 0 { costs[index].append(cost) }
      }
    }
    try printTable(sides, costs)
  }

  /// The tool, built optimised.
  private static func builtTool(_ root: URL) throws -> URL {
    let arguments = ["swift", "build", "-c", "release", "--package-path", root.path, "--product", "notebook"]
    try benchmarks.run(URL(fileURLWithPath: "/usr/bin/env"), arguments)
    let place = try benchmarks.run(URL(fileURLWithPath: "/usr/bin/env"), arguments + ["--show-bin-path"])
    return URL(fileURLWithPath: place).appendingPathComponent("notebook")
  }

  private func printTable(_ sides: [any NotebookSide], _ costs: [[Cost]]) throws {
    let sizes = try sides.map { try Data(contentsOf: $0.pageFile).count }
    let formulas = try sides.map { try ShownFormulas(page: $0.pageFile) }
    let wall = costs.map { median($0.map(\.wall)) }
    let processors = costs.map { median($0.map(\.processors)) }
    print("Medians of \(rounds) rounds, after an edit, everything else warm. ×: how many times less than above.\n")
    print("| | wall | × | processors | × | page | × | formulas shown offline | left as TeX |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for (index, side) in sides.enumerated() {
      let shown = formulas[index].map { "\($0.typeset) | \($0.raw)" } ?? "no Chromium | no Chromium"
      print(
        "| `\(side.title)` | \(wall[index].asTime) | \((wall[0] / wall[index]).rounded(digits: 1)) "
          + "| \(processors[index].asTime) | \((processors[0] / processors[index]).rounded(digits: 1)) "
          + "| \((Double(sizes[index]) / 1000).rounded(digits: 1)) kB "
          + "| \((Double(sizes[0]) / Double(sizes[index])).rounded(digits: 2)) | \(shown) |")
    }
    print(
      """

      Compared with nbconvert is the way from an edit to the report, everything else warm. Goals: in the preview, which \
      compiles for debug unless told otherwise, at least 3 times faster by the wall clock; the page at least 4 times \
      smaller; every formula shown. 'run' compiles for release unless told otherwise.
      """)
  }
}
