import LinearAlgebra

/// The first derivatives of a network as plain matrices: what a network of one's own can return.
///
/// Memory: n C (P + d) numbers. Every product is one with a dense matrix.
public struct ExplicitJacobian: NetworkJacobian {
  /// n
  public let sampleCount: Int
  /// C
  public let outputDimension: Int
  /// f(x_i), n × C.
  public let outputs: Matrix
  /// ∂f_c(x_i)/∂W, (n·C) × P.
  public let dense: Matrix
  /// ∇_x f_c(x_i), (n·C) × d.
  public let inputGradients: Matrix

  /// From the outputs and the derivatives of all of them; row i·C + c of the gradients belongs to output c at sample i.
  ///
  /// - Parameters:
  ///   - outputs: f(x_i), n × C.
  ///   - parameterGradients: ∂f_c(x_i)/∂W, (n·C) × P.
  ///   - inputGradients: ∂f_c(x_i)/∂x, (n·C) × d.
  public init(outputs: Matrix, parameterGradients: Matrix, inputGradients: Matrix) {
    let rows = outputs.rows * outputs.columns
    precondition(
      parameterGradients.rows == rows && inputGradients.rows == rows,
      "\(outputs.rows) samples with \(outputs.columns) outputs need \(rows) gradients of each kind, not "
        + "\(parameterGradients.rows) and \(inputGradients.rows)")
    sampleCount = outputs.rows
    outputDimension = outputs.columns
    self.outputs = outputs
    dense = parameterGradients
    self.inputGradients = inputGradients
  }

  /// P
  public var parameterCount: Int { dense.columns }
  /// G Gᵀ. Cost: (nC)² P operations.
  public var gram: Matrix { dense.gramOfRows }
  /// The largest |g_ic,j|.
  public var largestGradientEntry: Double { dense.largestMagnitude }

  /// Over the entries of each row. Cost: nC P powers.
  public func gradientPowerSums(exponent: Int, scale: Double) -> [Double] {
    dense.rowPowerSums(exponent: exponent, scale: scale)
  }

  /// G v.
  public func times(_ direction: [Double]) -> [Double] { dense.times(direction) }
  /// Gᵀ c.
  public func transposedTimes(_ weights: [Double]) -> [Double] { dense.transposedTimes(weights) }
}
