/// How PyTorch's `MSELoss` makes one number of the squared residuals of a batch.
public enum LossReduction: Sendable, Hashable {
  /// `reduction='mean'`, the default: the mean over the samples of the batch and over the outputs.
  case mean
  /// `reduction='sum'`: the sum over both, so that the size of a step depends on the batch.
  case sum(batchSize: Int)

  /// The loss in units of L = 1/(2B) Σ ‖f − y‖² over the batch.
  func factor(outputDimension: Int) -> Double {
    precondition(outputDimension > 0, "a network has at least one output")
    switch self {
    case .mean: return 2 / Double(outputDimension)
    case .sum(let batchSize):
      precondition(batchSize > 0, "a batch has at least one sample")
      return 2 * Double(batchSize)
    }
  }
}

/// The learning rate η in the scale of the theory for one that was used in PyTorch with `MSELoss`.
///
/// A step of rate lr there is a step of rate 2 lr / C on L = 1/(2B) Σ ‖f − y‖² for the mean, and of rate 2 B lr for the
/// sum. Products of learning rate and sharpness do not depend on the convention.
/// Source: derived in Documentation/Theory.
public func theoryLearningRate(
  fromPyTorchRate rate: Double, reduction: LossReduction, outputDimension: Int
) -> Double {
  rate * reduction.factor(outputDimension: outputDimension)
}

/// The inverse of ``theoryLearningRate(fromPyTorchRate:reduction:outputDimension:)``.
public func pyTorchLearningRate(
  fromTheoryRate rate: Double, reduction: LossReduction, outputDimension: Int
) -> Double {
  rate / reduction.factor(outputDimension: outputDimension)
}
