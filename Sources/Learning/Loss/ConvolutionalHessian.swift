import LinearAlgebra

/// The Hessian of the loss over a data set as an operator on the flat parameters of a convolutional network.
///
/// It keeps the data and the parameters and forms nothing of size P × P: each application differentiates the forward and
/// the backward pass along a direction (Pearlmutter, "Fast exact multiplication by the Hessian", 1994). For ReLU and
/// maximum pooling it is the Hessian wherever that exists. Cost of an application: about eight forward passes.
public struct ConvolutionalHessian: SymmetricOperator, Sendable {
  let network: ConvolutionalNetwork
  let part: HessianPart
  let data: Dataset
  let pass: NetworkPass

  /// P
  public var dimension: Int { network.parameterCount }

  /// Writes the product with the Hessian, or with the part of it, to `result`.
  public func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let direction = NetworkPass(network, at: Array(x))
    let product = network.flatSum(
      parallelMap(SampleBlocks(network, count: data.count).runs) { run in
        var share = network.affineLayers.map(\.zeroWeights)
        for block in run { add(block, along: direction, to: &share) }
        return share
      })
    for (i, value) in product.enumerated() { result[i] = value }
  }

  /// Adds the product over some of the samples.
  private func add(_ block: Range<Int>, along direction: NetworkPass, to share: inout [PatchWeights]) {
    let (records, outputs) = pass.forward(data.inputs.rows(in: block))
    let moved = pass.moved(records, along: direction)
    let inverse = 1 / Double(data.count)
    // δ and its derivative along the direction. H has the terms without δ, R those with it.
    let movedOutputs = moved.outputs ?? Matrix(rows: block.count, columns: network.outputDimension)
    var deltas = part == .gaussNewton ? nil : inverse * (outputs - data.targets.rows(in: block))
    var movedDeltas = (part == .residual ? 0 : inverse) * movedOutputs
    var shortcuts: [(deltas: Matrix?, moved: Matrix)] = []
    for index in pass.steps.indices.reversed() where index >= pass.firstAffineStep {
      let record = records[index]
      switch pass.steps[index] {
      case .affine(let number):
        let layer = network.affineLayers[number]
        if case .input(let inputs) = record {
          layer.addWeightGradient(movedDeltas, inputs, to: &share[number])
          layer.addBiasGradient(movedDeltas, to: &share[number])
        }
        if let deltas, let movedInputs = moved.arriving[index] {
          layer.addWeightGradient(deltas, movedInputs, to: &share[number])
        }
        guard index > pass.firstAffineStep else { return }
        movedDeltas = layer.inputDeltas(movedDeltas, pass.parameters[number])
        if let old = deltas {
          movedDeltas.add(layer.inputDeltas(old, direction.parameters[number]))
          deltas = layer.inputDeltas(old, pass.parameters[number])
        }
      case .shortcutEnds: shortcuts.append((deltas, movedDeltas))
      case .shortcutBegins:
        let shortcut = shortcuts.removeLast()
        movedDeltas.add(shortcut.moved)
        if let other = shortcut.deltas { deltas?.add(other) }
      case let step:
        movedDeltas = step.pulled(movedDeltas, record, repeats: 1)
        if let old = deltas {
          if case .activation(let activation) = step, case .output(let activations) = record,
            let slopes = moved.arriving[index]
          {
            for i in movedDeltas.elements.indices {
              movedDeltas.elements[i] +=
                activation.secondDerivative(atActivation: activations.elements[i]) * slopes.elements[i]
                * old.elements[i]
            }
          }
          deltas = step.pulled(old, record, repeats: 1)
        }
      }
    }
  }
}

extension NetworkPass {
  /// The derivatives along a direction of parameter space of what arrives at each step and of the outputs; nil where
  /// nothing moves.
  fileprivate func moved(
    _ records: [StepRecord], along direction: NetworkPass
  ) -> (arriving: [Matrix?], outputs: Matrix?) {
    var arriving: [Matrix?] = []
    var shortcuts: [Matrix?] = []
    var current: Matrix?
    for (index, step) in steps.enumerated() {
      arriving.append(current)
      switch step {
      case .affine(let layer):
        guard case .input(let inputs) = records[index] else { continue }
        var next = affineLayers[layer].outputs(of: inputs, direction.parameters[layer])
        if let moved = current {
          next.add(
            affineLayers[layer].outputs(of: moved, PatchWeights(weights: parameters[layer].weights, biases: [])))
        }
        current = next
      case .shortcutBegins: shortcuts.append(current)
      case .shortcutEnds: if let moved = shortcuts.removeLast() { current?.add(moved) }
      default: current = current.map { step.pushed($0, records[index]) }
      }
    }
    return (arriving, current)
  }
}

extension ConvolutionalNetwork {
  /// The Hessian of the squared loss, or a part of it, as an operator on parameter space.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> ConvolutionalHessian {
    try check(parameters)
    try check(inputs: data.inputs)
    try check(targets: data.targets)
    return ConvolutionalHessian(network: self, part: part, data: data, pass: NetworkPass(self, at: parameters))
  }
}
