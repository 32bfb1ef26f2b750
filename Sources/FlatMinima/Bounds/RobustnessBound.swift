#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An upper bound of the error at new inputs that an adversary may move by ε: E sup |f(x′) − f*(x)|^{2k} over
/// ‖x′ − x‖ ≤ ε.
///
/// For 0 ≤ ε < δ, with balls of radius δ − ε for the missing mass and the cell weight ν′:
/// (ν′^{1/2k} κδ g_x + ε₀ + δκτ + (δ − ε)M₁)^{2k} + (2M₀)^{2k} π_n(δ − ε). The assumptions are those of
/// ``GeneralizationBound`` at radius δ, boundedness on the domain enlarged by ε included. Derived in Documentation/Theory.
public struct RobustnessBound: Sendable, Hashable {
  /// How far the adversary may move an input, ε.
  public let perturbation: Double
  /// The ingredients at radius δ − ε, with local smoothness up to δ.
  public let clean: GeneralizationBound

  /// The bound from the ingredients of the unperturbed one.
  ///
  /// - Parameters:
  ///   - perturbation: ε ≥ 0.
  ///   - clean: a generalisation bound whose radius is δ − ε: its missing mass and cell weight belong to that radius.
  ///   - smoothness: κ and τ, good up to radius δ; the offset is taken there.
  /// - Throws: `BoundError.outOfRange` for a perturbation that is negative or not finite, or a radius δ − ε of 0.
  public init(
    perturbation: Double, clean: GeneralizationBound, smoothness: LocalSmoothness
  ) throws(BoundError) {
    try requireNonNegative(perturbation, "perturbation")
    guard clean.radius > 0 else {
      throw .outOfRange(name: "radius δ − ε", value: "\(clean.radius)", allowed: "a positive number")
    }
    self.perturbation = perturbation
    self.clean = clean
    smoothnessFactor = smoothness.factor
    smoothnessOffset = smoothness.offset(radius: clean.radius + perturbation)
  }

  /// κ.
  public let smoothnessFactor: Double
  /// τ(δ).
  public let smoothnessOffset: Double

  /// δ, the radius of smoothness: that of the missing mass plus the perturbation.
  public var radius: Double { clean.radius + perturbation }

  private var deviation: Double {
    let gradient = smoothnessFactor * radius * clean.seminorm
    let sobolev = gradient == 0 ? 0 : pow(clean.cellWeightValue, 1 / Double(2 * clean.order)) * gradient
    let offset = radius * smoothnessFactor * smoothnessOffset
    return sobolev + clean.interpolationError + offset + clean.radius * clean.targetLipschitzConstant
  }

  /// The bound of E sup |f(x′) − f*(x)|^{2k}.
  public var moment: Double { pow(deviation, Double(2 * clean.order)) + clean.momentTerms.missing }

  /// The bound of E sup |f(x′) − f*(x)|².
  public var meanSquaredError: Double { deviation * deviation + clean.meanSquareTerms.missing }

  /// The bound εκ(‖∇f(xᵢ)‖ + τᵢ(ε)) of |f(x′) − f(xᵢ)| for ‖x′ − xᵢ‖ ≤ ε at one training input.
  ///
  /// - Throws: `BoundError.outOfRange` for a perturbation or a norm that is negative or not finite.
  public static func localDeviation(
    perturbation: Double, sample: Int, gradientNorm: Double, smoothness: LocalSmoothness
  ) throws(BoundError) -> Double {
    try requireNonNegative(perturbation, "perturbation")
    try requireNonNegative(gradientNorm, "gradient norm")
    let offset = smoothness.offset(sample: sample, radius: perturbation)
    return perturbation * smoothness.factor * (gradientNorm + offset)
  }
}
