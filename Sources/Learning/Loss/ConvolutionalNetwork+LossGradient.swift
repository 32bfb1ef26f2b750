import LinearAlgebra

extension ConvolutionalNetwork {
  /// ∇L(W) of the squared loss over a data set, P numbers. Cost: about three forward passes, on all cores.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double] {
    try check(parameters)
    try check(inputs: data.inputs)
    try check(targets: data.targets)
    let pass = NetworkPass(self, at: parameters)
    let inverse = 1 / Double(data.count)
    return flatSum(
      parallelMap(SampleBlocks(self, count: data.count).runs) { run in
        var gradient = affineLayers.map(\.zeroWeights)
        for block in run {
          let (records, outputs) = pass.forward(data.inputs.rows(in: block))
          let deltas = inverse * (outputs - data.targets.rows(in: block))
          pass.backward(deltas, records, repeats: 1, to: .firstParameters) { layer, inputs, deltas in
            affineLayers[layer].addWeightGradient(deltas, inputs, to: &gradient[layer])
            affineLayers[layer].addBiasGradient(deltas, to: &gradient[layer])
          }
        }
        return gradient
      })
  }

  /// The sum of gradients, in the order of the flat parameters.
  func flatSum(_ parts: [[PatchWeights]]) -> [Double] {
    var result = [Double](repeating: 0, count: parameterCount)
    for (index, layer) in affineLayers.enumerated() {
      var sum = layer.zeroWeights
      for part in parts {
        for i in sum.weights.indices { sum.weights[i] += part[index].weights[i] }
        for i in sum.biases.indices { sum.biases[i] += part[index].biases[i] }
      }
      layer.store(sum, into: &result)
    }
    return result
  }

  func check(targets: Matrix) throws(NetworkError) {
    guard targets.columns == outputDimension else {
      throw .outputDimension(found: targets.columns, expected: outputDimension)
    }
  }
}
