import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension InterpolatingMinimum where N == DenseNetwork {
  /// The bounds S1 to S6 on the Sobolev seminorm |f|_{1,2k} that stability at (η, B) implies.
  ///
  /// For k ≤ 2 they ask for mean-square stability, which is decided exactly. For k ≥ 3 they ask for order k: it is
  /// decided where no batch expands (η ≤ 2/max λ_max(H_i)), beyond η*, by T_k where one application of it takes at most
  /// `operationLimit` operations, and by the enclosure of its threshold; what remains is marked as not checked.
  /// Cost: one threshold ``stabilityThreshold(batchSize:sampling:)`` and one ``MaximumMargin`` of the inputs, which may
  /// be passed in; two operator norms; for k ≥ 3 some hundred applications of T_k or one
  /// ``GradientSpan/thresholdBracket(order:batchSize:sampling:)``.
  /// Source: S1 Ma and Ying 2021; the others derived in Documentation/Theory.
  ///
  /// - Parameters:
  ///   - threshold: η*, the mean-square threshold, where it is known; it is believed.
  ///   - normValue: which end of the enclosure of ‖W₁ᵀ‖_{2k} S1, S2 and S5 use.
  ///   - margin: the half-space of the training inputs for S6, where it is known.
  ///   - operationLimit: of one application of T_k for k ≥ 3.
  /// - Throws: ``StabilityError``, ``SpectralError`` or ``OperatorNormError``.
  public func sobolevBounds(
    order k: Int, learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    threshold: Double? = nil, normValue: MultiplicativeStructure.NormValue = .certified,
    margin: MaximumMargin? = nil, operationLimit: Double = 1e7
  ) throws -> SobolevBounds {
    guard k >= 1 else { throw StabilityError.badOrder(k) }
    let stable = try StableSolutionBounds(
      learningRate: learningRate, batchSize: batchSize, sampleCount: point.data.count,
      outputDimension: point.network.outputDimension, sampling: sampling)
    let stability = OrderStability(
      span: curvature.span, learningRate: learningRate, batchSize: batchSize, sampling: sampling,
      meanSquareThreshold: try threshold ?? stabilityThreshold(batchSize: batchSize, sampling: sampling),
      operationLimit: operationLimit)
    let meanSquare = stability.meanSquare
    let order = try stability.hypothesis(order: k)
    let structure = MultiplicativeStructure(of: point, normValue: normValue)
    let weights = structure.weights
    let norm = try structure.weightNorm(order: k)
    let smallest = structure.smallestInputNorm(order: k)
    let margin = margin ?? MaximumMargin(of: point.data.inputs)
    let hasBias = point.network.layers[0].bias != nil
    let bias = Hypothesis(
      "the first layer has biases", hasBias ? .holds : .fails, evidence: "by the network's shape")
    let nonzero = Hypothesis(
      "no input is all zero", smallest > 0 ? .holds : .fails, evidence: "smallest ‖x‖ = \(smallest)")

    // Logarithms, so that no power leaves the range of numbers at high orders.
    let p = Double(2 * k)
    let directional = Double(k) * log(2 / learningRate) + Double(k - 1) * log(Double(batchSize))
    // Σ_a ‖W₁e_a‖^{2k}
    let columns = p * log(vectorNorm((0..<weights.columns).map { LinearAlgebra.norm(weights.column($0)) }, exponent: p))

    var bounds = [
      SobolevBound(.weightCoordinates, order: k, [order, nonzero]) {
        p * log(norm / smallest) + log(Double(weights.rows * weights.columns)) + directional
      },
      SobolevBound(.biasCoordinates, order: k, [order, bias]) {
        p * log(norm) + log(Double(weights.rows)) + directional
      },
      SobolevBound(.biasDirections, order: k, [order, bias]) { columns + directional },
    ]
    var matrix: MatrixBound?
    if k == 1 {
      bounds.append(SobolevBound(.matrix, order: k, [order, bias]) { columns + directional })
      if hasBias, order.status != .fails { matrix = try MatrixBound(at: point, learningRate: learningRate) }
    }
    if k <= 2 {
      let rank = curvature.span.rank
      let gradients = k == 1 ? stable.trace(rank: rank) : stable.gradientFourthMoment(rank: rank)
      // ‖(x, 1)‖ with biases
      let length = hasBias ? vectorNorm([smallest, 1], exponent: p) : smallest
      bounds.append(
        SobolevBound(.dimensionFree, order: k, hasBias ? [meanSquare] : [meanSquare, nonzero]) {
          p * log(norm / length) + log(gradients)
        })
    }
    bounds.append(
      SobolevBound(.halfSpace, order: k, [order, halfSpace(margin, extended: hasBias)]) {
        let depth = hasBias ? (1 + max(0, margin.margin) * max(0, margin.margin)).squareRoot() : margin.margin
        return depth > 0 ? columns - p * log(depth) + directional : .infinity
      })
    return SobolevBounds(
      order: k, seminorm: point.sobolevSeminorm(order: k), matrix: matrix, margin: margin, bounds: bounds)
  }

  private func halfSpace(_ margin: MaximumMargin, extended hasBias: Bool) -> Hypothesis {
    let status = margin.status
    let found = "a unit vector c with ⟨c, x⟩ ≥ \(margin.margin) for all \(point.data.count) inputs"
    if hasBias {
      return Hypothesis(
        "all inputs, extended by a 1 for the biases, lie in an open half-space", .holds,
        evidence: status == .holds ? found : "the coordinate of the biases is 1")
    }
    let evidence =
      switch status {
      case .holds: found
      case .fails: "a mean of inputs has norm \(margin.upperBound), so the origin is in their convex hull"
      case .notChecked:
        "no half-space was found, but the mean of inputs nearest to the origin has norm \(margin.upperBound)"
      }
    return Hypothesis("all inputs lie in an open half-space", status, evidence: evidence)
  }
}
