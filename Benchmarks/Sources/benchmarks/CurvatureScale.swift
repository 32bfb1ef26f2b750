import ArgumentParser
import Flatbook

/// Exact against matrix-free against simulated, for growing data.
struct CurvatureScale: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "curvature",
    abstract: "Curvature and stability threshold of a 20-100-1 tanh network: exact, matrix-free, simulated.")

  @Option(help: "The numbers of samples, separated by commas.")
  var samples = "10,30,100,300,1000,3000,5000"
  @Option(help: "The batch size.")
  var batchSize = 10
  @Option(help: "Seconds that an exact computation may take, judged by the one before.")
  var exactLimit = 120.0
  @Option(help: "The seed of parameters, data and probes.")
  var seed: UInt64 = 1

  func run() throws {
    guard batchSize >= 1 else { throw ValidationError("the batch size must be at least 1, got \(batchSize)") }
    let counts = try samples.split(separator: ",").map { text in
      guard let count = Int(text), count > 0 else { throw ValidationError("'\(text)' is not a number of samples") }
      return count
    }
    print(
      """
      One tanh network 20-100-1 (2201 parameters) with PyTorch's initial parameters, synthetic regression data, \
      seed \(seed), batches of \(batchSize) without replacement (n − 1 where n ≤ \(batchSize)).

      """)
    var rows: [Row] = []
    var lastExact: (count: Int, seconds: Double)?
    for count in counts {
      // Both the eigenproblem and a threshold grow as the cube of the samples.
      let expected = lastExact.map { last in
        let ratio = Double(count) / Double(last.count)
        return last.seconds * ratio * ratio * ratio
      }
      let row = try measure(count, expectedExactSeconds: expected ?? 0)
      if let exact = row.exact { lastExact = (count, exact.seconds + exact.thresholdSeconds) }
      rows.append(row)
    }
    printCurvature(rows)
    printThresholds(rows)
  }

  /// What was found for one number of samples.
  struct Row {
    var count: Int
    var batchSize: Int
    var exact:
      (curvature: Curvature, nonuniformity: Double, seconds: Double, threshold: Double, thresholdSeconds: Double)?
    var reason = ""
    var estimate: CurvatureEstimate
    var estimateSeconds: Double
    var bracket: StabilityThresholdBracket
    var bracketSeconds: Double
    var below: MomentGrowthEstimate
    var above: MomentGrowthEstimate
    var simulationSeconds: Double
  }

  private func measure(_ count: Int, expectedExactSeconds: Double) throws -> Row {
    let problem = try SyntheticRegression(inputDimension: 20, intrinsicDimension: 20, seed: seed)
    var generator = SplitMix64(seed: seed)
    let network = try DenseNetwork(widths: [20, 100, 1], activation: .tanh)
    let parameters = network.initialParameters(using: &generator)
    let data = try problem.sample(count, using: &generator)
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let batch = count <= batchSize ? max(1, count - 1) : batchSize
    let probes = generator.stream(1)

    let estimate = try timed {
      var generator = probes
      return try point.estimatedCurvature(method: .matrixFree(), using: &generator)
    }
    let bracket = try timed {
      var generator = probes
      return try point.thresholdBracket(batchSize: batch, using: &generator)
    }
    let simulation = try timed {
      var generator = probes
      return (
        try point.simulatedGrowth(learningRate: 0.9 * bracket.value.upper, batchSize: batch, using: &generator),
        try point.simulatedGrowth(learningRate: 1.1 * bracket.value.upper, batchSize: batch, using: &generator)
      )
    }
    var row = Row(
      count: count, batchSize: batch, estimate: estimate.value, estimateSeconds: estimate.seconds,
      bracket: bracket.value, bracketSeconds: bracket.seconds, below: simulation.value.0, above: simulation.value.1,
      simulationSeconds: simulation.seconds)
    guard expectedExactSeconds <= exactLimit else {
      row.reason = "about \(expectedExactSeconds.asTime) expected, more than \(exactLimit.asTime)"
      return row
    }
    let exact = try timed {
      let curvature = try point.curvature(memoryLimit: .unlimited)
      return (curvature, try curvature.nonuniformity())
    }
    let threshold = try timed {
      try MeanSquareStability(span: exact.value.0.span, batchSize: batch).threshold()
    }
    row.exact = (exact.value.0, exact.value.1, exact.seconds, threshold.value, threshold.seconds)
    return row
  }

  private func printCurvature(_ rows: [Row]) {
    print("**Curvature.** Exact value | matrix-free value with its error.\n")
    print(
      """
      | n | sharpness | relative difference | trace | ‖H‖_F | matrix-free ± se | off by | non-uniformity | relative \
      difference | exact takes | matrix-free takes |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """)
    for row in rows {
      let estimate = row.estimate
      let frobenius = estimate.frobeniusNorm
      var cells = ["\(row.count)"]
      if let exact = row.exact {
        let curvature = exact.curvature
        cells.append(curvature.sharpness.rounded(digits: 6))
        cells.append((estimate.sharpness.value / curvature.sharpness - 1).asError)
        cells.append("\(curvature.trace.rounded(digits: 6)) (\((estimate.trace / curvature.trace - 1).asError))")
        cells.append(curvature.frobeniusNorm.rounded(digits: 5))
        cells.append("\(frobenius.value.rounded(digits: 5)) ± \(frobenius.standardError.asError)")
        let error = frobenius.value - curvature.frobeniusNorm
        cells.append(
          frobenius.standardError > 1e-12 * frobenius.value
            ? "\((error / frobenius.standardError).rounded(digits: 1)) se" : error.asError)
        cells.append(exact.nonuniformity.rounded(digits: 5))
        cells.append((estimate.nonuniformity / exact.nonuniformity - 1).asError)
        cells.append(exact.seconds.asTime)
      } else {
        cells += [
          "— (\(estimate.sharpness.value.rounded(digits: 6)))", "—", "\(estimate.trace.rounded(digits: 6))", "—",
          "\(frobenius.value.rounded(digits: 5)) ± \(frobenius.standardError.asError)", "—",
          "— (\(estimate.nonuniformity.rounded(digits: 5)))", "—", "— \(row.reason)",
        ]
      }
      cells.append(row.estimateSeconds.asTime)
      print("| " + cells.joined(separator: " | ") + " |")
    }
    print()
  }

  private func printThresholds(_ rows: [Row]) {
    print(
      """
      **Threshold η\\*.** The growth of E‖v‖² per step is simulated at 0.9 and at 1.1 times the upper end; ± is one \
      standard error of its logarithm.

      | n | B | exact | bracket | upper/exact − 1 | lower/exact | growth at 0.9 | growth at 1.1 | exact takes | bracket \
      takes | simulation takes |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """)
    for row in rows {
      let bracket = row.bracket
      var cells = ["\(row.count)", "\(row.batchSize)"]
      let range = "\(bracket.lower.rounded(digits: 5)) … \(bracket.upper.rounded(digits: 5))"
      func growth(_ estimate: MomentGrowthEstimate) -> String {
        "\(estimate.growthFactor.rounded(digits: 4)) ± \(estimate.standardError.rounded(digits: 4))"
      }
      if let exact = row.exact {
        cells += [
          exact.threshold.rounded(digits: 6), range, (bracket.upper / exact.threshold - 1).asError,
          (bracket.lower / exact.threshold).rounded(digits: 3), growth(row.below), growth(row.above),
          exact.thresholdSeconds.asTime,
        ]
      } else {
        cells += ["—", range, "—", "—", growth(row.below), growth(row.above), "— \(row.reason)"]
      }
      cells += [row.bracketSeconds.asTime, row.simulationSeconds.asTime]
      print("| " + cells.joined(separator: " | ") + " |")
    }
  }
}
