import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upper bound of the Sobolev seminorm at a minimum where SGD with (η, B) is stable.
public struct SobolevBound: Sendable, Hashable {
  /// Which of the bounds of Documentation/Theory this is.
  public enum Form: String, Sendable, Hashable, CaseIterable {
    /// S1, the published form: the moment bound summed over the m·d first-layer weights.
    case weightCoordinates = "S1"
    /// S2: summed over the m first-layer biases.
    case biasCoordinates = "S2"
    /// S3: along the d directions W₁e_a of the biases; no ‖x‖ and no width.
    case biasDirections = "S3"
    /// S5: from the dimension-free bounds on the trace and on the mean fourth power of the gradients.
    case dimensionFree = "S5"
  }

  /// Which of the bounds this is.
  public let form: Form
  /// k
  public let order: Int
  /// The bound on (1/n) Σ ‖∇_x f‖_{2k}^{2k}; infinite when a hypothesis fails, and for S5 with full batches.
  public let moment: Double
  /// What the bound assumes, and what is known of it.
  public let hypotheses: [Hypothesis]

  /// The bound on |f|_{1,2k}.
  public var seminorm: Double { pow(moment, 1 / Double(2 * order)) }

  /// Whether every hypothesis was checked and holds.
  public var isEstablished: Bool { hypotheses.allSatisfy { $0.status == .holds } }
}

extension InterpolatingMinimum where N == DenseNetwork {
  /// The bounds S1, S2, S3 and S5 on the Sobolev seminorm |f|_{1,2k} that stability at (η, B) implies.
  ///
  /// A bound whose hypothesis fails is returned with an infinite value and says which one. S5 is for k = 1 and 2.
  /// Cost: one threshold ``stabilityThreshold(batchSize:sampling:)``; pass it as `threshold` when it is known.
  /// Source: S1 Ma and Ying 2021; the others derived in Documentation/Theory.
  ///
  /// - Throws: ``StabilityError``, ``SpectralError`` or ``OperatorNormError``.
  public func sobolevBounds(
    order k: Int, learningRate: Double, batchSize: Int, sampling: BatchSampling = .withoutReplacement,
    threshold: Double? = nil, normValue: MultiplicativeStructure.NormValue = .certified
  ) throws -> [SobolevBound] {
    guard k >= 1 else { throw StabilityError.badOrder(k) }
    let stable = try StableSolutionBounds(
      learningRate: learningRate, batchSize: batchSize, sampleCount: point.data.count,
      outputDimension: point.network.outputDimension, sampling: sampling)
    let threshold = try threshold ?? stabilityThreshold(batchSize: batchSize, sampling: sampling)
    let structure = MultiplicativeStructure(of: point, normValue: normValue)
    let weights = structure.firstLayerWeights
    let norm = try structure.weightNorm(order: k)
    let smallest = structure.smallestInputNorm(order: k)
    let hasBias = point.network.layers[0].bias != nil
    let exponent = Double(2 * k)
    let directional = stable.directionalMoment(order: k)

    let meanSquare = Hypothesis(
      "SGD is stable in mean square: η ≤ η*", learningRate <= threshold ? .holds : .fails,
      evidence: "η = \(learningRate), exact threshold η* = \(threshold)")
    let stability =
      k <= 2 || learningRate > threshold
      ? meanSquare
      : Hypothesis(
        "SGD is stable of order \(k)", .notChecked,
        evidence: "mean-square stability holds, but orders above 2 have smaller thresholds")
    let bias = Hypothesis(
      "the first layer has biases", hasBias ? .holds : .fails, evidence: "by the network's shape")
    let nonzero = Hypothesis(
      "no input is all zero", smallest > 0 ? .holds : .fails, evidence: "smallest ‖x‖ = \(smallest)")

    func bound(_ form: SobolevBound.Form, _ hypotheses: [Hypothesis], _ value: () -> Double) -> SobolevBound {
      let fails = hypotheses.contains { $0.status == .fails }
      return SobolevBound(form: form, order: k, moment: fails ? .infinity : value(), hypotheses: hypotheses)
    }
    var bounds = [
      bound(.weightCoordinates, [stability, nonzero]) {
        pow(norm / smallest, exponent) * Double(weights.rows * weights.columns) * directional
      },
      bound(.biasCoordinates, [stability, bias]) { pow(norm, exponent) * Double(weights.rows) * directional },
      bound(.biasDirections, [stability, bias]) {
        (0..<weights.columns).reduce(0) { $0 + pow(LinearAlgebra.norm(weights.column($1)), exponent) } * directional
      },
    ]
    if k <= 2 {
      let shift = hasBias ? 1.0 : 0
      let gradient = k == 1 ? stable.trace : stable.gradientFourthMoment
      let hypotheses = hasBias ? [meanSquare] : [meanSquare, nonzero]
      bounds.append(
        bound(.dimensionFree, hypotheses) { pow(norm, exponent) / (shift + pow(smallest, exponent)) * gradient })
    }
    return bounds
  }
}
