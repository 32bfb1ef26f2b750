#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bound of the error at held-out inputs through the nearest training input of each: no radius, no missing mass.
///
/// (G4) at a held-out input x with nearest training input xᵢ at distance ρ:
/// |f(x) − f*(x)| ≤ ρ (κ(‖∇f(xᵢ)‖ + τᵢ(ρ)) + M₁) + ε₀. The tightest form of the generalisation bound; it holds for the
/// very inputs that it was computed from, given A1 to A3, and A4 where the range cuts it off. Derived in
/// Documentation/Theory.
public struct NearestNeighborBound: Sendable, Hashable {
  /// The bound of |f − f*|² at each held-out input.
  public let squaredErrors: [Double]
  /// M₀, if it was given: then no term exceeds 4M₀².
  public let range: Double?

  /// The bound. O(m) evaluations of the offset.
  ///
  /// - Parameters:
  ///   - neighbors: the nearest training input of each held-out input.
  ///   - gradientNorms: ‖∇f(xᵢ)‖ in the dual norm, one per training input.
  ///   - smoothness: κ and τᵢ.
  ///   - interpolationError: ε₀.
  ///   - targetLipschitzConstant: M₁.
  ///   - range: M₀, to cut off what |f − f*| ≤ 2M₀ excludes.
  /// - Throws: `BoundError` for an ingredient out of range or a wrong number of gradient norms.
  public init(
    neighbors: NearestNeighbors, gradientNorms: [Double], smoothness: LocalSmoothness, interpolationError: Double,
    targetLipschitzConstant: Double, range: Double? = nil
  ) throws(BoundError) {
    guard gradientNorms.count == neighbors.pointCount else {
      throw .countMismatch(name: "gradient norms", found: gradientNorms.count, expected: neighbors.pointCount)
    }
    for norm in gradientNorms { try requireNonNegative(norm, "gradient norm") }
    try requireNonNegative(interpolationError, "interpolation error")
    try requireNonNegative(targetLipschitzConstant, "target's Lipschitz constant")
    if let range { try requireNonNegative(range, "range") }
    let cap = range.map { 4 * $0 * $0 } ?? .infinity
    squaredErrors = neighbors.distances.indices.map { query in
      let (distance, nearest) = (neighbors.distances[query], neighbors.indices[query])
      let offset = smoothness.offset(sample: nearest, radius: distance)
      let slope = smoothness.factor * (gradientNorms[nearest] + offset) + targetLipschitzConstant
      let deviation = distance * slope + interpolationError
      return min(cap, deviation * deviation)
    }
    self.range = range
  }

  /// The bound of the mean squared error over the held-out inputs.
  public var meanSquaredError: Double { squaredErrors.reduce(0, +) / Double(squaredErrors.count) }

  /// The standard error of `meanSquaredError` as an estimate for the whole distribution; NaN is never returned, one
  /// held-out input gives infinity.
  public var standardError: Double {
    guard squaredErrors.count > 1 else { return .infinity }
    let mean = meanSquaredError
    let sum = squaredErrors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (sum / Double(squaredErrors.count - 1) / Double(squaredErrors.count)).squareRoot()
  }

  /// An upper limit of E|f − f*|² over the whole distribution, by Hoeffding's inequality:
  /// the mean plus 4M₀² √(log(1/α)/(2m)). Needs the range; the held-out inputs must be independent of the training.
  ///
  /// - Throws: `BoundError.outOfRange` for a confidence not between 0 and 1; `.empty` without a range.
  public func populationLimit(confidence: Double) throws(BoundError) -> Double {
    try requireConfidence(confidence)
    guard let range else { throw .empty("range") }
    let margin = (-log1p(-confidence) / (2 * Double(squaredErrors.count))).squareRoot()
    return meanSquaredError + 4 * range * range * margin
  }
}
