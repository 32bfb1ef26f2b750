import FlatMinima
import Learning
import LinearAlgebra

/// A dense network that offers only what the protocol requires: its Jacobian is one dense matrix, nothing has a closed
/// form, and everything else falls back on the defaults.
struct PlainNetwork: Network {
  let base: DenseNetwork
  var inputDimension: Int { base.inputDimension }
  var outputDimension: Int { base.outputDimension }
  var parameterCount: Int { base.parameterCount }

  func outputs(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Matrix {
    try base.outputs(on: inputs, at: parameters)
  }

  func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> PlainJacobian {
    let jacobian = try FactoredJacobian(of: base, on: inputs, at: parameters)
    return PlainJacobian(
      sampleCount: inputs.rows, outputDimension: outputDimension, outputs: jacobian.outputs,
      inputGradients: jacobian.inputGradients, dense: jacobian.dense)
  }

  func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double] {
    try base.lossGradient(on: data, at: parameters)
  }

  func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> LossHessian {
    try base.lossHessian(part, on: data, at: parameters)
  }

  func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double] {
    base.initialParameters(initialization, using: &generator)
  }
}

/// All derivatives as one matrix.
struct PlainJacobian: NetworkJacobian {
  let sampleCount: Int
  let outputDimension: Int
  let outputs: Matrix
  let inputGradients: Matrix
  let dense: Matrix

  var parameterCount: Int { dense.columns }
  var gram: Matrix { dense.gramOfRows }
  var largestGradientEntry: Double { dense.largestMagnitude }

  func gradientPowerSums(exponent: Int, scale: Double) -> [Double] {
    dense.rowPowerSums(exponent: exponent, scale: scale)
  }
  func times(_ direction: [Double]) -> [Double] { dense.times(direction) }
  func transposedTimes(_ weights: [Double]) -> [Double] { dense.transposedTimes(weights) }
}

extension ParameterPoint where N == DenseNetwork {
  /// The same point without closed forms.
  func plain() throws -> ParameterPoint<PlainNetwork> {
    try ParameterPoint<PlainNetwork>(network: PlainNetwork(base: network), parameters: parameters, data: data)
  }
}
