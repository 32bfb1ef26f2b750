import LinearAlgebra

/// A function f(x; W) from inputs and flat parameters to outputs, with the derivatives that the theory asks for.
///
/// Flatbook's own networks conform to it. A network of one's own does too once it can evaluate itself and its
/// Jacobian; everything in the theory that holds for any differentiable model is then available, and what needs more
/// structure (a dense first layer, say) is offered for the types that have it.
///
/// Inputs are matrices with one sample per row, n × d; outputs are n × C; parameters are P numbers in the network's
/// own order.
public protocol Network: Sendable, Hashable {
  /// All first derivatives of the outputs on a data set.
  associatedtype Jacobian: NetworkJacobian
  /// The Hessian of the squared loss as an operator on the parameters.
  associatedtype Hessian: SymmetricOperator & Sendable

  /// d
  var inputDimension: Int { get }
  /// C
  var outputDimension: Int { get }
  /// P
  var parameterCount: Int { get }

  /// f(x_i; W) for every row of `inputs`, n × C.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  func outputs(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Matrix

  /// The derivatives of every output at every row of `inputs`, by the parameters and by the inputs.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  func jacobian(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Jacobian

  /// ∇L(W) of the squared loss L = 1/(2n) Σ ‖f(x_i) − y_i‖², P numbers.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double]

  /// The Hessian of that loss, or a part of it.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> Hessian

  /// Fresh parameters. Same generator state, same parameters.
  func initialParameters(
    _ initialization: Initialization, using generator: inout some RandomNumberGenerator
  ) -> [Double]

  /// What takes the steps of one training run.
  ///
  /// A network need not have one of its own: by default a step computes ``lossGradient(on:at:)`` of the batch.
  func trainingStep(on data: Dataset, learningRate: Double, batchSize: Int) -> any TrainingStepping
}

extension Network {
  /// The Hessian of the squared loss, with its residual part.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossHessian(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> Hessian {
    try lossHessian(.full, on: data, at: parameters)
  }

  /// Parameters drawn as PyTorch draws them by default.
  public func initialParameters(using generator: inout some RandomNumberGenerator) -> [Double] {
    initialParameters(.pyTorchDefault, using: &generator)
  }

  /// Steps that compute the gradient of each batch anew.
  public func trainingStep(on data: Dataset, learningRate: Double, batchSize: Int) -> any TrainingStepping {
    GradientStep(network: self, data: data, learningRate: learningRate)
  }

  func check(_ parameters: [Double]) throws(NetworkError) {
    guard parameters.count == parameterCount else {
      throw .parameterCount(found: parameters.count, expected: parameterCount)
    }
    if let bad = parameters.firstIndex(where: { !$0.isFinite }) { throw .parameterNotFinite(index: bad) }
  }

  func check(inputs: Matrix) throws(NetworkError) {
    guard inputs.columns == inputDimension else {
      throw .inputDimension(found: inputs.columns, expected: inputDimension)
    }
  }
}
