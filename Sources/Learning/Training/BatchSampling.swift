import LinearAlgebra

/// How a batch of B samples out of n is drawn at every step.
public enum BatchSampling: String, Sendable, Hashable, Codable, CaseIterable {
  /// B independent draws; an index may repeat within a batch.
  case withReplacement
  /// B distinct indices, independent of the batches before.
  case withoutReplacement
  /// A fresh order of all samples each epoch, cut into batches; the last one of an epoch may be short, and is
  /// used at the same learning rate. What framework data loaders do. The stability theory is about the other two.
  case reshuffling

  /// The weight π in T₂ = (1 − π)·(full batch) + π·(one sample): 1/B with replacement, (n − B)/(B(n − 1)) without.
  ///
  /// For n = 1 it is 1, by convention. `nil` for reshuffling, whose batches are not independent.
  /// Source: Mulayoff and Michaeli 2024; derived in Documentation/Theory.
  public func mixingWeight(batchSize: Int, sampleCount: Int) -> Double? {
    let b = Double(batchSize)
    let n = Double(sampleCount)
    switch self {
    case .withReplacement: return sampleCount == 1 ? 1 : 1 / b
    case .withoutReplacement: return sampleCount == 1 ? 1 : (n - b) / (b * (n - 1))
    case .reshuffling: return nil
    }
  }
}
