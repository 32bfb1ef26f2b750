import ArgumentParser
import Flatbook
import Foundation

/// The work of the field, here and by JAX, PyTorch, NumPy and the Hessian libraries: same data, same results, in turn.
struct WorkloadsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "workloads",
    abstract: "Training, gradient moments, curvature, thresholds and a sweep against JAX, PyTorch and others.",
    discussion: """
      Every side is a process of its own, pinned to as many cores as it has threads, and is asked in turn. Results are \
      compared with expected.json before a time counts. Makes a Python environment at $BENCH_VENV, or in .venv beside \
      Package.swift, if there is none; one that is there needs numpy, scipy, jax, torch, curvlinops-for-pytorch, \
      pyhessian and hessian-eigenthings.
      """)

  @Option(
    help: "A folder with the digits of W2 (w2_X_u8.u8, w2_label_u8.u8, w2_trained.f64). Without it: Fashion-MNIST.")
  var workloads: String?
  @Option(help: "The workloads, separated by commas, such as W1,W3; all by default.")
  var only: String?
  @Option(help: "How often each side does each row; one more time before, to warm up.")
  var rounds = 5
  @Option(help: "Threads of every side.")
  var threads = 1
  @Option(
    help: "double or single; only training is done in single, theory is in double precision.",
    transform: TrainingPrecision.named)
  var precision = TrainingPrecision.double
  @Option(help: "Seconds that one side may take for the rounds of a row; the first round is always done.")
  var limit = 60.0
  @Option(help: "Only these peers, separated by commas, such as jax,numpy.")
  var peers: String?
  @Flag(help: "Only this side, without Python.")
  var alone = false
  @Flag(help: "Only this side and only the results: once each, no table. Fails on a wrong result.")
  var check = false
  @Flag(help: "Also peers that take minutes: torch.compile, curvlinops, the Hessian libraries on W2's network.")
  var slowPeers = false
  @Flag(help: "Where the time of this side goes, by perf.")
  var profile = false
  @Option(help: "A file for the table as JSON, which notebooks/Workloads.swift draws.")
  var report: String?
  @Option(
    help: "A file for the numbers that the peers found on W2's images, as JSON, as workloads/fashion.json has them.")
  var findings: String?

  func validate() throws {
    guard rounds >= 1 else { throw ValidationError("--rounds takes 1 or more, not \(rounds)") }
    guard (1...2).contains(threads) else { throw ValidationError("--threads takes 1 or 2, not \(threads)") }
  }

  func run() throws {
    let names = only?.split(separator: ",").map(String.init) ?? []
    let rows = try WorkloadRow.rows(
      only: names, slow: slowPeers, engines: peers?.split(separator: ",").map(String.init))
    let package = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().appendingPathComponent("../../..").standardized
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("workloads-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let digits = workloads.map { WorkloadArrays(folder: URL(fileURLWithPath: $0)) }
    let images = try WorkloadGeneration(
      shipped: package.appendingPathComponent("workloads"), target: WorkloadArrays(folder: folder), digits: digits
    ).write(withSweep: rows.contains { $0.workload == "W8" }, withImages: rows.contains(where: \.needsImages))

    let isAlone = alone || check || profile
    let environment = isAlone ? nil : try pythonEnvironment(package)
    let scripts = package.appendingPathComponent("peers/workloads")
    let sides = WorkloadSides(
      folder: folder, threads: threads, precision: precision, python: environment?.python, scripts: scripts)
    if profile { return try printProfiles(rows, images, sides) }
    let versions = try environment.map {
      try benchmarks.run($0.python, [scripts.appendingPathComponent("main.py").path, "--versions"], quiet: true)
    }
    var measurement = WorkloadMeasurement(
      sides: sides, expectation: try WorkloadExpectation(folder: folder, images: images),
      rounds: check ? 0 : rounds, limit: limit)
    var record = WorkloadRecord(
      machine: MachineFacts(), versions: versions ?? "no peers", threads: threads, precision: precision)
    if !check {
      record.machine.productRate = try measurement.rate("gemm")
      record.machine.bandwidth = try measurement.rate("bandwidth")
      printHeading(record, images)
    }
    var left: [String] = []
    var reasons: Set<String> = []
    // A check leaves out what nothing is known about.
    for row in rows where !check || row.job != "W7_2000" {
      if let reason = reasonToSkip(row, images) {
        left.append(row.job)
        let words = reasons.insert(reason).inserted ? reason : "as above"
        print(check ? "\(row.job): not done: \(words)" : WorkloadTable.skippedLine(row, words))
        continue
      }
      let measured = try measurement.measure(row, productRate: record.machine.productRate)
      record.rows.append(measured)
      print(check ? WorkloadTable.checkLine(measured) : WorkloadTable.line(row, measured))
      fflush(nil)
    }
    if let findings {
      // What this side found is not what it is to be compared with, and all else stands in expected.json.
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
      let others = measurement.findings.filter { WorkloadRow.needsImages($0.key) }
        .mapValues { $0.filter { $0.key != "flatbook" } }.filter { !$0.value.isEmpty }
      try encoder.encode(others).write(to: URL(fileURLWithPath: findings))
    }
    if let report { try JSONEncoder().encode(record).write(to: URL(fileURLWithPath: report)) }
    if precision == .single { printErrors(measurement.errors) }
    if !measurement.disagreements.isEmpty {
      print("\nDISAGREE:\n\n" + measurement.disagreements.map { "- \($0)" }.joined(separator: "\n"))
      throw ExitCode.failure
    }
    let notDone = left.isEmpty ? "" : " Not done: \(left.joined(separator: ", "))."
    guard measurement.comparisonCount > 0 else {
      print("\nNo result was compared.\(notDone)")
      // A check that checked nothing did not succeed.
      if check { throw ExitCode.failure }
      return
    }
    print(
      "\nAll \(measurement.comparisonCount) results agree, within the tolerances that Documentation/Benchmarks.md states."
        + notDone)
  }

  private func pythonEnvironment(_ package: URL) throws -> PeerEnvironment {
    let place = ProcessInfo.processInfo.environment["BENCH_VENV"].map { URL(fileURLWithPath: $0) }
    return try PeerEnvironment(
      folder: place ?? package.appendingPathComponent(".venv"),
      packages: [
        "numpy", "scipy", "jax", "torch", "curvlinops-for-pytorch", "pyhessian", "hessian-eigenthings", "setuptools",
      ])
  }

  /// Why a row cannot be done, in words.
  private func reasonToSkip(_ row: WorkloadRow, _ images: WorkloadImages) -> String? {
    if precision == .single, !row.isTraining { return "theory is in double precision" }
    if row.needsImages, case .none(let reason) = images { return "no images: \(reason)" }
    return nil
  }

  /// How far single precision was from double.
  private func printErrors(_ errors: [String: [String: Double]]) {
    print("\n| side | largest relative difference from double precision |\n|---|---|")
    for (side, found) in errors.sorted(by: { $0.key < $1.key }) {
      let parts = found.sorted { $0.key < $1.key }.filter { $0.key != "steps" }
      print("| \(side) | \(parts.map { "\($0.key) \($0.value.asError)" }.joined(separator: ", ")) |")
    }
  }

  private func printHeading(_ record: WorkloadRecord, _ images: WorkloadImages) {
    print(record.machine.text(precision) + ".\n")
    print(record.versions + ".\n")
    let pinned =
      WorkloadSides.canPin ? "pinned to \(threads) core\(threads == 1 ? "" : "s")" : "NOT pinned (no taskset)"
    let presets = WorkloadSides.presets
    print(
      "Every side: \(threads) thread\(threads == 1 ? "" : "s"), \(pinned), \(precision.rawValue) precision"
        + (presets.isEmpty ? "" : "; \(presets.joined(separator: " ")) was preset and is unset for all")
        + "; W2's images: \(images.text).\n")
    print(WorkloadTable.header)
  }

  private func printProfiles(_ rows: [WorkloadRow], _ images: WorkloadImages, _ sides: WorkloadSides) throws {
    for row in rows {
      if let reason = reasonToSkip(row, images) {
        print("**\(row.title)**: not done: \(reason)\n")
        continue
      }
      print("**\(row.title)**\n\n```\n\(try sides.profile(row.job, seconds: 5))\n```\n")
    }
  }
}
