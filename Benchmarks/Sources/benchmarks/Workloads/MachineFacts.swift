import Flatbook
import Foundation

/// What the machine is called and what it can do, for the heading of a table.
struct MachineFacts: Codable {
  let processor: String
  let cores: Int
  let vectors: String
  /// Operations per second of matrix products in the precision that was measured, on all cores of a side.
  var productRate = 0.0
  /// Bytes per second that streams move, on all cores of a side.
  var bandwidth = 0.0

  init() {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    func field(_ name: String) -> String? {
      information.split(separator: "\n").first { $0.hasPrefix(name) }.flatMap { line in
        line.split(separator: ":", maxSplits: 1).last.map { $0.trimmingCharacters(in: .whitespaces) }
      }
    }
    processor = field("model name") ?? "unknown processor"
    cores = ProcessInfo.processInfo.activeProcessorCount
    let flags = Set((field("flags") ?? "").split(separator: " "))
    vectors = flags.contains("avx512f") ? "AVX-512" : flags.contains("avx2") ? "AVX2" : "no AVX2"
  }

  /// In words; the precision is that of the matrix products.
  func text(_ precision: TrainingPrecision) -> String {
    """
    \(processor), \(cores) cores, \(vectors); measured here: matrix products in \(precision.rawValue) precision \
    \((productRate / 1e9).rounded(digits: 1)) GFLOP/s, memory \((bandwidth / 1e9).rounded(digits: 1)) GB/s
    """
  }
}
