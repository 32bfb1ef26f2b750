//| title: The workloads
//| subtitle: \(reached.count) of \(goals.count) goals reached, on \(machine.processor) with \(threads) per side
//| description: A measured table of training, gradient moments, curvature, thresholds and a sweep, by Flatbook and by JAX, PyTorch, NumPy and the Hessian libraries: the same work, the same data, results that agree.

//#-hidden-code
// What reads the file and words it; a reader of the page is after what was measured, and finds this in the source.
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
  let compared: Int
  let notes: [String]
  /// The title as it reads outside of a Markdown table.
  var words: String { title.replacing("\\", with: "") }
  /// The short name that plots have room for.
  var name: String {
    job.replacing("relu", with: " ReLU").replacing("_", with: " ").replacing("lambda", with: "λ")
      .replacing("w1", with: "· W1").replacing("w2", with: "· W2").replacing("B10", with: "B = 10")
  }
  var ours: Double? { seconds["flatbook"] }
  /// The sides that were measured beside Flatbook, fastest first.
  var peers: [String] {
    seconds.keys.filter { $0 != "flatbook" }.sorted { seconds[$0, default: 0] < seconds[$1, default: 0] }
  }
}
struct Record: Decodable {
  let machine: Machine
  let versions: String
  let threads: Int
  let precision: String
  let rows: [Measured]
}
/// A number of times that Flatbook is to be faster than a peer.
struct Goal {
  let row: Measured
  let peer: String
  let factor: Double
  /// Whether the peer is the fastest of the row, and not one that was named.
  let isFastest: Bool
  var name: String { row.name }
  var ours: Double { row.ours ?? .nan }
  var theirs: Double { row.seconds[peer] ?? .nan }
  var ratio: Double { theirs / ours }
  var isReached: Bool { ratio >= factor }
  /// The peer's fastest round by our slowest, and its slowest by our fastest.
  var lowest: Double { edge(peer, 0) / edge("flatbook", 1) }
  var highest: Double { edge(peer, 1) / edge("flatbook", 0) }
  private func edge(_ side: String, _ end: Int) -> Double {
    let range = row.ranges[side] ?? []
    return range.count == 2 ? range[end] : .nan
  }
}
/// One side's time for one row.
struct Timing {
  let row: Measured
  let side: String
  var name: String { row.name }
  var seconds: Double { row.seconds[side] ?? .nan }
  var engine: String { engineName(side) }
}
struct MissingFile: Error, CustomStringConvertible {
  let description: String
}

/// The name that an engine gives itself.
func engineName(_ side: String) -> String {
  let names = [
    "flatbook": "Flatbook", "jax": "JAX", "torch": "PyTorch", "numpy": "NumPy", "vmap": "JAX, vmap",
    "authors": "sample loop", "compile": "torch.compile", "pyhessian": "PyHessian",
    "eigenthings": "hessian-eigenthings",
  ]
  return names[side] ?? side
}

func read(_ file: String) throws -> Record {
  guard !file.isEmpty else {
    throw MissingFile(
      description: "say which file to draw, the one of `benchmarks workloads --report FILE`: -P file=FILE")
  }
  return try JSONDecoder().decode(Record.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
}

func time(_ seconds: Double) -> String {
  let (value, unit) =
    seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
  return String(format: value < 10 ? "%.2f %@" : value < 100 ? "%.1f %@" : "%.0f %@", value, unit)
}

/// The fastest and the slowest round, where there were several.
func range(_ side: String, in row: Measured) -> String {
  guard let range = row.ranges[side], range.count == 2, (row.rounds[side] ?? 0) > 1 else { return "once" }
  return "\(time(range[0])) … \(time(range[1]))"
}
//#-end-hidden-code

//| cell: parameters
//| code: hide
//| output: hide
let file = param("file", default: "", help: "the file that --report wrote")

//| code: hide
let record = try read(file)
let machine = record.machine
let threads = record.threads == 1 ? "one thread" : "\(record.threads) threads"
let goals = record.rows.flatMap { row -> [Goal] in
  guard row.ours != nil, let fastest = row.peers.first else { return [] }
  let named = row.engineGoals.sorted { $0.key < $1.key }.filter { row.seconds[$0.key] != nil }
  return [Goal(row: row, peer: fastest, factor: row.goal, isFastest: true)]
    + named.map { Goal(row: row, peer: $0.key, factor: $0.value, isFastest: false) }
}
let fastest = goals.filter(\.isFastest)
let reached = goals.filter(\.isReached)
let noted = record.rows.filter { !$0.notes.isEmpty || $0.ours != nil && $0.peers.isEmpty }
let fractions = record.rows.filter { $0.productFraction != nil }

/*:
 What `benchmarks workloads --report FILE` measured. A row is one piece of work of this field: training, gradient moments,
 curvature, exact thresholds, a sweep. Every side does it on the same data, in \(record.precision) precision with
 \(threads), and its time counts only where its results agree: \(record.rows.map(\.compared).reduce(0, +))
 numbers were compared.

 ## The goals {#sec-goals}

 Flatbook is to be a stated number of times faster than the *fastest* peer of each row, and than some peers by name. It is
 so in **\(fastest.filter(\.isReached).count) of \(fastest.count)** rows, and **\(reached.count) of \(goals.count)** goals
 are reached in all.
 */

//| label: tbl-goals
//| caption: The ratio is the peer's time divided by Flatbook's, both medians of all rounds. The first peer of a workload is the fastest; one that follows has a goal of its own. [](#tbl-times) has the times.
//| code: hide
show(
  Table(goals) {
    Column("workload", \.row.words)
    Column("ratio", \.ratio, format: "%.2f")
    Column("goal", \.factor, format: "%.1f")
    Column("reached") { $0.isReached ? "✓" : "not yet" }
    Column("peer") { engineName($0.peer) }
  })

//| label: fig-ratios
//| caption: Time of the fastest peer divided by Flatbook's. Bars reach from the peer's fastest round by Flatbook's slowest to the reverse. Right of the rule at 1 Flatbook is faster; right of its mark a row reaches its goal.
//| alt: Ratios of \(fastest.count) rows with their goals, on a log axis; \(fastest.filter(\.isReached).count) lie at or beyond their goal.
//| code: hide
show(
  Plot {
    Rule(x: 1)
    Points(fastest, x: \.factor, y: \.name, label: "goal").series(1)
    ErrorBars(fastest, x: \.ratio, y: \.name, lower: \.lowest, upper: \.highest, label: "measured")
      .horizontal().series(0)
  }
  .x("times faster than the fastest peer", .log).y("").size(width: 720, height: 90 + 34 * Double(fastest.count)))

//: ## Every side {#sec-sides}
//| label: fig-times
//| caption: Medians of all sides. Further left is faster.
//| alt: Times of Flatbook and of each peer, a row for every workload, on a log axis.
//| code: hide
let timings = record.rows.flatMap { row in row.seconds.keys.sorted().map { Timing(row: row, side: $0) } }
show(
  Plot { Points(timings, x: \.seconds, y: \.name, category: \.engine) }
    .x("seconds", .log).y("").size(width: 720, height: 150 + 34 * Double(record.rows.count)))

//| label: tbl-times
//| caption: Medians, with the fastest and the slowest round, of Flatbook and of the fastest peer; “once” where the work is so long that one round was done.
//| code: hide
show(
  Table(fastest) {
    Column("workload", \.name)
    Column("Flatbook") { time($0.ours) }
    Column("its rounds") { range("flatbook", in: $0.row) }
    Column("peer") { engineName($0.peer) }
    Column("its time") { time($0.theirs) }
    Column("its rounds") { range($0.peer, in: $0.row) }
  })

/*:
 ## The machine {#sec-machine}

 \(machine.processor), \(machine.cores) cores, \(machine.vectors). In \(record.precision) precision and with
 \(threads), matrix products reached **\(machine.productRate / 1e9, "%.1f") GFLOP/s** and memory
 **\(machine.bandwidth / 1e9, "%.1f") GB/s**. Where a training step is mostly such products, the time of its whole steps
 is held against that rate; more than 100 % is possible where products skip the zeros of inactive units.
 */

//| label: tbl-products
//| caption: The part of the measured rate of matrix products that whole training steps reach.
//| code: hide
show(
  Table(fractions) {
    Column("workload", \.words)
    Column("of the rate, %", format: "%.0f") { 100 * ($0.productFraction ?? .nan) }
  })

/*:
 ## How it was measured {#sec-fairness}

 - Every side is a process of its own, pinned to as many cores as it has threads. The sides take turns, round by round.
 - Data, starting points and stopping rules are the same; algorithms are each side's own, written as its experts would.
 - Each side runs once before, so that compiling is left out. Reading data is left out, too.
 - A time counts only where the side's results agree with what independent implementations found.
 - The goals were set before anything was measured.

 The peers: \(record.versions).
 */

//| label: tbl-notes
//| caption: What was said while measuring, and rows that no peer does.
//| code: hide
if !noted.isEmpty {
  show(
    Table(noted) {
      Column("workload", \.words)
      Column("Flatbook") { $0.ours.map(time) ?? "—" }
      Column("note") { row in
        (row.notes + (row.peers.isEmpty ? ["no peer"] : [])).joined(separator: "; ")
      }
    })
}
expect(goals.allSatisfy { $0.ratio.isFinite && $0.ratio > 0 }, "every ratio is a positive number")

/*:
 ## What this did not show

 Times of one machine on one day, and of the versions named above; nothing about accelerators, larger networks, or more
 than \(threads).
 */
