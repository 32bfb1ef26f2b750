import LinearAlgebra

/// What follows from the Jacobian, so that a network of one's own need not say it.
extension Network {
  /// The outputs that come with the Jacobian.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func outputs(on inputs: Matrix, at parameters: [Double]) throws(NetworkError) -> Matrix {
    try jacobian(on: inputs, at: parameters).outputs
  }

  /// (1/n) Gᵀ r with the residuals r.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossGradient(on data: Dataset, at parameters: [Double]) throws(NetworkError) -> [Double] {
    let jacobian = try jacobian(on: data.inputs, at: parameters)
    let residuals = try SquaredLoss.residuals(outputs: jacobian.outputs, targets: data.targets)
    return jacobian.transposedTimes(residuals.elements).map { $0 / Double(data.count) }
  }
}

extension Network where Hessian == DifferenceHessian<Self> {
  /// The Hessian by differences of the gradient; its Gauss–Newton part exactly.
  ///
  /// - Throws: ``NetworkError`` when shapes do not fit or a parameter is not finite.
  public func lossHessian(
    _ part: HessianPart, on data: Dataset, at parameters: [Double]
  ) throws(NetworkError) -> DifferenceHessian<Self> {
    try DifferenceHessian(of: self, part, on: data, at: parameters)
  }
}
