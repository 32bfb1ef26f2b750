import Flatbook
import Foundation

/// Starts sides: each a process of its own, pinned to as many cores as it may have threads, with the same limits.
struct WorkloadSides {
  let folder: URL
  let threads: Int
  let precision: TrainingPrecision
  /// The Python environment; nil without peers.
  let python: URL?
  let scripts: URL

  /// Presets of OpenBLAS that slow it down on new processors are taken away from every side.
  private static let removed = ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "OPENBLAS_MAIN_FREE", "GOTOBLAS_MAIN_FREE"]

  /// What was preset and is taken away, for the heading of the table.
  static var presets: [String] {
    let environment = ProcessInfo.processInfo.environment
    return removed.compactMap { name in environment[name].map { "\(name)=\($0)" } }
  }

  private var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in Self.removed { environment[name] = nil }
    for name in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NPROC"] {
      environment[name] = "\(threads)"
    }
    // Freed memory is kept for the next array, as in a recorded notebook.
    for name in ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"] { environment[name] = "\(256 << 20)" }
    environment["JAX_PLATFORMS"] = "cpu"
    environment["CUDA_VISIBLE_DEVICES"] = ""
    let eigen = threads == 1 ? "false" : "true"
    environment["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=\(eigen) intra_op_parallelism_threads=\(threads)"
    return environment
  }

  /// Whether processes can be pinned here.
  static let canPin = FileManager.default.isExecutableFile(atPath: "/usr/bin/taskset")

  private func start(_ program: String, _ arguments: [String]) throws -> Peer {
    let words = [program] + arguments
    guard Self.canPin else {
      return try Peer(program: URL(fileURLWithPath: "/usr/bin/env"), words, environment: environment)
    }
    let cores = "0-\(threads - 1)"
    return try Peer(
      program: URL(fileURLWithPath: "/usr/bin/taskset"), ["-c", cores] + words, environment: environment)
  }

  private var ourWords: [String] {
    ["workload-side", "--folder", folder.path, "--precision", precision.rawValue, "--threads", "\(threads)"]
  }

  /// This program as a side.
  func ours() throws -> Peer { try start(CommandLine.arguments[0], ourWords) }

  /// A peer; nil without Python.
  func peer(_ engine: String) throws -> Peer? {
    guard let python else { return nil }
    return try start(
      python.path,
      [scripts.appendingPathComponent("main.py").path, folder.path, engine, precision.rawValue, "\(threads)"])
  }

  /// Where a row's time goes, by sampling with `perf`: the symbols with most samples.
  func profile(_ job: String, seconds: Double) throws -> String {
    let record = folder.appendingPathComponent("perf-\(job).data").path
    let taken = Process()
    taken.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    taken.arguments =
      ["perf", "record", "-q", "-F", "500", "-o", record, "--", CommandLine.arguments[0]] + ourWords
      + ["--profile", job, "--seconds", "\(seconds)"]
    taken.environment = environment
    taken.standardError = FileHandle.nullDevice
    try taken.run()
    taken.waitUntilExit()
    let report = try run(
      URL(fileURLWithPath: "/usr/bin/env"),
      ["perf", "report", "-i", record, "--stdio", "--no-children", "--percent-limit", "1.5", "--sort", "symbol"],
      quiet: true)
    return report.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.contains("%") }.joined(separator: "\n")
  }
}
