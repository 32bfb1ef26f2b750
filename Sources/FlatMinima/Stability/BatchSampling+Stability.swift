import Learning

extension BatchSampling {
  /// π of batches that can be drawn and are independent of each other, which is what every statement on stability
  /// asks for.
  ///
  /// - Throws: ``StabilityError`` for an empty batch, for more distinct samples than there are, and for reshuffling.
  func independentMixingWeight(batchSize: Int, sampleCount: Int) throws(StabilityError) -> Double {
    guard batchSize >= 1 else { throw .badBatchSize(batchSize) }
    if self == .withoutReplacement, batchSize > sampleCount {
      throw .batchLargerThanData(batchSize: batchSize, sampleCount: sampleCount)
    }
    guard let weight = mixingWeight(batchSize: batchSize, sampleCount: sampleCount) else { throw .reshuffling }
    return weight
  }
}

/// - Throws: ``StabilityError/badLearningRate(_:)`` unless the rate is positive and finite.
func requireLearningRate(_ rate: Double) throws(StabilityError) {
  guard rate.isFinite, rate > 0 else { throw .badLearningRate(rate) }
}
