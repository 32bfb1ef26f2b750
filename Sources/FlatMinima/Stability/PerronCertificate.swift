import LinearAlgebra

/// A proven enclosure of the mean-square threshold η*, with the weights that prove it.
///
/// Stability at ``stable`` follows from positive definite blocks D_i with (M(η) D)_i ⪯ D_i for every sample i, for one
/// output positive numbers with (M(η) d)_i ≤ d_i; instability above ``unstable`` from a Rayleigh quotient of at least 1. Both can be checked again with ``PerronReduction``. The sums'
/// rounding is accounted for; that of the span's own coordinates, of relative size 10⁻¹⁵ or so, is not.
/// Source: derived in Documentation/Theory.
public struct PerronCertificate: Sendable, Hashable {
  /// E‖v_t‖² stays bounded up to this learning rate.
  public let stable: Double
  /// E‖v_t‖² grows above this learning rate. Infinite when all gradients vanish.
  public let unstable: Double
  /// The blocks as ``PerronReduction`` writes them, for one output one positive number per sample; empty where π = 0 or no
  /// gradient is left, and no weights are needed.
  public let weights: [Double]
  /// ``PerronReduction/upperQuotient(of:learningRate:)`` at ``stable``, at most 1; 1 where there are no weights.
  public let largestQuotient: Double
  /// dᵀM d/dᵀd at ``unstable`` with the same weights, at least 1; 1 where there are no weights.
  public let rayleighQuotient: Double
}

extension PerronReduction {
  /// Encloses η* rigorously.
  ///
  /// Starts from ``MeanSquareStability/threshold()`` and solves (I − M) D = I, the identity in every block, a little below it
  /// by conjugate gradients: then M D = D − I ≺ D. Where rounding spoils the proof the enclosure is widened tenfold and tried again.
  /// Cost: that of the threshold and 10 to 100 products of size nC × r × r.
  ///
  /// - Parameter tolerance: half the relative width at the first try, between 10⁻¹² and 10⁻².
  /// - Throws: ``SpectralError``, of which ``SpectralError/noConvergence(iterations:)`` says that even 10⁻² cannot be
  ///   proven.
  public func certificate(tolerance: Double = 1e-9) throws -> PerronCertificate {
    let threshold = try stability.threshold()
    guard stability.mixingWeight > 0, threshold.isFinite else {
      return PerronCertificate(
        stable: threshold, unstable: threshold, weights: [], largestQuotient: 1, rayleighQuotient: 1)
    }
    var width = min(max(tolerance, 1e-12), 1e-2)
    while width <= 2e-2 {
      let stable = threshold * (1 - width)
      let unstable = threshold * (1 + width)
      if stable < pole, unstable < pole {
        let weights = try echo(learningRate: stable)
        if weights.allSatisfy(\.isFinite) {
          let largest = try upperQuotient(of: weights, learningRate: stable)
          let rayleigh = try lowerQuotient(of: weights, learningRate: unstable)
          if largest <= 1, rayleigh >= 1 {
            return PerronCertificate(
              stable: stable, unstable: unstable, weights: weights, largestQuotient: largest,
              rayleighQuotient: rayleigh)
          }
        }
      }
      width *= 10
    }
    throw SpectralError.noConvergence(iterations: 0)
  }

  /// An approximate solution of (I − M(η)) D = I by conjugate gradients: I + M I + M² I + ….
  private func echo(learningRate: Double) throws(StabilityError) -> [Double] {
    let n = dimension
    var solution = [Double](repeating: 0, count: n)
    var residual = identityWeights
    var direction = residual
    var square = dot(residual, residual)
    // A residual whose blocks are smaller than the identity already proves the claim.
    for _ in 0..<4 * n + 20 where square > 1e-4 {
      let echo = try product(with: direction, learningRate: learningRate)
      let image = (0..<n).map { direction[$0] - echo[$0] }
      let curvature = dot(direction, image)
      guard curvature > 0 else { break }
      let step = square / curvature
      for i in 0..<n {
        solution[i] += step * direction[i]
        residual[i] -= step * image[i]
      }
      let next = dot(residual, residual)
      for i in 0..<n { direction[i] = residual[i] + next / square * direction[i] }
      square = next
    }
    return solution
  }
}
