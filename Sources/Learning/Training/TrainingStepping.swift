import LinearAlgebra

/// What takes the steps of SGD in one training run; it may keep buffers between them.
public protocol TrainingStepping: AnyObject {
  /// W ← W − η ∇L_b(W), where the batch is the first `count` of the sample indices in `batch`.
  func update(_ parameters: inout [Double], batch: [Int], count: Int)

  /// One such step for each batch, in order. By default they are taken one by one.
  func update(_ parameters: inout [Double], batches: BatchOrder)
}

extension TrainingStepping {
  /// The steps one by one.
  public func update(_ parameters: inout [Double], batches: BatchOrder) {
    var batch = [Int](repeating: 0, count: batches.largestBatch)
    var position = 0
    for size in batches.sizes {
      for i in 0..<Int(size) { batch[i] = Int(batches.indices[position + i]) }
      update(&parameters, batch: batch, count: Int(size))
      position += Int(size)
    }
  }
}

/// A network that can be trained in single precision.
protocol SinglePrecisionTraining {
  /// Steps in single precision; nil when there is no memory for them.
  func singlePrecisionTrainingStep(on data: Dataset, learningRate: Double, batchSize: Int) -> (any TrainingStepping)?
}

/// Steps of any network, by the gradient of the loss over the batch.
final class GradientStep<N: Network>: TrainingStepping {
  private let network: N
  private let data: Dataset
  private let learningRate: Double

  init(network: N, data: Dataset, learningRate: Double) {
    self.network = network
    self.data = data
    self.learningRate = learningRate
  }

  func update(_ parameters: inout [Double], batch: [Int], count: Int) {
    // A gradient that cannot be computed is that of parameters which are no longer finite: the run has diverged, and
    // its loss says so.
    guard let samples = try? data.subset(at: Array(batch.prefix(count))),
      let gradient = try? network.lossGradient(on: samples, at: parameters)
    else {
      for i in parameters.indices { parameters[i] = .nan }
      return
    }
    for i in parameters.indices { parameters[i] -= learningRate * gradient[i] }
  }
}
