import LinearAlgebra

/// The activations of every layer on a batch: what the backward passes need.
public struct ForwardPass: Sendable {
  /// `activations[l]` goes into layer l: the inputs for l = 0, then φ(z) of each hidden layer; n × width.
  public let activations: [Matrix]
  /// f(x_i; W), n × C.
  public let outputs: Matrix
}

extension DenseNetwork {
  /// Evaluates the network and keeps every layer's activations. Cost: two operations per weight and sample.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func forwardPass(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> ForwardPass {
    try check(parameters)
    try check(inputs: inputs)
    var activations = [inputs]
    let layers = layers
    for (l, layer) in layers.enumerated() {
      let z = Matrix(rows: inputs.rows, columns: layer.outputs) { result in
        parameters.withUnsafeBufferPointer { p in
          guard let base = p.baseAddress else { return }
          if let bias = layer.bias { fillRows(result, inputs.rows, layer.outputs, with: base + bias) }
          multiplyRows(
            inputs.rows, layer.outputs, layer.inputs, activations[l].elements, base + layer.weights, .transposed,
            accumulates: layer.bias != nil, into: result)
          if l + 1 < layers.count { activation.apply(inPlace: result, count: inputs.rows * layer.outputs) }
        }
      }
      activations.append(z)
    }
    let outputs = activations.removeLast()
    return ForwardPass(activations: activations, outputs: outputs)
  }

  /// f(x_i; W) for every row of `inputs`, n × C.
  public func outputs(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Matrix {
    try forwardPass(on: inputs, at: parameters).outputs
  }
}

@inline(__always)
func fillRows(
  _ target: UnsafeMutablePointer<Double>, _ rows: Int, _ columns: Int, with row: UnsafePointer<Double>
) {
  for i in 0..<rows { (target + i * columns).update(from: row, count: columns) }
}
