extension BatchMoments {
  /// The largest η with |E(1 − ηh)^k| ≤ 1 for k = ``order``: necessary for stability of order k when the numbers are
  /// a_i = ‖J_i u‖² for a unit direction u. Infinite when all a_i vanish.
  ///
  /// It lies in (0, 2/E h], and every smaller η satisfies the condition too. Found by bracketing to 10⁻¹³ · 2/E h.
  /// Cost: 10 to 20 times that of the moments. Source: derived in Documentation/Theory.
  public var stabilityThreshold: Double {
    let k = order
    let mean = moments[1]
    guard mean > 0, mean.isFinite else { return .infinity }
    return bracketedRoot(from: 0, to: 2 / mean) { eta in
      // For even k (E(1 − ηh)^k − 1)/η, which does not fall; for odd k −1 − E(1 − ηh)^k, which does not fall either.
      if eta == 0 { return k % 2 == 0 ? -Double(k) * mean : -2 }
      let power = shiftedMoment(learningRate: eta)
      return k % 2 == 0 ? (power - 1) / eta : -1 - power
    }
  }

  /// k, the order of the highest moment.
  public var order: Int { moments.count - 1 }

  /// E(1 − ηh)^k as the k-th moment of the batch mean of 1 − ηa_i: without the cancellation of
  /// ``contraction(learningRate:)``, which costs some k/2 digits.
  private func shiftedMoment(learningRate: Double) -> Double {
    let shifted = try? BatchMoments(
      of: values.map { 1 - learningRate * $0 }, batchSize: batchSize, sampling: sampling, order: order)
    // The same batch could be drawn before.
    return shifted?.moments[order] ?? .nan
  }
}
