extension StableSolutionBounds {
  /// An upper bound of (1/n) Σ ‖J_i J_iᵀ‖_F² at a minimum whose H has rank r, if mean-square stable: finite at full
  /// batch too, where it is 4nr/η² and attained by r orthogonal gradients of one length.
  ///
  /// Never above ``gradientFourthMoment``; for rank 1 and one output it is ``sharpDirectionalFourthMoment``. 0 for
  /// rank 0. Any upper bound of the rank will do. Source: derived in Documentation/Theory.
  public func sharpGradientFourthMoment(rank: Int) -> Double {
    precondition(rank >= 0, "a rank is 0 or more, got \(rank)")
    guard rank > 0 else { return 0 }
    let n = Double(sampleCount)
    let outputs = Double(outputDimension)
    let r = min(Double(rank), n * outputs)
    let square = learningRate * learningRate
    let rest = 1 - mixingWeight
    if mixingWeight * r >= rest * outputs {
      let weight = mixingWeight + rest * outputs / r
      return 4 * outputs / (weight * weight * square)
    }
    if mixingWeight >= 1 / (n + 1) { return r / (mixingWeight * rest * square) }
    let weight = 1 + mixingWeight * (n - 1)
    return 4 * n * r / (weight * weight * square)
  }
}
