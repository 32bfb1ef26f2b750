import Foundation

/// What `expected.json` says came out of independent implementations, and how far a result may be from it.
struct WorkloadExpectation {
  private let entries: [String: Any]
  private let imagesAreDigits: Bool

  init(folder: URL, imagesAreDigits: Bool) throws {
    let data = try Data(contentsOf: folder.appendingPathComponent("expected.json"))
    entries = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    self.imagesAreDigits = imagesAreDigits
  }

  /// A result beside what was expected.
  struct Comparison {
    let name: String
    let found: Double
    let expected: Double
    /// |found − expected| ≤ relative · |expected| + absolute.
    let relative: Double
    var absolute = 0.0

    var holds: Bool { abs(found - expected) <= relative * abs(expected) + absolute }
    var text: String { "\(name): \(found), expected \(expected) ± \(relative.asError) of it" }
  }

  /// The relative tolerance of a row in words.
  static func tolerance(_ job: String) -> Double {
    switch job {
    // After 100,000 steps roundings have been multiplied; the loss is 1e-14.
    case "W1", "W1relu": 1e-6
    case "W2_B100", "W2_B10", "W3": 1e-9
    case "W4_w1", "W4_w2", "W5_w1_trace", "W5_w2_trace": 1e-9
    case "W5_w1_lambda", "W5_w2_lambda", "W6_w1", "W6_w2": 1e-6
    case "W8": 1e-5
    default: 1e-7
    }
  }

  /// Compares a side's results; nil where `expected.json` has nothing on the row.
  func comparisons(_ job: String, _ engine: String, _ values: [String: [Double]], single: Bool) -> [Comparison]? {
    if job.contains("2_B") || job.hasSuffix("w2_lambda") || job.hasSuffix("w2_trace") || job.hasSuffix("_w2") {
      guard imagesAreDigits else { return nil }
    }
    // pyhessian's normalisation of vectors biases its eigenvalues by a few millionths.
    let tolerance = single ? 2e-2 : engine == "pyhessian" ? 1e-5 : Self.tolerance(job)
    func compare(_ name: String, _ expected: Any?, _ place: Int = 0, absolute: Double = 0) -> Comparison? {
      guard let expected = (expected as? NSNumber)?.doubleValue, let found = values[name], found.count > place else {
        return nil
      }
      return Comparison(
        name: name, found: found[place], expected: expected, relative: tolerance, absolute: absolute)
    }
    switch job {
    case "W1", "W1relu", "W2_B100", "W2_B10", "W3":
      let steps = values["steps"]?.first ?? 0
      let known = (entry(job)?.values.compactMap { $0 as? [String: Any] } ?? [])
        .first { ($0["steps"] as? NSNumber)?.doubleValue == steps }
      // Below 1e-28 the loss is rounding.
      return known.map { known in
        [
          compare("loss", known["loss"], absolute: single ? 1e-9 : 1e-27), compare("w_norm", known["w_norm"]),
        ].compactMap(\.self)
      }
    case "W4_w1", "W4_w2":
      let known = entry(job)?["numpy_factored"] as? [String: Any]
      return ["gW", "gx"].flatMap { name in
        (0..<3).compactMap { compare(name, (known?[name] as? [Any])?[$0], $0) }
      }
    case "W5_w1_lambda", "W5_w2_lambda":
      let name = job.replacingOccurrences(of: "lambda", with: "lambda_max")
      return [compare("lambda_max", (entry(name)?["numpy_rop_eigsh"] as? [String: Any])?["lambda_max"])]
        .compactMap(\.self)
    case "W5_w1_trace", "W5_w2_trace":
      return [compare("trace", (entry(job + "_exact")?["exact"] as? [String: Any])?["trace_exact"])].compactMap(\.self)
    case "W6_w1", "W6_w2":
      return [compare("lambda_max", (entry(job)?["numpy_factored"] as? [String: Any])?["lambda_max_var"])]
        .compactMap(\.self)
    case "W7":
      let known = (entry(job)?["scipy_lyap"] as? [String: Any])?["eta_star"] as? [String: Any]
      return ["1", "2", "5", "10", "50", "200"].enumerated().compactMap { compare("eta_star", known?[$1], $0) }
    case "W8":
      let known = entry(job)?["summary"] as? [String: Any]
      var found = ["converged", "diverged", "total_steps", "median_gW2", "median_gx2"].compactMap {
        compare($0, known?[$0])
      }
      let runs = entry(job)?["runs"] as? [[String: Any]] ?? []
      for name in ["steps", "gW2", "gx2"] {
        found += runs.indices.compactMap { compare(name, runs[$0][name], $0, absolute: 1e-12) }
      }
      return found
    default: return nil
    }
  }

  private func entry(_ name: String) -> [String: Any]? { entries[name] as? [String: Any] }
}
