import Learning
import LinearAlgebra

/// The bound S4: (1/n) Σ ∇_x f ∇_x fᵀ ⪯ (2/η) W₁ᵀ W₁ at a minimum where SGD is stable, summed over outputs.
///
/// It bounds the mean square of the derivative along every input direction t at once, by (2/η)‖W₁t‖². It holds exactly
/// if ``largestRatio`` ≤ 2/η. Source: derived in Documentation/Theory.
public struct MatrixBound: Sendable, Equatable {
  /// (1/n) Σ ∇_x f ∇_x fᵀ, d × d.
  public let inputGram: Matrix
  /// W₁ᵀ W₁, d × d.
  public let weightGram: Matrix
  /// 2/η
  public let factor: Double
  /// The largest (1/n) Σ (∂_t f)² / ‖W₁t‖² over t with W₁t ≠ 0: the largest generalised eigenvalue.
  public let largestRatio: Double
  /// The smallest eigenvalue of (2/η) W₁ᵀ W₁ − (1/n) Σ ∇_x f ∇_x fᵀ; not negative where the bound holds, but for
  /// rounding.
  public let slack: Double

  /// The trace form (2/η)‖W₁‖_F², a bound of |f|_{1,2}²; that of S3 for k = 1.
  public var moment: Double { factor * weightGram.trace }

  /// For any point and any learning rate, so that what stability promises can be compared with what is.
  ///
  /// Directions in which W₁ is smaller than 10⁻⁶ times its norm are left out of the ratio.
  /// Cost: the products W₁ᵀW₁ and (nC) d², three eigenproblems of size d.
  /// - Throws: ``StabilityError/badLearningRate(_:)``; ``SpectralError`` when an entry is not finite.
  public init(at point: ParameterPoint<DenseNetwork>, learningRate: Double) throws {
    try requireLearningRate(learningRate)
    let left = (1 / Double(point.data.count)) * point.jacobian.inputGradients.gramOfColumns
    let right = point.network.weights(ofLayer: 0, in: point.parameters).gramOfColumns
    inputGram = left
    weightGram = right
    factor = 2 / learningRate
    slack = try SymmetricEigen(of: (2 / learningRate) * right - left, vectors: .omitted).values.last ?? 0

    // W₁ᵀW₁ = V diag(l) Vᵀ; with the small l left out, the ratio is λ_max of diag(l)^{−1/2} Vᵀ (left) V diag(l)^{−1/2}.
    let eigen = try SymmetricEigen(of: right)
    guard let vectors = eigen.vectorsAsRows, let largest = eigen.values.first, largest > 0 else {
      largestRatio = 0
      return
    }
    let rank = eigen.values.prefix { $0 > 1e-12 * largest }.count
    var scaled = vectors.rows(at: 0..<rank)
    for a in 0..<rank {
      for b in 0..<scaled.columns { scaled[a, b] /= eigen.values[a].squareRoot() }
    }
    let reduced = scaled.times(left).timesTransposed(scaled)
    largestRatio = try SymmetricEigen(of: 0.5 * (reduced + reduced.transposed), vectors: .omitted).values.first ?? 0
  }

  /// The bound on the mean square of the derivative along one direction of d numbers: (2/η)‖W₁t‖².
  public func directionalMoment(along direction: [Double]) -> Double {
    factor * dot(direction, weightGram.times(direction))
  }
}
