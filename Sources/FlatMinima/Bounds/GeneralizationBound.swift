#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upper bound of the error of a trained network f against the target f* on new inputs, in three terms.
///
/// Every new input either lies within δ of a training input, where f cannot have moved farther than its input gradient
/// there allows (Sobolev term) and f* no farther than its Lipschitz constant allows (target term), or it does not
/// (missing term). With p = 2k and b = ε₀ + δ(κτ + M₁):
///
///     (G1)  E|f − f*|^{2k} ≤ 2^{2k−1} [ν (κδ g_x)^{2k} + b^{2k}] + (2M₀)^{2k} π_n(δ)
///     (G2)  E|f − f*|^{2k} ≤ (ν^{1/2k} κδ g_x + b)^{2k} + (2M₀)^{2k} π_n(δ), never larger than (G1)
///     (G3)  E|f − f*|²     ≤ (ν^{1/2k} κδ g_x + b)² + (2M₀)² π_n(δ)
///
/// For networks with one output. The published form has ν = n; with the weight of the heaviest Voronoi cell instead,
/// the Sobolev term no longer needs a k that grows with the dimension of the data; the missing mass still depends on
/// it. (G3) is never smaller than δ²M₁²: the bound never beats the nearest neighbour.
///
/// The assumptions are listed in `hypotheses`, each with what is known of it. The expectation is over a new input; the
/// bound holds with the confidence with which its missing mass and its cell weight hold.
///
/// Source: structure after Ma and Ying 2021; proof and the forms G2, G3 and ν in Documentation/Theory.
public struct GeneralizationBound: Sendable, Hashable {
  /// The order k of the bound: it uses the seminorm of exponent 2k.
  public let order: Int
  /// The number of training inputs, n.
  public let sampleCount: Int
  /// What stands for ν.
  public let cellWeight: CellWeight
  /// The radius δ of the balls around training inputs, in units of input.
  public let radius: Double
  /// κ: the factor of local smoothness within the radius.
  public let smoothnessFactor: Double
  /// τ: the offset of local smoothness within the radius, in units of the gradient.
  public let smoothnessOffset: Double
  /// g_x = ((1/n) Σ ‖∇f(xᵢ)‖^{2k})^{1/2k} in the dual of the ball's norm, not in the l_{2k} norm.
  public let seminorm: Double
  /// ε₀: the largest |f(xᵢ) − f*(xᵢ)| at a training input.
  public let interpolationError: Double
  /// M₁: the Lipschitz constant of the target.
  public let targetLipschitzConstant: Double
  /// M₀: a bound of |f| and |f*|.
  public let range: Double
  /// π_n(δ): the probability that a new input is farther than δ from every training input.
  public let missingMass: Double
  /// What the bound assumes, and what is known of it.
  public let hypotheses: [Hypothesis]

  /// The bound from its ingredients.
  ///
  /// - Parameter evidence: what is known of the assumptions; those left out count as not checked.
  /// - Throws: `BoundError.outOfRange` for an ingredient that is negative, not finite or too large to make sense.
  public init(
    order: Int, sampleCount: Int, cellWeight: CellWeight = .paper, radius: Double, smoothnessFactor: Double = 1,
    smoothnessOffset: Double, seminorm: Double, interpolationError: Double, targetLipschitzConstant: Double,
    range: Double, missingMass: Double, evidence: [Assumption: Evidence] = [:]
  ) throws(BoundError) {
    try requirePositive(order, "order")
    try requirePositive(sampleCount, "sample count")
    try requireNonNegative(radius, "radius")
    try requireNonNegative(smoothnessFactor, "smoothness factor")
    try requireNonNegative(smoothnessOffset, "smoothness offset")
    try requireNonNegative(seminorm, "seminorm")
    try requireNonNegative(interpolationError, "interpolation error")
    try requireNonNegative(targetLipschitzConstant, "target's Lipschitz constant")
    try requireNonNegative(range, "range")
    guard (0...1).contains(missingMass) else {
      throw .outOfRange(name: "missing mass", value: "\(missingMass)", allowed: "0 to 1")
    }
    let weight = cellWeight.value(sampleCount: sampleCount)
    guard weight >= 0, weight <= Double(sampleCount) * (1 + 1e-12) else {
      throw .outOfRange(name: "cell weight", value: "\(weight)", allowed: "0 to the sample count, \(sampleCount)")
    }
    self.order = order
    self.sampleCount = sampleCount
    self.cellWeight = cellWeight
    self.radius = radius
    self.smoothnessFactor = smoothnessFactor
    self.smoothnessOffset = smoothnessOffset
    self.seminorm = seminorm
    self.interpolationError = interpolationError
    self.targetLipschitzConstant = targetLipschitzConstant
    self.range = range
    self.missingMass = missingMass
    hypotheses = Assumption.allCases.map { assumption in
      let known =
        evidence[assumption] ?? (assumption == .cellWeight ? cellWeight.evidence : Evidence(.notChecked, "given"))
      return Hypothesis(assumption.statement, known.status, evidence: known.text)
    }
  }

  /// ν as a number.
  public var cellWeightValue: Double { cellWeight.value(sampleCount: sampleCount) }

  /// s = ν^{1/2k} κδ g_x: how far f can have moved, in the mean of order 2k over the balls.
  public var sobolevDeviation: Double {
    let factor = smoothnessFactor * radius * seminorm
    return factor == 0 ? 0 : pow(cellWeightValue, 1 / Double(2 * order)) * factor
  }

  /// b = ε₀ + δ(κτ + M₁): how far f* can have moved, with the training error and the offset of local smoothness.
  public var targetDeviation: Double {
    interpolationError + radius * (smoothnessFactor * smoothnessOffset + targetLipschitzConstant)
  }
}

extension GeneralizationBound {
  /// The bound G1 of E|f − f*|^{2k}: the sum of its three terms.
  public var moment: Double { momentTerms.sum }

  /// The three terms of G1, on the scale of E|f − f*|^{2k}. Infinite where they exceed the largest number.
  public var momentTerms: Terms {
    let power = Double(2 * order)
    return Terms(
      sobolev: 0.5 * pow(2 * sobolevDeviation, power), target: 0.5 * pow(2 * targetDeviation, power),
      missing: missingMass == 0 ? 0 : pow(2 * range, power) * missingMass)
  }

  /// The bound G2 of E|f − f*|^{2k}, by Minkowski's inequality; never larger than `moment`.
  public var minkowskiMoment: Double {
    pow(sobolevDeviation + targetDeviation, Double(2 * order)) + momentTerms.missing
  }

  /// The bound G3 of the mean squared error E|f − f*|².
  public var meanSquaredError: Double {
    let deviation = sobolevDeviation + targetDeviation
    return deviation * deviation + meanSquareTerms.missing
  }

  /// The three parts of G3 on the scale of E|f − f*|²: s², b² and the missing term. Their sum lacks the product 2 s b.
  public var meanSquareTerms: Terms {
    Terms(
      sobolev: sobolevDeviation * sobolevDeviation, target: targetDeviation * targetDeviation,
      missing: missingMass == 0 ? 0 : 4 * range * range * missingMass)
  }

  /// Whether the bound says nothing: |f − f*| ≤ 2M₀ alone gives a mean squared error of at most 4M₀².
  public var isVacuous: Bool { meanSquaredError >= 4 * range * range }

  /// Whether every hypothesis was checked and holds.
  public var isEstablished: Bool { hypotheses.allSatisfy { $0.status == .holds } }

  /// The three terms of a bound, on one scale.
  public struct Terms: Sendable, Hashable {
    /// What the network's own gradients at the training inputs allow.
    public let sobolev: Double
    /// What the target's slope, the training error and the offset of local smoothness allow.
    public let target: Double
    /// What may happen where there are no training inputs.
    public let missing: Double

    /// The sum of the three.
    public var sum: Double { sobolev + target + missing }
  }
}
