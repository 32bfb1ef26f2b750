import Flatbook

/// A measured table, as the command writes it and the notebook reads it.
struct WorkloadRecord: Codable {
  var machine: MachineFacts
  var versions: String
  var threads: Int
  var precision: TrainingPrecision
  var rows: [Row] = []

  /// One row.
  struct Row: Codable {
    var job: String
    var title: String
    var goal: Double
    /// Seconds of each side; Flatbook's under "flatbook".
    var seconds: [String: Double]
    /// First calls, which compile.
    var first: [String: Double]
    /// How many rounds each side was measured in.
    var rounds: [String: Int]
    /// The fastest and the slowest round of each side.
    var ranges: [String: [Double]] = [:]
    /// The ratios wanted against single peers, such as PyTorch.
    var engineGoals: [String: Double] = [:]
    var productFraction: Double?
    var notes: [String] = []
    /// How many numbers were compared.
    var compared = 0

    /// The fastest peer and how many times our time it takes.
    var fastest: (engine: String, ratio: Double)? {
      guard let ours = seconds["flatbook"] else { return nil }
      let peers = seconds.filter { $0.key != "flatbook" }
      return peers.min { $0.value < $1.value }.map { ($0.key, $0.value / ours) }
    }
  }
}
