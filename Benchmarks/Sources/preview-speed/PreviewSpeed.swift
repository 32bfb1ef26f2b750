import ArgumentParser
import Foundation

/// From a save to the new page: edits a notebook under a preview again and again, as an editor does.
@main struct PreviewSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "preview-speed",
    abstract:
      "Measures the time from a save to the new page beyond the notebook's own run, and prints a Markdown table.",
    discussion: """
      The notebook has 12 cells, 6 figures and formulas in its prose. Each save changes a number in its first cell, so \
      that it is compiled anew; a save counts from just before the file is written to the last byte of the page that \
      holds the new number. The seconds that the notebook's own process took are taken off.
      """)

  @Option(help: "How many saves to measure.")
  var saves = 20
  @Option(help: "How the notebook is compiled: debug or release.")
  var configuration = "debug"
  @Option(help: "The tool 'notebook'; by default it is built, optimised, in the package around Benchmarks.")
  var tool: String?
  @Option(help: "The package that the tool works in; by default the one around Benchmarks.")
  var package: String?

  @Flag(name: .shortAndLong, help: "Show what the preview says of every save.")
  var verbose = false

  func run() throws {
    guard saves > 0 else { throw ValidationError("--saves is at least 1") }
    let root =
      package
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path
    let folder =
      FileManager.default.temporaryDirectory.path + "/preview-speed-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let notebook = folder + "/Measured.swift"
    try SampleNotebook.text(turn: 0).write(toFile: notebook, atomically: true, encoding: .utf8)

    let preview = try PreviewProcess(
      tool: try tool ?? PreviewProcess.builtTool(root),
      ["preview", notebook, "--port", "0", "--configuration", configuration, "--package-path", root]
        + ["--output-path", folder + "/reports"] + (verbose ? [] : ["--quiet"]))
    defer { preview.stop() }
    let listener = try LoopbackClient(port: preview.port)
    try listener.ask("/events")
    while try listener.nextPage().total == 0 {}

    var overheads: [Double] = []
    var runs: [Double] = []
    var size = 0
    for turn in 1...saves {
      // A person pauses between saves; so does a machine that is to be measured at rest.
      usleep(300_000)
      let text = SampleNotebook.text(turn: turn)
      let start = ContinuousClock.now
      try text.write(toFile: notebook, atomically: true, encoding: .utf8)
      let event = try listener.nextPage()
      let page = try LoopbackClient.page(port: preview.port, "/Measured/")
      let passed = (ContinuousClock.now - start).components
      guard page.contains(SampleNotebook.mark(turn: turn)) else { throw ValidationError("save \(turn) made no page") }
      overheads.append(Double(passed.seconds) + Double(passed.attoseconds) * 1e-18 - event.run)
      runs.append(event.run)
      size = page.utf8.count
    }
    print("| save → page, beyond the run | median | longest | the run itself, median | page |")
    print("| --- | --- | --- | --- | --- |")
    print(
      "| \(saves) saves, notebook compiled for \(configuration) | \(Self.seconds(Self.median(overheads))) | "
        + "\(Self.seconds(overheads.max() ?? 0)) | \(Self.seconds(Self.median(runs))) | \(size / 1000) kB |")
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private static func seconds(_ value: Double) -> String { String(format: "%.2f s", value) }
}
