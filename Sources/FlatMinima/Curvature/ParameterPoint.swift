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

  /// The Gauss–Newton curvature. Cost: the Gram matrix, (nC)² Σ widths, and an eigenproblem of size nC; memory
  /// 48 (nC)² bytes.
  ///
  /// - Throws: ``CurvatureError`` when that is above the limit, before anything is allocated; ``SpectralError`` when a
  ///   gradient is not finite. Without a limit on n see ``estimatedCurvature(method:memoryLimit:failureProbability:using:)``.
  public func curvature(memoryLimit: MemoryLimit = .standard) throws -> Curvature {
    _ = try CurvaturePlan(for: jacobian, method: .gram, memoryLimit: memoryLimit)
    return Curvature(span: try GradientSpan(gram: jacobian.gram, outputDimension: network.outputDimension))
  }

  /// tr H = (1/n) Σ ‖J_i‖_F² without an eigenproblem. Cost: n C Σ widths.
  public var trace: Double {
    let moment = parameterGradientMoment(order: 1)
    return moment * moment
  }

  /// λ_max(H) of the Gauss–Newton Hessian alone, by Lanczos on K/n to a relative 10⁻⁹ or so.
  ///
  /// K is formed where it fits the memory limit and is cheaper than the products with G and Gᵀ that replace it.
  /// - Throws: ``SpectralError`` when a gradient is not finite or the iteration does not converge.
  public func sharpness(memoryLimit: MemoryLimit = .standard) throws(SpectralError) -> Double {
    let rows = data.count * network.outputDimension
    let scale = jacobian.largestGradientEntry
    guard scale.isFinite else { throw .notFinite }
    guard scale > 0 else { return 0 }
    // The random factors keep this start from being orthogonal to the top eigenvector by a symmetry of the data.
    var generator = SplitMix64(seed: 1)
    let squares = jacobian.gradientPowerSums(exponent: 2, scale: scale)
    let start = squares.map { $0 * (0.5 + generator.uniform()) }
    // Some 64 products, each with G and with Gᵀ; a Gram matrix and its factors are two matrices.
    let isSmall = 16 * Double(rows) * Double(rows) <= memoryLimit.bytes
    if isSmall, jacobian.gramOperations <= 128 * jacobian.productOperations {
      return try MatrixOperator(jacobian.gram).largestEigenpair(start: start).value / Double(data.count)
    }
    return try GramOperator(jacobian: jacobian).largestEigenpair(start: start).value
  }

  /// The Hessian of the loss at this point, or a part of it, as an operator on the parameters.
  public func hessian(_ part: HessianPart = .full) throws(NetworkError) -> N.Hessian {
    try network.lossHessian(part, on: data, at: parameters)
  }
}
