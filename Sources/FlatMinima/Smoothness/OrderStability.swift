import Learning
import LinearAlgebra

/// Whether SGD is stable of some order, as far as that can be said at a price.
struct OrderStability {
  let span: GradientSpan
  let learningRate: Double
  let batchSize: Int
  let sampling: BatchSampling
  /// η*, the mean-square threshold.
  let meanSquareThreshold: Double
  /// The most operations that one application of T_k may take.
  let operationLimit: Double

  /// SGD is stable in mean square.
  var meanSquare: Hypothesis {
    Hypothesis(
      "SGD is stable in mean square: η ≤ η*", learningRate <= meanSquareThreshold ? .holds : .fails,
      evidence: "η = \(learningRate), exact threshold η* = \(meanSquareThreshold)")
  }

  /// SGD is stable of order k, or at least E v ⊗ … ⊗ v stays bounded, which is all that the moment bound needs.
  ///
  /// In this order: what no batch can break holds at every order; a higher order implies order 2; T_k itself where it is
  /// cheap enough; the enclosure of its threshold.
  func hypothesis(order k: Int) throws -> Hypothesis {
    if k <= 2 { return meanSquare }
    func verdict(_ status: Hypothesis.Status, _ evidence: String) -> Hypothesis {
      Hypothesis("SGD is stable of order \(k)", status, evidence: evidence)
    }
    if learningRate > meanSquareThreshold {
      return verdict(
        .fails,
        "η = \(learningRate) is above the mean-square threshold η* = \(meanSquareThreshold), no higher order "
          + "has a larger one")
    }
    let everyOrder = 2 / (try span.sampleSharpnesses().max() ?? 0)
    if learningRate <= everyOrder {
      return verdict(.holds, "η = \(learningRate) ≤ 2/max λ_max(H_i) = \(everyOrder): no batch expands any direction")
    }
    let cost = MomentStabilityCost(span: span, order: k, batchSize: batchSize, sampling: sampling)
    let inRange = k <= 128
    if inRange, cost.operations <= operationLimit, cost.storedNumbers <= 0x1p25 { return try exact(k, verdict) }
    let tooLarge =
      inRange
      ? "the exact answer would take \(cost.operations) operations and \(cost.storedNumbers) numbers in memory for each "
        + "application of T_\(k), above the limit of \(operationLimit) operations or 2²⁵ numbers"
      : "moments of order above 128 leave the range of double precision"
    // Some 48 starts of some 200 steps for each of at most 8 suprema.
    let bracketOperations = Double(min(k, 8)) * 2e4 * Double(span.coordinates.elements.count)
    guard inRange, bracketOperations <= 1000 * operationLimit else {
      return verdict(
        .notChecked,
        "η = \(learningRate) lies between 2/max λ_max(H_i) = \(everyOrder) and η* = \(meanSquareThreshold); "
          + tooLarge)
    }
    let bracket = try span.thresholdBracket(order: k, batchSize: batchSize, sampling: sampling)
    let enclosure = "η = \(learningRate), threshold between \(bracket.lowerBound) and \(bracket.upperBound)"
    if learningRate <= bracket.lowerBound { return verdict(.holds, enclosure) }
    if learningRate > bracket.upperBound { return verdict(.fails, enclosure) }
    return verdict(.notChecked, "\(enclosure); \(tooLarge)")
  }

  /// From ρ(T_k) at η itself, which is cheaper than the threshold. For even k the stable learning rates are an interval,
  /// so ρ ≤ 1 is η ≤ η*_k.
  private func exact(
    _ k: Int, _ verdict: (Hypothesis.Status, String) -> Hypothesis
  ) throws -> Hypothesis {
    let stability = try MomentStability(
      span: span, order: k, batchSize: batchSize, sampling: sampling, operationLimit: operationLimit)
    let tensor = try stability.growthFactor(learningRate: learningRate)
    let evidence = "η = \(learningRate), E v ⊗ … ⊗ v grows by ρ(T_\(k)) = \(tensor) per step"
    // At the threshold itself the computed factor is 1 up to rounding.
    guard tensor <= 1 + 1e-10 else { return verdict(.fails, evidence) }
    guard k % 2 == 1 else { return verdict(.holds, evidence) }
    // For odd k E‖v‖^k is enclosed by the neighbouring orders; order 2 below holds already.
    let above = MomentStabilityCost(span: span, order: k + 1, batchSize: batchSize, sampling: sampling)
    if above.operations <= operationLimit, above.storedNumbers <= 0x1p25 {
      let growth = try stability.absoluteGrowthFactor(learningRate: learningRate)
      if growth.upperBound <= 1 + 1e-10 {
        return verdict(.holds, "η = \(learningRate), E‖v‖^\(k) grows by at most \(growth.upperBound) per step")
      }
      if growth.lowerBound > 1 + 1e-10 {
        return verdict(.fails, "η = \(learningRate), E‖v‖^\(k) grows by at least \(growth.lowerBound) per step")
      }
    }
    return verdict(.holds, "\(evidence), for odd orders a weaker statement than stability and all that the bound needs")
  }
}
