import Learning
import LinearAlgebra

/// A point of parameter space seen through a data set: what holds anywhere, whether the network interpolates or not.
///
/// Making one costs a forward pass and one backward pass for all outputs. For what holds only where the network fits
/// the data exactly, see ``InterpolatingMinimum``.
public struct ParameterPoint<N: Network>: Sendable {
  /// The network, without parameters.
  public let network: N
  /// W, the P parameters of the network in its order.
  public let parameters: [Double]
  /// The n samples through which the point is seen.
  public let data: Dataset
  /// All first derivatives of the outputs by parameters and inputs.
  public let jacobian: N.Jacobian
  /// f(x_i) − y_i, n × C.
  public let residuals: Matrix

  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public init(network: N, parameters: [Double], data: Dataset) throws(NetworkError) {
    self.network = network
    self.parameters = parameters
    self.data = data
    jacobian = try network.jacobian(on: data.inputs, at: parameters)
    residuals = try SquaredLoss.residuals(outputs: jacobian.outputs, targets: data.targets)
    let outputs = network.outputDimension
    if let bad = residuals.elements.firstIndex(where: { !$0.isFinite }) { throw .valueNotFinite(sample: bad / outputs) }
    if let bad = jacobian.inputGradients.elements.firstIndex(where: { !$0.isFinite }) {
      throw .valueNotFinite(sample: bad / (outputs * network.inputDimension))
    }
  }

  /// L = 1/(2n) Σ ‖f(x_i) − y_i‖².
  public var loss: Double { dot(residuals.elements, residuals.elements) / (2 * Double(data.count)) }

  /// The Gauss–Newton curvature. Cost: the Gram matrix, (nC)² Σ widths, and an eigenproblem of size nC.
  ///
  /// - Throws: ``SpectralError`` when a gradient is not finite.
  public func curvature() throws(SpectralError) -> Curvature {
    Curvature(span: try GradientSpan(gram: jacobian.gram, outputDimension: network.outputDimension))
  }

  /// tr H = (1/n) Σ ‖J_i‖_F² without an eigenproblem. Cost: n C Σ widths.
  public var trace: Double {
    let moment = parameterGradientMoment(order: 1)
    return moment * moment
  }

  /// λ_max(H) of the Gauss–Newton Hessian alone, by Lanczos on K/n.
  ///
  /// - Throws: ``SpectralError`` when a gradient is not finite or the iteration does not converge.
  public func sharpness() throws(SpectralError) -> Double {
    let gram = jacobian.gram
    guard gram.trace > 0 else { return 0 }
    let operation = ActionOperator(dimension: gram.rows) { gram.times($0) }
    // The random factors keep this start from being orthogonal to the top eigenvector by a symmetry of the data.
    var generator = SplitMix64(seed: 1)
    let start = (0..<gram.rows).map { gram[$0, $0] * (0.5 + generator.uniform()) }
    return try operation.largestEigenpair(start: start).value / Double(data.count)
  }

  /// The Hessian of the loss at this point, or a part of it, as an operator on the parameters.
  public func hessian(_ part: HessianPart = .full) throws(NetworkError) -> N.Hessian {
    try network.lossHessian(part, on: data, at: parameters)
  }
}
