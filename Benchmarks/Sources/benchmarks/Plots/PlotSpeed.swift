import ArgumentParser
import Flatbook
import Foundation

/// Figures here and by matplotlib and datashader: the same data, sizes and resolution, drawn in turn.
struct PlotSpeed: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plots",
    abstract: "Speed and size of figures against matplotlib and datashader, and whether they are the same bytes twice.",
    discussion: """
      Makes a Python environment at $BENCH_VENV, or in .venv beside Package.swift, if there is none. Figures are 560 × 340 points (twelve \
      panels: 760 × 560), pictures have two pixels for a point.
      """)

  @Option(help: "How often each side draws each figure; one more time before, to warm up.")
  var rounds = 15
  @Option(help: "The seed of the data.")
  var seed: UInt64 = 1
  @Option(help: "A folder that keeps the figures of both sides.")
  var keep: String?
  @Option(help: "Only the figures whose name and format contain this, such as line.png.")
  var only: String?
  @Flag(help: "Only draw here, without Python.")
  var alone = false
  @Flag(help: ArgumentHelp("Only print a fingerprint of every file.", visibility: .hidden))
  var fingerprints = false

  /// The jobs, with the peer's name for each, and how much faster this side should be.
  private static let jobs: [(PlotCase, format: String, peer: String, peerName: String, goal: Double)] = [
    (.line, "svg", "line", "matplotlib", 15), (.line, "png", "line", "matplotlib", 15),
    (.heatmap, "svg", "heatmap", "matplotlib", 8), (.heatmap, "png", "heatmap", "matplotlib", 8),
    (.panels, "svg", "panels", "matplotlib", 15), (.panels, "png", "panels", "matplotlib", 15),
    (.points, "svg", "scatter1e4", "matplotlib", 5), (.points, "png", "scatter1e4", "matplotlib", 5),
    (.cloud, "png", "scatter1e6", "matplotlib", 5), (.cloud, "png", "datashader1e6", "datashader", 1),
  ]

  func run() throws {
    let data = PlotData(seed: seed)
    if fingerprints { return print(try fingerprintLines(data).joined(separator: "\n")) }
    let folder = URL(
      fileURLWithPath: keep ?? NSTemporaryDirectory() + "plots-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { if keep == nil { try? FileManager.default.removeItem(at: folder) } }
    let peers = alone ? nil : try peers(data, folder)
    try printTable(data, peers?.process, folder)
    if only != nil { return }
    if let peers { try printFreshProcess(peers.environment, folder) }
    let own = URL(fileURLWithPath: CommandLine.arguments[0])
    let there = try benchmarks.run(own, ["plots", "--fingerprints", "--seed", "\(seed)"])
    let isSame = try there == fingerprintLines(data).joined(separator: "\n")
    print(
      "\nThe SVG, PNG and PDF files of the \(PlotCase.allCases.count) figures are "
        + (isSame ? "the same bytes in two processes." : "DIFFERENT in two processes."))
    if !isSame { throw ExitCode.failure }
  }

  // MARK: Peers

  private func peers(_ data: PlotData, _ folder: URL) throws -> (process: Peer, environment: PeerEnvironment) {
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appendingPathComponent("../../..").standardized
    let place = ProcessInfo.processInfo.environment["BENCH_VENV"].map { URL(fileURLWithPath: $0) }
    let environment = try PeerEnvironment(
      folder: place ?? package.appendingPathComponent(".venv"), packages: ["matplotlib", "numpy", "datashader"])
    let script = package.appendingPathComponent("peers/plots.py")
    print(try benchmarks.run(environment.python, [script.path, "--versions"]) + ".\n")
    let numbers = folder.appendingPathComponent("numbers.f64")
    try data.doubles.withUnsafeBytes { Data($0) }.write(to: numbers)
    return (try Peer(python: environment.python, script: script, [numbers.path, folder.path]), environment)
  }

  private func printFreshProcess(_ environment: PeerEnvironment, _ folder: URL) throws {
    let own = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("line-plot")
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../peers/line.py").standardized
    var (here, there): ([Double], [Double]) = ([], [])
    for round in 0...rounds {
      let ours = try seconds { try benchmarks.run(own, [folder.appendingPathComponent("fresh.svg").path]) }
      let theirs = try seconds {
        try benchmarks.run(environment.python, [script.path, folder.appendingPathComponent("fresh-peer.svg").path])
      }
      if round > 0 {
        here.append(ours)
        there.append(theirs)
      }
    }
    let (ours, theirs) = (median(here), median(there))
    print(
      """

      | fresh process to one line as SVG | Flatbook | matplotlib | ratio | goal |
      |---|---|---|---|---|
      | | \(ours.asTime) | \(theirs.asTime) | \((theirs / ours).rounded(digits: 1)) | 8 |
      """)
  }

  // MARK: Times

  private func printTable(_ data: PlotData, _ peer: Peer?, _ folder: URL) throws {
    print("| figure | as | Flatbook | peer | | ratio | goal | Flatbook's bytes | peer's bytes | share |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for job in Self.jobs where only.map("\(job.peer).\(job.format)".contains) ?? true {
      var (here, there): ([Double], [Double]) = ([], [])
      var sizes = (0, 0)
      for round in 0...rounds {
        var bytes: [UInt8] = []
        let ours = try seconds { bytes = try draw(job.0, job.format, data) }
        let theirs = try peer?.draw(job.peer, job.format) ?? (seconds: 0, bytes: 0)
        if round == 0 {
          try Data(bytes).write(to: folder.appendingPathComponent("flatbook-\(job.0.rawValue).\(job.format)"))
        } else {
          here.append(ours)
          there.append(theirs.seconds)
        }
        sizes = (bytes.count, theirs.bytes)
      }
      let (ours, theirs) = (median(here), median(there))
      print(
        "| \(job.0.title) | \(job.format.uppercased()) | \(ours.asTime) | \(theirs.asTime) | \(job.peerName) "
          + "| \((theirs / ours).rounded(digits: 1)) | \(job.goal.rounded(digits: 0)) | \(sizes.0) | \(sizes.1) "
          + "| \((Double(sizes.0) / Double(max(sizes.1, 1))).rounded(digits: 2)) |")
    }
  }

  private func seconds(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let passed = try clock.measure(work).components
    return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
  }

  private func draw(_ figure: PlotCase, _ format: String, _ data: PlotData) throws -> [UInt8] {
    let figure = try figure.figure(data)
    switch format {
    case "svg": return Array(try figure.svg().utf8)
    case "pdf": return try figure.pdf()
    default: return try figure.png()
    }
  }

  // MARK: Bytes

  /// A fingerprint of every figure in every format (FNV-1a, 64 bits).
  private func fingerprintLines(_ data: PlotData) throws -> [String] {
    try PlotCase.allCases.flatMap { figure in
      try ["svg", "png", "pdf"].map { format in
        let bytes = try draw(figure, format, data)
        let hash = bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return "\(figure.rawValue) \(format) \(bytes.count) \(String(hash, radix: 16))"
      }
    }
  }
}
