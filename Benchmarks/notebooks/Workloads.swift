//| title: The workloads
//| subtitle: How much faster than the fastest peer, row by row
//| description: A measured table of training, gradient moments, curvature, thresholds and a sweep against JAX, PyTorch and others.

/*:
 What `benchmarks workloads --report FILE` wrote, drawn. Measured on \(record.machine.processor) with
 \(record.machine.cores) cores, \(record.threads) thread(s) for every side, in \(record.precision) precision;
 matrix products reached \(record.machine.productRate / 1e9, "%.1f") GFLOP/s and memory
 \(record.machine.bandwidth / 1e9, "%.1f") GB/s. \(record.versions).
 */
import Flatbook
import Foundation

struct Machine: Decodable {
  let processor: String
  let cores: Int
  let productRate: Double
  let bandwidth: Double
}
struct Measured: Decodable {
  let job: String
  let title: String
  let goal: Double
  let seconds: [String: Double]
  let rounds: [String: Int]
}
struct Record: Decodable {
  let machine: Machine
  let versions: String
  let threads: Int
  let precision: String
  let rows: [Measured]
}
struct Comparison {
  let job: String
  let title: String
  let ours: Double
  let engine: String
  let theirs: Double
  let goal: Double
  var ratio: Double { theirs / ours }
}

//| cell: parameters
let file = param("file", default: "", help: "the file that --report wrote")
let record = try JSONDecoder().decode(
  Record.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
let comparisons = record.rows.compactMap { row -> Comparison? in
  guard let ours = row.seconds["flatbook"],
    let peer = row.seconds.filter({ $0.key != "flatbook" }).min(by: { $0.value < $1.value })
  else { return nil }
  return Comparison(
    job: row.job, title: row.title, ours: ours, engine: peer.key, theirs: peer.value,
    goal: row.goal)
}

//| label: fig-ratios
//| caption: Time of the fastest peer divided by Flatbook's, with the goals; above 1 Flatbook is faster.
show(
  Plot {
    Points(comparisons, x: \.job, y: \.ratio, label: "measured")
    Points(comparisons, x: \.job, y: \.goal, label: "goal")
    Rule(y: 1)
  }
  .x("row").y("fastest peer / Flatbook", .log).size(width: 900, height: 340))

//| label: tbl-ratios
//| caption: Median times in seconds.
show(
  Table(comparisons) {
    Column("row", \.title)
    Column("Flatbook", \.ours, format: "%.4g")
    Column("fastest peer", \.engine)
    Column("its time", \.theirs, format: "%.4g")
    Column("ratio", \.ratio, format: "%.2f")
    Column("goal", \.goal, format: "%.1f")
  })

/*:
 ## What this did not show

 Times of one machine on one day. Rows without a peer are left out. The notes of the table that the command prints say
 which sides were measured over a part of the work.
 */
