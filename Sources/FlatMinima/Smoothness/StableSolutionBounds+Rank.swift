extension StableSolutionBounds {
  /// An upper bound of (1/n) Σ ‖J_i J_iᵀ‖_F² at a minimum whose H has rank r, if mean-square stable: finite at full
  /// batch too, where it is 4nr/η² and attained.
  ///
  /// Never above ``gradientFourthMoment``. 0 for rank 0. Source: derived in Documentation/Theory.
  public func gradientFourthMoment(rank: Int) -> Double {
    precondition(rank >= 0, "a rank is 0 or more, got \(rank)")
    guard rank > 0 else { return 0 }
    let r = Double(rank)
    let n = Double(sampleCount)
    let outputs = Double(outputDimension)
    let square = learningRate * learningRate
    let rest = 1 - mixingWeight
    if mixingWeight * r >= rest * outputs {
      let weight = mixingWeight + rest * outputs / r
      return 4 * outputs / (weight * weight * square)
    }
    if mixingWeight >= 1 / (2 * n) { return r / (mixingWeight * rest * square) }
    return 4 * n * (1 - n * mixingWeight) * r / (rest * square)
  }
}
