#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Bounds that use the rank r of H as well, and stay finite for full batches.
///
/// r may be any upper bound of the rank; above nC it counts as nC, which the rank never exceeds.
/// Source: derived in Documentation/Theory.
extension StableSolutionBounds {
  /// ‖H‖_{S_q} ≤ (2/η)(π/C + (1 − π)/r)^{−1/q} for q ≥ 1, if mean-square stable.
  ///
  /// Never above ``schattenNorm(_:)``. Attained at full batch by r eigenvalues 2/η.
  public func schattenNorm(_ q: Double, rank: Int) -> Double {
    precondition(q >= 1, "a Schatten norm needs q ≥ 1, got \(q)")
    guard rank > 0 else { return 0 }
    guard q.isFinite else { return 2 / learningRate }
    return 2 / learningRate * pow(participation(rank: rank), -1 / q)
  }

  /// tr H ≤ (2/η)/(π/C + (1 − π)/r), if mean-square stable.
  public func trace(rank: Int) -> Double { schattenNorm(1, rank: rank) }

  /// An upper bound of (1/n) Σ ‖J_i J_iᵀ‖_F², for one output the mean fourth power of ‖g_i‖, if mean-square stable.
  ///
  /// At full batch 4nr/η², attained by r orthogonal gradients of one length, the other samples having none. Never above
  /// ``gradientFourthMoment``; for rank 1 and one output it is ``sharpDirectionalFourthMoment``.
  public func gradientFourthMoment(rank: Int) -> Double {
    precondition(rank >= 0, "a rank is 0 or more, got \(rank)")
    guard rank > 0 else { return 0 }
    let n = Double(sampleCount)
    let outputs = Double(outputDimension)
    let r = min(Double(rank), n * outputs)
    let square = learningRate * learningRate
    let rest = 1 - mixingWeight
    if mixingWeight * r >= rest * outputs {
      let weight = participation(rank: rank) * outputs
      return 4 * outputs / (weight * weight * square)
    }
    if mixingWeight >= 1 / (n + 1) { return r / (mixingWeight * rest * square) }
    let weight = 1 + mixingWeight * (n - 1)
    return 4 * n * r / (weight * weight * square)
  }

  /// An upper bound of the non-uniformity s = √λ_max((1/n) Σ H_i² − H²), if mean-square stable.
  ///
  /// s⁴ ≤ ``gradientFourthMoment(rank:)`` · ``sharpDirectionalFourthMoment``. Without the rank it is at most
  /// 2/(√π η) for π ≥ ½ and one output. s ≤ 1/(η√π), which is often quoted, is not implied by stability.
  public func nonuniformity(rank: Int) -> Double {
    (gradientFourthMoment(rank: rank) * sharpDirectionalFourthMoment).squareRoot().squareRoot()
  }

  /// ``nonuniformity(rank:)`` with the largest rank there can be, nC.
  public var nonuniformity: Double { nonuniformity(rank: sampleCount * outputDimension) }

  /// π/C + (1 − π)/r
  private func participation(rank: Int) -> Double {
    let rank = min(rank, sampleCount * outputDimension)
    return mixingWeight / Double(outputDimension) + (1 - mixingWeight) / Double(rank)
  }
}
