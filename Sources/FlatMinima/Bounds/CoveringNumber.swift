#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How many cells of diameter at most δ cover a set. The input of the covering bounds of `MissingMass`.
///
/// Numbers are returned as `Double`: they outgrow integers soon, and infinity is an honest answer.
public enum CoveringNumber {
  /// The unit cube [0, 1]^d: ⌈1/δ⌉^d in the maximum norm, ⌈√d/δ⌉^d in the Euclidean norm.
  ///
  /// - Throws: `BoundError.outOfRange` unless d ≥ 1 and δ > 0.
  public static func unitCube(dimension: Int, diameter: Double, norm: BallNorm) throws(BoundError) -> Double {
    try require(dimension, diameter)
    let diagonal = norm == .euclidean ? Double(dimension).squareRoot() : 1
    return pow(max(1, (diagonal / diameter).rounded(.up)), Double(dimension))
  }

  /// The unit sphere in R^d in the Euclidean norm: at most (1 + 4/δ)^d.
  ///
  /// - Throws: `BoundError.outOfRange` unless d ≥ 1 and δ > 0.
  public static func unitSphere(dimension: Int, diameter: Double) throws(BoundError) -> Double {
    try require(dimension, diameter)
    return pow(1 + 4 / diameter, Double(dimension))
  }

  /// The image of the unit cube of dimension d₀ under a map that stretches Euclidean distances by at most `stretch`:
  /// ⌈stretch √d₀/δ⌉^{d₀}. A manifold of dimension d₀, whatever the dimension of the space around it.
  ///
  /// - Throws: `BoundError.outOfRange` unless d₀ ≥ 1, δ > 0 and stretch ≥ 0.
  public static func manifold(intrinsicDimension: Int, stretch: Double, diameter: Double) throws(BoundError) -> Double {
    try require(intrinsicDimension, diameter)
    try requireNonNegative(stretch, "stretch")
    let side = max(1, (stretch * Double(intrinsicDimension).squareRoot() / diameter).rounded(.up))
    return pow(side, Double(intrinsicDimension))
  }

  private static func require(_ dimension: Int, _ diameter: Double) throws(BoundError) {
    try requirePositive(dimension, "dimension")
    guard diameter > 0 else {
      throw .outOfRange(name: "diameter", value: "\(diameter)", allowed: "a positive number")
    }
  }
}
