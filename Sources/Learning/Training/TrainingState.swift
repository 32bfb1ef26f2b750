import LinearAlgebra

/// A moment of a training run.
public struct TrainingState<N: Network>: Sendable {
  /// Steps of SGD done so far.
  public let step: Int
  /// W at this moment.
  public let parameters: [Double]
  let network: N
  let data: Dataset

  /// L over all data; infinite when the parameters are no longer finite. Computed at each call: one forward pass.
  public var loss: Double {
    guard let outputs = try? network.outputs(on: data.inputs, at: parameters),
      let value = try? SquaredLoss.value(outputs: outputs, targets: data.targets)
    else { return .infinity }
    return value.isFinite ? value : .infinity
  }
}
