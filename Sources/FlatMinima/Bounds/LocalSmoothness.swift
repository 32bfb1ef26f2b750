import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How fast the input gradient of a network can grow near a training input:
/// ‖∇f(x)‖ ≤ κ(‖∇f(xᵢ)‖ + τᵢ(δ)) for ‖x − xᵢ‖ ≤ δ, gradients in the dual of the ball's norm.
///
/// Assumption A2 of ``GeneralizationBound``. Derived in Documentation/Theory, section "κ and τ in practice".
public struct LocalSmoothness: Sendable {
  /// The factor κ.
  public let factor: Double
  /// Whether A2 is proven for the network, and how.
  public let evidence: GeneralizationBound.Evidence
  private let largestOffset: @Sendable (Double) -> Double
  private let sampleOffset: @Sendable (Int, Double) -> Double

  /// τ(δ), good for every training input: in units of the gradient, non-decreasing in δ.
  public func offset(radius: Double) -> Double { largestOffset(radius) }

  /// τᵢ(δ), good for one training input.
  public func offset(sample: Int, radius: Double) -> Double { sampleOffset(sample, radius) }

  /// Numbers κ and τ that do not depend on δ.
  ///
  /// - Throws: `BoundError.outOfRange` for a number that is negative or not finite.
  public static func constant(
    factor: Double, offset: Double, evidence: GeneralizationBound.Evidence = .init(.notChecked, "given")
  ) throws(BoundError) -> LocalSmoothness {
    try requireNonNegative(factor, "smoothness factor")
    try requireNonNegative(offset, "smoothness offset")
    return LocalSmoothness(
      factor: factor, evidence: evidence, largestOffset: { _ in offset }, sampleOffset: { _, _ in offset })
  }

  /// A gradient with Lipschitz constant L: κ = 1, τ(δ) = Lδ.
  ///
  /// - Throws: `BoundError.outOfRange` if L is negative or not finite.
  public static func gradientLipschitz(
    _ constant: Double, evidence: GeneralizationBound.Evidence = .init(.notChecked, "given")
  ) throws(BoundError) -> LocalSmoothness {
    try requireNonNegative(constant, "Lipschitz constant of the gradient")
    return LocalSmoothness(
      factor: 1, evidence: evidence, largestOffset: { constant * $0 }, sampleOffset: { constant * $1 })
  }

  /// A network f(x) = Σ_j a_j tanh(⟨w_j, x⟩ + b_j) + c: κ = 1, τ(δ) = Lδ with L from `tanhGradientLipschitzConstant`.
  ///
  /// - Throws: as `tanhGradientLipschitzConstant`, and `OperatorNormError`.
  public static func tanhNetwork(
    inputWeights: Matrix, outputWeights: [Double], norm: BallNorm
  ) throws -> LocalSmoothness {
    try gradientLipschitz(
      tanhGradientLipschitzConstant(inputWeights: inputWeights, outputWeights: outputWeights, norm: norm),
      evidence: .init(.holds, "second derivative of a two-layer tanh network bounded by its weights"))
  }

  /// An upper bound of the Lipschitz constant of ∇f for f(x) = Σ_j a_j tanh(⟨w_j, x⟩ + b_j) + c.
  ///
  /// 4/(3√3), the largest |tanh″|, times the smaller of Σ_j |a_j| ‖w_j‖² (dual norm) and ‖W₁‖₂² max_j |a_j|, the latter
  /// times d for balls of the maximum norm. Cost: the singular values of W₁.
  ///
  /// - Parameters:
  ///   - inputWeights: W₁, m × d, a unit per row.
  ///   - outputWeights: a, m numbers.
  ///   - norm: of the balls.
  /// - Throws: `BoundError` for sizes that do not fit or weights that are not finite; `OperatorNormError`.
  public static func tanhGradientLipschitzConstant(
    inputWeights: Matrix, outputWeights: [Double], norm: BallNorm
  ) throws -> Double {
    try requireLayer(inputWeights, outputWeights)
    let spectral = try OperatorNorm(of: inputWeights, exponent: 2).upper
    let dimension = norm == .maximum ? Double(inputWeights.columns) : 1
    let together = dimension * spectral * spectral * vectorNorm(outputWeights, exponent: .infinity)
    let unitByUnit = (0..<inputWeights.rows).reduce(0) { sum, j in
      let length = norm.dualNorm(inputWeights.row(j))
      return sum + abs(outputWeights[j]) * length * length
    }
    return 4 / (3 * 3.0.squareRoot()) * min(together, unitByUnit)
  }

  static func requireLayer(_ inputWeights: Matrix, _ outputWeights: [Double]) throws(BoundError) {
    guard outputWeights.count == inputWeights.rows else {
      throw .countMismatch(name: "output weights", found: outputWeights.count, expected: inputWeights.rows)
    }
    guard inputWeights.elements.allSatisfy(\.isFinite), outputWeights.allSatisfy(\.isFinite) else {
      throw .outOfRange(name: "a weight", value: "NaN or infinite", allowed: "finite numbers")
    }
  }
}

extension LocalSmoothness {
  init(_ flips: UnitFlips) {
    factor = 1
    evidence = .init(.holds, "units of a two-layer ReLU network that can change side within δ, counted")
    largestOffset = { flips.largestOffset(radius: $0) }
    sampleOffset = { flips.offset(sample: $0, radius: $1) }
  }

  /// A network f(x) = Σ_j a_j max(0, ⟨w_j, x⟩ + b_j) + c: κ = 1, τᵢ(δ) = Σ |a_j| ‖w_j‖ over the units that can change
  /// side within δ of xᵢ, those with |⟨w_j, xᵢ⟩ + b_j| ≤ δ ‖w_j‖ (dual norms).
  ///
  /// With τ = 0 no factor κ would do: a unit that is off at xᵢ may be on nearby. Cost: O(n m (d + log m)) once, then
  /// O(n log m) for each δ.
  ///
  /// - Parameters:
  ///   - inputWeights: W₁, m × d, a unit per row.
  ///   - biases: b, m numbers; zeros for a network without.
  ///   - outputWeights: a, m numbers.
  ///   - inputs: the training inputs, n × d.
  ///   - norm: of the balls.
  /// - Throws: `BoundError` for sizes that do not fit or numbers that are not finite.
  public static func reluNetwork(
    inputWeights: Matrix, biases: [Double], outputWeights: [Double], inputs: Matrix, norm: BallNorm
  ) throws(BoundError) -> LocalSmoothness {
    LocalSmoothness(
      try UnitFlips(
        inputWeights: inputWeights, biases: biases, outputWeights: outputWeights, inputs: inputs, norm: norm))
  }
}
