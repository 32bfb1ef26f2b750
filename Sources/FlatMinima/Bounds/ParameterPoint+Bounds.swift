import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The ingredients of ``GeneralizationBound`` and ``NearestNeighborBound`` that a trained network supplies.
extension ParameterPoint {
  /// ‖∇_x f(x_i)‖ in the dual of the ball's norm, one per training input; for networks with one output.
  ///
  /// - Throws: `BoundError.countMismatch` for a network with several outputs.
  public func inputGradientNorms(dualTo norm: BallNorm) throws(BoundError) -> [Double] {
    try requireOneOutput()
    return (0..<data.count).map { norm.dualNorm(jacobian.inputGradients.row($0)) }
  }

  /// g_x = ((1/n) Σ ‖∇_x f(x_i)‖^{2k})^{1/2k} in the dual norm, for every order asked for.
  ///
  /// - Throws: as ``inputGradientNorms(dualTo:)``.
  public func dualSeminorms(orders: ClosedRange<Int>, dualTo norm: BallNorm) throws(BoundError) -> [Int: Double] {
    let norms = try inputGradientNorms(dualTo: norm)
    let largest = norms.max() ?? 0
    var result: [Int: Double] = [:]
    for k in orders {
      let mean = largest > 0 ? norms.reduce(0) { $0 + integerPower($1 / largest, 2 * k) } / Double(norms.count) : 0
      result[k] = largest * pow(mean, 1 / Double(2 * k))
    }
    return result
  }

  /// max_i |f(x_i) − y_i|, the training error ε₀ of the bounds.
  public var largestResidual: Double { residuals.elements.reduce(0) { max($0, abs($1)) } }

  fileprivate func requireOneOutput() throws(BoundError) {
    guard network.outputDimension == 1 else {
      throw .countMismatch(name: "outputs", found: network.outputDimension, expected: 1)
    }
  }
}

extension ParameterPoint where N == DenseNetwork {
  /// κ and τ of local smoothness around the training inputs, proven for networks of two layers.
  ///
  /// - Throws: ``BoundError`` for another depth or several outputs, ``OperatorNormError``.
  public func localSmoothness(norm: BallNorm) throws -> LocalSmoothness {
    try requireOneOutput()
    guard network.layerCount == 2 else {
      throw BoundError.outOfRange(
        name: "number of layers", value: "\(network.layerCount)",
        allowed: "2; for other depths give κ and τ with LocalSmoothness.constant")
    }
    let inputWeights = network.weights(ofLayer: 0, in: parameters)
    let outputWeights = network.weights(ofLayer: 1, in: parameters).row(0)
    switch network.activation {
    case .tanh:
      return try .tanhNetwork(inputWeights: inputWeights, outputWeights: outputWeights, norm: norm)
    case .relu:
      let biases = network.bias(ofLayer: 0, in: parameters) ?? Array(repeating: 0, count: inputWeights.rows)
      return try .reluNetwork(
        inputWeights: inputWeights, biases: biases, outputWeights: outputWeights, inputs: data.inputs, norm: norm)
    }
  }
}
