extension GeneralizationBound {
  /// Where ν comes from while the radius is chosen.
  public enum CellWeightChoice: Sendable, Hashable {
    /// ν = n.
    case paper
    /// The estimate from the held-out inputs, at every radius.
    case estimate
    /// The upper limit from the held-out inputs, good for every radius at once.
    case limit(confidence: Double)
  }

  /// Where π_n(δ) comes from while the radius is chosen.
  public enum MissingMassChoice: Sendable, Hashable {
    /// The fraction of held-out inputs that are not covered.
    case estimate
    /// The upper limit that holds for every radius at once.
    case limit(confidence: Double)
  }

  /// The bound with the radius δ and the order k at which its mean squared error (G3) is least.
  ///
  /// The missing mass falls only at the held-out distances and everything else grows with δ, so the least value is found
  /// among those distances and δ = 0. With limits instead of estimates, both the missing mass and the cell weight hold
  /// for all radii at once, so choosing δ costs no confidence; the confidences of the two add up as a union bound. The
  /// order costs none either: no limit depends on it.
  ///
  /// Cost: O(m (K + T)) for m held-out inputs, K orders and the cost T of `smoothness.offset(radius:)`.
  ///
  /// - Parameters:
  ///   - coverage: of the training inputs by held-out inputs.
  ///   - seminorms: g_x in the dual norm for each order k to be tried.
  ///   - smoothness: κ and τ.
  ///   - interpolationError: ε₀.
  ///   - targetLipschitzConstant: M₁.
  ///   - range: M₀.
  ///   - cellWeight: where ν comes from.
  ///   - missingMass: where π_n(δ) comes from.
  ///   - evidence: what is known of the other assumptions.
  /// - Throws: `BoundError` for an ingredient out of range or no order at all.
  public static func optimized(
    coverage: HoldOutCoverage, seminorms: [Int: Double], smoothness: LocalSmoothness, interpolationError: Double,
    targetLipschitzConstant: Double, range: Double, cellWeight: CellWeightChoice = .paper,
    missingMass: MissingMassChoice = .limit(confidence: 0.95), evidence: [Assumption: Evidence] = [:]
  ) throws(BoundError) -> GeneralizationBound {
    guard !seminorms.isEmpty else { throw .empty("orders") }
    let margin: Double
    var allEvidence = evidence
    switch missingMass {
    case .estimate:
      margin = 0
      allEvidence[.missingMass] = Evidence(.notChecked, "estimated from \(coverage.count) held-out inputs")
    case .limit(let confidence):
      margin = try coverage.uniformMargin(confidence: confidence)
      allEvidence[.missingMass] = Evidence(
        .holds, "with confidence \(confidence) for every radius, from \(coverage.count) independent held-out inputs")
    }
    allEvidence[.localSmoothness] = evidence[.localSmoothness] ?? smoothness.evidence

    var limit = 0.0
    if case .limit(let confidence) = cellWeight { limit = try coverage.cellWeightLimit(confidence: confidence) }
    let orders = seminorms.keys.sorted()
    var best: GeneralizationBound?
    for candidate in coverage.radiusCandidates {
      let weight: CellWeight =
        switch cellWeight {
        case .paper: .paper
        case .estimate: .estimated(candidate.cellWeight)
        case .limit(let confidence): .limited(limit, confidence: confidence)
        }
      let offset = smoothness.offset(radius: candidate.radius)
      for order in orders {
        let bound = try GeneralizationBound(
          order: order, sampleCount: coverage.trainingCount, cellWeight: weight, radius: candidate.radius,
          smoothnessFactor: smoothness.factor, smoothnessOffset: offset, seminorm: seminorms[order] ?? 0,
          interpolationError: interpolationError, targetLipschitzConstant: targetLipschitzConstant, range: range,
          missingMass: min(1, candidate.missingMass + margin), evidence: allEvidence)
        if best.map({ bound.meanSquaredError < $0.meanSquaredError }) ?? true { best = bound }
      }
    }
    guard let best else { throw .empty("held-out inputs") }
    return best
  }
}

extension HoldOutCoverage {
  /// A radius at which the missing mass falls, with the estimates at that radius.
  struct RadiusCandidate {
    var radius: Double
    var missingMass: Double
    var cellWeight: Double
  }

  /// δ = 0 and every held-out distance, in ascending order. O(m).
  var radiusCandidates: [RadiusCandidate] {
    var candidates = [RadiusCandidate(radius: 0, missingMass: 1, cellWeight: 0)]
    var counts = [Int](repeating: 0, count: trainingCount)
    var largest = 0
    for (rank, position) in order.enumerated() {
      let cell = neighbors.indices[position]
      counts[cell] += 1
      largest = max(largest, counts[cell])
      let candidate = RadiusCandidate(
        radius: neighbors.distances[position], missingMass: Double(count - rank - 1) / Double(count),
        cellWeight: Double(trainingCount) * Double(largest) / Double(count))
      if candidates[candidates.count - 1].radius == candidate.radius { candidates.removeLast() }
      candidates.append(candidate)
    }
    return candidates
  }
}
