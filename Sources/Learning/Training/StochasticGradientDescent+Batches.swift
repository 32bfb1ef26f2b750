import LinearAlgebra

extension StochasticGradientDescent {
  /// Trains on batches that are given, one step for each, so that a run recorded elsewhere can be repeated.
  ///
  /// ``batchSize`` and ``sampling`` do not enter; each step divides by the size of its own batch. Stops as
  /// ``train(_:on:from:untilLoss:maximumSteps:checkEvery:using:observe:)`` does.
  ///
  /// - Parameters:
  ///   - checkInterval: steps between two evaluations of the loss over all data; nil for the first and the last only.
  ///   - observe: called with every state at which the loss is evaluated, the first included.
  /// - Throws: ``TrainingError/sampleOutOfRange(index:sampleCount:)``, or a ``NetworkError``.
  public func train<N: Network>(
    _ network: N, on data: Dataset, from parameters: [Double], batches order: BatchOrder,
    untilLoss targetLoss: Double = 0, checkEvery checkInterval: Int? = nil,
    observe: (TrainingState<N>) throws -> Void = { _ in }
  ) throws -> TrainingResult {
    try check(network, data, parameters)
    guard order.largestIndex < data.count else {
      throw TrainingError.sampleOutOfRange(index: order.largestIndex, sampleCount: data.count)
    }
    if let checkInterval, checkInterval < 1 { throw TrainingError.badStride(checkInterval) }
    let step = stepping(network, on: data, batchSize: max(1, order.largestBatch))
    var parameters = parameters
    var done = 0
    var position = 0
    var batches = BatchOrder()
    while true {
      let state = TrainingState<N>(step: done, parameters: parameters, network: network, data: data)
      try observe(state)
      if let result = TrainingResult(ending: state, targetLoss: targetLoss, maximumSteps: order.stepCount) {
        return result
      }
      let next = min(order.stepCount, done + (checkInterval ?? order.stepCount))
      position = batches.copy(done..<next, of: order, from: position)
      step.update(&parameters, batches: batches)
      done = next
    }
  }
}
