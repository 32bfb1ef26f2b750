import LinearAlgebra

/// Steps of a dense network by products of a BLAS, in buffers that are allocated once.
final class ProductTrainingStep: TrainingStepping {
  private let network: DenseNetwork
  private let layers: [DenseNetwork.Layer]
  private let inputs: [Double]
  private let targets: [Double]
  private let learningRate: Double
  /// `activations[l]` holds the batch going into layer l; the last one the outputs.
  private let activations: [UnsafeMutablePointer<Double>]
  private let deltas: [UnsafeMutablePointer<Double>]

  init(network: DenseNetwork, data: Dataset, learningRate: Double, batchSize: Int) {
    self.network = network
    layers = network.layers
    inputs = data.inputs.elements
    targets = data.targets.elements
    self.learningRate = learningRate
    func buffers() -> [UnsafeMutablePointer<Double>] {
      network.widths.map { width in
        let buffer = UnsafeMutablePointer<Double>.allocate(capacity: width * batchSize)
        buffer.initialize(repeating: 0, count: width * batchSize)
        return buffer
      }
    }
    activations = buffers()
    deltas = buffers()
  }

  deinit {
    for buffer in activations + deltas { buffer.deallocate() }
  }

  func update(_ parameters: inout [Double], batch: [Int], count: Int) {
    let last = layers.count
    let inputDimension = network.inputDimension
    let outputDimension = network.outputDimension
    parameters.withUnsafeMutableBufferPointer { buffer in
      guard let w = buffer.baseAddress else { return }
      inputs.withUnsafeBufferPointer { x in
        for i in 0..<count {
          let source = batch[i] * inputDimension
          for j in 0..<inputDimension { activations[0][i * inputDimension + j] = x[source + j] }
        }
      }
      for (l, layer) in layers.enumerated() {
        let z = activations[l + 1]
        if let bias = layer.bias { fillRows(z, count, layer.outputs, with: w + bias) }
        BLAS.multiply(
          count, layer.outputs, layer.inputs, activations[l], .plain, w + layer.weights, .transposed,
          beta: layer.bias == nil ? 0 : 1, into: z)
        if l + 1 < last { network.activation.apply(inPlace: z, count: count * layer.outputs) }
      }
      targets.withUnsafeBufferPointer { y in
        let delta = deltas[last]
        let output = activations[last]
        for i in 0..<count {
          let source = batch[i] * outputDimension
          for c in 0..<outputDimension {
            delta[i * outputDimension + c] = output[i * outputDimension + c] - y[source + c]
          }
        }
      }
      let scale = -learningRate / Double(count)
      for l in stride(from: last - 1, through: 0, by: -1) {
        let layer = layers[l]
        let delta = deltas[l + 1]
        if l > 0 {
          BLAS.multiply(count, layer.inputs, layer.outputs, delta, .plain, w + layer.weights, into: deltas[l])
          network.activation.scaleByDerivative(
            deltas[l], rows: count, columns: layer.inputs, activations: activations[l], repeats: 1)
        }
        BLAS.multiply(
          layer.outputs, layer.inputs, count, alpha: scale, delta, .transposed, activations[l], .plain, beta: 1,
          into: w + layer.weights)
        if let bias = layer.bias {
          for i in 0..<count {
            for a in 0..<layer.outputs { w[bias + a] += scale * delta[i * layer.outputs + a] }
          }
        }
      }
    }
  }
}
