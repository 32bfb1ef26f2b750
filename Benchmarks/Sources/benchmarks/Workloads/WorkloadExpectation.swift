import Flatbook
import Foundation

/// What independent implementations found, and whether a result agrees with it.
///
/// `expected.json` has it for all rows, those of W2 on the digits; `fashion.json` has it for W2 on Fashion-MNIST, as
/// `--findings` wrote it.
struct WorkloadExpectation {
  /// Results of several engines: row → engine → name → numbers.
  typealias Findings = [String: [String: [String: [Double]]]]

  private let entries: [String: Any]
  private let fashion: Findings
  private let images: WorkloadImages

  init(folder: URL, images: WorkloadImages) throws {
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    entries = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    fashion = try JSONDecoder().decode(
      Findings.self, from: Data(contentsOf: folder.appendingPathComponent("fashion.json")))
    self.images = images
  }

  /// A result beside what was expected.
  struct Comparison {
    let name: String
    let found: Double
    let expected: Double
    let tolerance: WorkloadTolerance

    var holds: Bool { abs(found - expected) <= tolerance.relative * abs(expected) + tolerance.absolute }
    /// How far it is off, relatively.
    var error: Double { abs(found - expected) / max(abs(expected), .leastNormalMagnitude) }
    var text: String {
      "\(name): \(found), expected \(expected) ± \(tolerance.relative.asError) of it"
        + (tolerance.absolute > 0 ? " ± \(tolerance.absolute.asError)" : "")
    }
  }

  /// Compares a side's results; nil where nothing is known about the row, or nothing after so many steps.
  func comparisons(
    _ job: String, _ engine: String, _ values: [String: [Double]], _ precision: TrainingPrecision
  ) -> [Comparison]? {
    guard let expected = expected(job, steps: values["steps"]) else { return nil }
    return values.sorted { $0.key < $1.key }.flatMap { name, found -> [Comparison] in
      guard let tolerance = WorkloadTolerance.of(name, job, engine, precision) else { return [] }
      return zip(found, expected[name] ?? []).map {
        Comparison(name: name, found: $0, expected: $1, tolerance: tolerance)
      }
    }
  }

  /// What is expected of a row, by the names that sides use.
  private func expected(_ job: String, steps: [Double]?) -> [String: [Double]]? {
    if WorkloadRow.needsImages(job), images != .digits {
      return fashion[job]?.sorted { $0.key < $1.key }.map(\.value).first { $0["steps"] == steps }
    }
    switch job {
    case "W1", "W1relu", "W2_B100", "W2_B10", "W3":
      return entry(job)?.sorted { $0.key < $1.key }.compactMap { $0.value as? [String: Any] }.map(Self.numbers)
        .first { $0["steps"] == steps }
    case "W4_w1", "W4_w2": return found(job, "numpy_factored")
    case "W5_w1_lambda", "W5_w2_lambda": return found(job + "_max", "numpy_rop_eigsh")
    case "W5_w1_trace", "W5_w2_trace":
      return found(job + "_exact", "exact").map { ["trace": $0["trace_exact"] ?? []] }
    case "W6_w1", "W6_w2": return found(job, "numpy_factored").map { ["lambda_max": $0["lambda_max_var"] ?? []] }
    case "W7":
      let known = (entry(job)?["scipy_lyap"] as? [String: Any])?["eta_star"] as? [String: Any] ?? [:]
      return ["eta_star": ["1", "2", "5", "10", "50", "200"].compactMap { (known[$0] as? NSNumber)?.doubleValue }]
    case "W8": return sweep
    default: return nil
    }
  }

  private var sweep: [String: [Double]]? {
    guard let runs = entry("W8")?["runs"] as? [[String: Any]] else { return nil }
    var expected = found("W8", "summary") ?? [:]
    for name in ["steps", "gW2", "gx2"] { expected[name] = runs.compactMap { ($0[name] as? NSNumber)?.doubleValue } }
    return expected
  }

  private func entry(_ name: String) -> [String: Any]? { entries[name] as? [String: Any] }

  private func found(_ name: String, _ engine: String) -> [String: [Double]]? {
    (entry(name)?[engine] as? [String: Any]).map(Self.numbers)
  }

  /// Every number as a list.
  private static func numbers(_ entry: [String: Any]) -> [String: [Double]] {
    entry.compactMapValues { value in
      (value as? NSNumber).map { [$0.doubleValue] } ?? (value as? [NSNumber])?.map(\.doubleValue)
    }
  }
}
