//| title: The workloads
//| subtitle: How much faster than the fastest peer, row by row
//| description: A measured table of training, gradient moments, curvature, thresholds and a sweep against JAX, PyTorch and others.

/*:
 What `benchmarks workloads --report FILE` wrote, drawn. Every row is the same work on the same data with results that
 agree, done by all sides in turn, each side a process of its own.
 */
import Flatbook
import Foundation

struct Machine: Decodable {
  let processor: String
  let cores: Int
  let vectors: String
  let productRate: Double
  let bandwidth: Double
}
struct Measured: Decodable {
  let job: String
  let title: String
  let goal: Double
  /// Medians, and the fastest and the slowest round, of each side.
  let seconds: [String: Double]
  let ranges: [String: [Double]]
  let rounds: [String: Int]
  let engineGoals: [String: Double]
  let productFraction: Double?
  let notes: [String]
}
struct Record: Decodable {
  let machine: Machine
  let versions: String
  let threads: Int
  let precision: String
  let rows: [Measured]
}
/// One row against one peer.
struct Comparison {
  let row: Measured
  let engine: String
  let goal: Double
  var name: String { row.job.replacing("_", with: " ").replacing("lambda", with: "λ") }
  var ours: Double { row.seconds["flatbook"] ?? .nan }
  var theirs: Double { row.seconds[engine] ?? .nan }
  var ratio: Double { theirs / ours }
  /// The peer's fastest round by our slowest, and its slowest by our fastest.
  var lowest: Double { edge(engine, 0) / edge("flatbook", 1) }
  var highest: Double { edge(engine, 1) / edge("flatbook", 0) }
  private func edge(_ side: String, _ end: Int) -> Double {
    let range = row.ranges[side] ?? []
    return range.count == 2 ? range[end] : .nan
  }
}
struct MissingFile: Error, CustomStringConvertible {
  let description: String
}

func read(_ file: String) throws -> Record {
  guard !file.isEmpty else {
    throw MissingFile(description: "say which file to draw, the one of `benchmarks workloads --report FILE`: -P file=FILE")
  }
  return try JSONDecoder().decode(Record.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
}

func time(_ seconds: Double) -> String {
  let (value, unit) = seconds < 1 ? (seconds * 1000, "ms") : (seconds, "s")
  return String(format: value < 10 ? "%.2f %@" : value < 100 ? "%.1f %@" : "%.0f %@", value, unit)
}

/// The median with the fastest and the slowest round, where there were several.
func time(_ side: String, in row: Measured) -> String {
  guard let median = row.seconds[side] else { return "—" }
  guard let range = row.ranges[side], range.count == 2, (row.rounds[side] ?? 0) > 1 else { return time(median) }
  return "\(time(median)) (\(time(range[0])) … \(time(range[1])))"
}

//| cell: parameters
let file = param("file", default: "", help: "the file that --report wrote")

// %% Reading
let record = try read(file)
let machine = record.machine
let compared = record.rows.compactMap { row -> Comparison? in
  let peers = row.seconds.filter { $0.key != "flatbook" && row.seconds["flatbook"] != nil }
  return peers.min { $0.value < $1.value }.map { Comparison(row: row, engine: $0.key, goal: row.goal) }
}
let short = compared.filter { $0.ratio < $0.goal }

/*:
 Measured with \(record.threads) thread(s) for every side, in \(record.precision) precision, on \(machine.processor) with \(machine.cores) cores and \(machine.vectors), where matrix products in
 \(record.precision) precision reached \(machine.productRate / 1e9, "%.1f") GFLOP/s and memory
 \(machine.bandwidth / 1e9, "%.1f") GB/s. The peers: \(record.versions).

 **\(compared.count - short.count) of \(compared.count) rows reach their goal** against the fastest peer of the row.
 */

//| label: fig-ratios
//| caption: Time of the fastest peer divided by Flatbook's: medians, and from the peer's fastest round by Flatbook's slowest to the reverse. Right of the rule at 1 Flatbook is faster.
//| alt: Ratios of the rows with their goals, on a log axis.
show(
  Plot {
    Rule(x: 1)
    for comparison in compared {
      Line(
        [comparison.lowest, comparison.highest].map { (place: $0, name: comparison.name) }, x: \.place, y: \.name
      ).series(0)
    }
    Points(compared, x: \.ratio, y: \.name, label: "measured").series(0)
    Points(compared, x: \.goal, y: \.name, label: "goal").series(1)
  }
  .x("fastest peer / Flatbook", .log).y("").size(width: 720, height: 80 + 26 * Double(compared.count)))

//| label: tbl-ratios
//| caption: Medians, with the fastest and the slowest round.
show(
  Table(compared) {
    Column("row", \.row.title)
    Column("Flatbook") { time("flatbook", in: $0.row) }
    Column("fastest peer", \.engine)
    Column("its time") { time($0.engine, in: $0.row) }
    Column("ratio", \.ratio, format: "%.2f")
    Column("goal", \.goal, format: "%.1f")
    Column("reached") { $0.ratio >= $0.goal ? "yes" : "no" }
  })

//: ## Single peers
//| label: tbl-engines
//| caption: Goals against one peer, whether or not it is the fastest.
let engines = record.rows.flatMap { row in
  row.engineGoals.sorted { $0.key < $1.key }.filter { row.seconds[$0.key] != nil && row.seconds["flatbook"] != nil }
    .map { Comparison(row: row, engine: $0.key, goal: $0.value) }
}
show(
  Table(engines) {
    Column("row", \.row.title)
    Column("peer", \.engine)
    Column("its time") { time($0.engine, in: $0.row) }
    Column("ratio", \.ratio, format: "%.1f")
    Column("goal", \.goal, format: "%.0f")
    Column("reached") { $0.ratio >= $0.goal ? "yes" : "no" }
  })

//: ## Against the machine
//| label: tbl-products
//| caption: The part of the measured rate of matrix products that whole training steps reach, where they are most of the work.
show(
  Table(record.rows.filter { $0.productFraction != nil }) {
    Column("row", \.title)
    Column("of the rate, %", format: "%.0f") { 100 * ($0.productFraction ?? .nan) }
  })

//: ## Notes of the measurement
//| label: tbl-notes
//| caption: What was said while measuring, and rows without a time of a peer.
show(
  Table(
    record.rows.filter { row in !row.notes.isEmpty || !compared.contains { $0.row.job == row.job } }
  ) {
    Column("row", \.title)
    Column("Flatbook") { time("flatbook", in: $0) }
    Column("note") { $0.notes.isEmpty ? "no peer" : $0.notes.joined(separator: "; ") }
  })
expect(compared.allSatisfy { $0.ratio.isFinite && $0.ratio > 0 }, "every ratio is a positive number")

/*:
 ## What this did not show

 Times of one machine on one day, and of the versions named above. A goal is a number that was set before measuring, not
 a law.
 */
