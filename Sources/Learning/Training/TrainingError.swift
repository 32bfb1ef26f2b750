/// Why a training run cannot start.
public enum TrainingError: Error, Equatable, CustomStringConvertible {
  /// The learning rate is not positive, or NaN or infinite.
  case badLearningRate(Double)
  /// The batch has no sample.
  case badBatchSize(Int)
  /// The number of steps between two states is below 1.
  case badStride(Int)
  /// The largest number of steps is negative.
  case badStepLimit(Int)
  /// The batch needs more distinct samples than there are.
  case batchLargerThanData(batchSize: Int, sampleCount: Int)
  /// A given batch is empty or has a negative index.
  case badBatch(step: Int)
  /// A given batch names a sample that the data do not have.
  case sampleOutOfRange(index: Int, sampleCount: Int)
  /// A given batch has more samples than the method says.
  case batchLargerThanStated(found: Int, stated: Int)
  /// Only dense networks can be trained in single precision.
  case noSinglePrecision

  /// The error in words: what was found and what is allowed.
  public var description: String {
    switch self {
    case .badLearningRate(let rate): "the learning rate must be positive and finite, got \(rate)"
    case .badBatchSize(let size): "a batch needs at least one sample, got \(size)"
    case .badStride(let stride): "states can be taken every 1, 2, 3, … steps, not every \(stride)"
    case .badStepLimit(let limit): "the number of steps cannot be negative, got \(limit)"
    case .badBatch(let step):
      "the batch of step \(step) is empty or has a negative index; every batch needs indices 0, 1, 2, …"
    case .sampleOutOfRange(let index, let sampleCount):
      "a batch names sample \(index), but the data have the samples 0 to \(sampleCount - 1)"
    case .batchLargerThanStated(let found, let stated):
      "a given batch has \(found) samples, but the batch size of the method is \(stated); use \(found)"
    case .noSinglePrecision:
      "only dense networks can be trained in single precision; use the default, .double"
    case .batchLargerThanData(let batchSize, let sampleCount):
      """
      a batch of \(batchSize) distinct samples cannot be drawn from \(sampleCount); \
      use a batch of at most \(sampleCount), or sampling with replacement
      """
    }
  }
}
