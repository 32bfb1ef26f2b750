import Learning
import LinearAlgebra

/// K/n = G Gᵀ/n on weights of the nC gradients, by two products with the Jacobian.
struct GramOperator<J: NetworkJacobian>: SymmetricOperator, Sendable {
  let jacobian: J
  var dimension: Int { jacobian.sampleCount * jacobian.outputDimension }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let image = jacobian.times(jacobian.transposedTimes(Array(x)))
    let n = Double(jacobian.sampleCount)
    for i in image.indices { result[i] = image[i] / n }
  }
}

/// H = Gᵀ G/n on the P parameters, by two products with the Jacobian.
struct GaussNewtonOperator<J: NetworkJacobian>: SymmetricOperator, Sendable {
  let jacobian: J
  var dimension: Int { jacobian.parameterCount }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let image = jacobian.transposedTimes(jacobian.times(Array(x)))
    let n = Double(jacobian.sampleCount)
    for i in image.indices { result[i] = image[i] / n }
  }
}

/// H or K/n, whichever is smaller: they have the same non-zero eigenvalues.
struct SmallerGramOperator<J: NetworkJacobian>: SymmetricOperator, Sendable {
  let jacobian: J
  var actsOnParameters: Bool { jacobian.parameterCount < jacobian.sampleCount * jacobian.outputDimension }
  var dimension: Int { min(jacobian.parameterCount, jacobian.sampleCount * jacobian.outputDimension) }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    if actsOnParameters {
      GaussNewtonOperator(jacobian: jacobian).apply(to: x, into: result)
    } else {
      GramOperator(jacobian: jacobian).apply(to: x, into: result)
    }
  }
}

/// Σ = (1/n) Σ H_i² − H² = (1/n) Gᵀ (D − K/n) G on the P parameters, D the block diagonal of the K_ii.
struct SampleVarianceOperator<J: NetworkJacobian>: SymmetricOperator, Sendable {
  let jacobian: J
  let blocks: SampleBlocks
  var dimension: Int { jacobian.parameterCount }

  func apply(to x: UnsafeBufferPointer<Double>, into result: UnsafeMutableBufferPointer<Double>) {
    let n = Double(jacobian.sampleCount)
    let responses = jacobian.times(Array(x))
    let mean = jacobian.times(jacobian.transposedTimes(responses))
    var weights = blocks.times(responses)
    for i in weights.indices { weights[i] -= mean[i] / n }
    let image = jacobian.transposedTimes(weights)
    for i in image.indices { result[i] = image[i] / n }
  }
}
