import ArgumentParser
import Flatbook

/// Exact against matrix-free against simulated, for growing data.
struct CurvatureScale: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curvature",
    abstract: "Curvature and stability threshold of a 20-100-1 tanh network: exact, matrix-free, simulated.")

  @Option(help: "The numbers of samples, separated by commas.")
  var samples = "10,30,100,300,1000,3000,5000,20000"
  @Option(help: "The batch sizes, separated by commas; one that is not below the number of samples is left out.")
  var batchSizes = "1,10"
  @Option(help: "Seconds that an exact computation may take, judged by the one before.")
  var exactLimit = 120.0
  @Option(help: "The seed of parameters, data and probes.")
  var seed: UInt64 = 1

  func run() throws {
    let counts = try numbers(samples, "samples")
    let batches = try numbers(batchSizes, "batch-sizes")
    print(
      """
      One tanh network 20-100-1 (2201 parameters) at PyTorch's initial parameters, synthetic regression data, \
      seed \(seed); batches without replacement.

      """)
    var rows: [Row] = []
    for count in counts {
      // An eigenproblem grows as n³, a product of the second-moment operator as n r² with r at most P.
      let expected = rows.last.map { last in
        let ratio = Double(count) / Double(last.count)
        let rankRatio = min(Double(count), 2201) / min(Double(last.count), 2201)
        return (
          curvature: (last.exact?.seconds ?? .infinity) * ratio * ratio * ratio,
          threshold: (last.thresholds.map { $0.exact?.seconds ?? .infinity }.max() ?? 0) * ratio * rankRatio * rankRatio
        )
      }
      rows.append(try measure(count, batches.filter { $0 < count }, expectedSeconds: expected ?? (0, 0)))
    }
    printCurvature(rows)
    printThresholds(rows)
  }

  private func numbers(_ list: String, _ option: String) throws -> [Int] {
    try list.split(separator: ",").map { text in
      guard let number = Int(text), number > 0 else {
        throw ValidationError("--\(option) takes positive whole numbers, and '\(text)' is not one")
      }
      return number
    }
  }

  /// What was found for one number of samples.
  struct Row {
    var count: Int
    var plan: CurvaturePlan
    var exact: (curvature: Curvature, nonuniformity: Double, seconds: Double)?
    var estimate: (value: CurvatureEstimate, seconds: Double)
    var thresholds: [Threshold] = []
    /// Why there is no exact value.
    var reason = ""
  }

  /// What was found for one batch size.
  struct Threshold {
    var batchSize: Int
    var exact: (value: Double, seconds: Double)?
    var bracket: (value: StabilityThresholdBracket, seconds: Double)
    var growth: (value: [MomentGrowthEstimate], seconds: Double)
    var reason = ""
  }

  private func measure(
    _ count: Int, _ batches: [Int], expectedSeconds: (curvature: Double, threshold: Double)
  ) throws -> Row {
    let problem = try SyntheticRegression(inputDimension: 20, intrinsicDimension: 20, seed: seed)
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(widths: [20, 100, 1], activation: .tanh)
    let parameters = network.initialParameters(using: &generator)
    let data = try problem.sample(count, using: &generator)
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let probes = generator.stream(1)

    var row = Row(
      count: count, plan: try CurvaturePlan(for: point.jacobian),
      estimate: try timed {
        var generator = probes
        return try point.estimatedCurvature(method: .matrixFree(), using: &generator)
      })
    if expectedSeconds.curvature <= exactLimit {
      let exact = try timed {
        let curvature = try point.curvature(memoryLimit: .unlimited)
        return (curvature, try curvature.nonuniformity())
      }
      row.exact = (exact.value.0, exact.value.1, exact.seconds)
    } else {
      row.reason = reason(expectedSeconds.curvature)
    }
    for batch in batches {
      let bracket = try timed {
        var generator = probes
        return try point.thresholdBracket(batchSize: batch, using: &generator)
      }
      let growth = try timed {
        var generator = probes
        return try [0.9, 1.1].map { ratio in
          try point.simulatedGrowth(
            learningRate: ratio * bracket.value.upper, batchSize: batch, using: &generator)
        }
      }
      var threshold = Threshold(batchSize: batch, bracket: bracket, growth: growth)
      if let exact = row.exact, expectedSeconds.threshold <= exactLimit {
        threshold.exact = try timed {
          try MeanSquareStability(span: exact.curvature.span, batchSize: batch).threshold()
        }
      } else {
        threshold.reason = row.exact == nil ? "needs the exact curvature" : reason(expectedSeconds.threshold)
      }
      row.thresholds.append(threshold)
    }
    return row
  }

  private func reason(_ seconds: Double) -> String {
    seconds.isFinite
      ? "\(seconds.asTime) expected, limit \(exactLimit.asTime)" : "more than \(exactLimit.asTime) expected"
  }

  private func printCurvature(_ rows: [Row]) {
    print("**Curvature:** exact, and matrix-free with its difference from the exact value.\n")
    printTable(
      [
        "n", "automatic takes", "sharpness", "difference", "trace", "difference", "‖H‖_F", "matrix-free ± se", "off by",
        "s", "difference", "time, exact", "time, matrix-free",
      ],
      rows.map { row in
        let estimate = row.estimate.value
        let frobenius = estimate.frobeniusNorm
        let norm = "\(frobenius.value.rounded(digits: 6)) ± \(frobenius.standardError.asError)"
        let choice = row.plan.choice == .gram ? "Gram matrix" : "products"
        let start = ["\(row.count)", "\(choice), \((row.plan.cost.bytes / 0x1p20).rounded(digits: 1)) MiB"]
        guard let exact = row.exact else {
          return start + [
            estimate.sharpness.value.rounded(digits: 6), "—", estimate.trace.rounded(digits: 6), "—", "—", norm, "—",
            estimate.nonuniformity.rounded(digits: 6), "—", "— (\(row.reason))", row.estimate.seconds.asTime,
          ]
        }
        let curvature = exact.curvature
        let error = frobenius.value - curvature.frobeniusNorm
        let isCertain = frobenius.standardError <= 1e-12 * frobenius.value
        return start + [
          curvature.sharpness.rounded(digits: 6), (estimate.sharpness.value / curvature.sharpness - 1).asError,
          curvature.trace.rounded(digits: 6), (estimate.trace / curvature.trace - 1).asError,
          curvature.frobeniusNorm.rounded(digits: 6), norm,
          isCertain ? error.asError : "\((error / frobenius.standardError).rounded(digits: 1)) se",
          exact.nonuniformity.rounded(digits: 6), (estimate.nonuniformity / exact.nonuniformity - 1).asError,
          exact.seconds.asTime, row.estimate.seconds.asTime,
        ]
      })
  }

  private func printThresholds(_ rows: [Row]) {
    print(
      """
      **Threshold η\\*.** The growth of E‖v‖² per step is simulated at 0.9 and at 1.1 times the upper end, ± one \
      standard error of its logarithm.

      """)
    printTable(
      [
        "n", "B", "exact", "bracket", "upper/exact − 1", "lower/exact", "growth at 0.9", "growth at 1.1", "time, exact",
        "time, bracket", "time, simulation",
      ],
      rows.flatMap { row in
        row.thresholds.map { threshold in
          let bracket = threshold.bracket.value
          let range = "\(bracket.lower.rounded(digits: 5)) … \(bracket.upper.rounded(digits: 5))"
          let growth = threshold.growth.value.map { estimate in
            "\(estimate.growthFactor.rounded(digits: 4)) ± \(estimate.standardError.rounded(digits: 4))"
          }
          let exact = threshold.exact
          return [
            "\(row.count)", "\(threshold.batchSize)", exact.map { $0.value.rounded(digits: 6) } ?? "—", range,
            exact.map { (bracket.upper / $0.value - 1).asError } ?? "—",
            exact.map { (bracket.lower / $0.value).rounded(digits: 3) } ?? "—", growth[0], growth[1],
            exact.map { $0.seconds.asTime } ?? "— (\(threshold.reason))", threshold.bracket.seconds.asTime,
            threshold.growth.seconds.asTime,
          ]
        }
      })
  }

  private func printTable(_ header: [String], _ rows: [[String]]) {
    for cells in [header, header.map { _ in "---" }] + rows { print("| \(cells.joined(separator: " | ")) |") }
    print()
  }
}
