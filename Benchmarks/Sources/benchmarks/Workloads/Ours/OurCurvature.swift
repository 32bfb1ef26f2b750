import Flatbook

/// W5 and W6: eigenvalues and traces of Hessians, in the scale of PyTorch's loss.
struct OurCurvature {
  let network: DenseNetwork
  let data: Dataset
  let parameters: [Double]

  /// Where ARPACK stops too: the residual as a fraction of the eigenvalue.
  private static let tolerance = 1e-6

  /// PyTorch's loss in units of the theory's.
  private var scale: Double { 2 / Double(network.outputDimension) }

  /// λ_max of the full Hessian.
  func sharpness() throws -> [String: [Double]] {
    let hessian = try network.lossHessian(.full, on: data, at: parameters)
    return ["lambda_max": [scale * (try hessian.largestEigenpairFromGradients(tolerance: Self.tolerance)).value]]
  }

  /// The trace of the full Hessian, exactly.
  func trace() throws -> [String: [Double]] {
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    return ["trace": [scale * (point.trace + point.residualTrace())]]
  }

  /// λ_max of (1/n) Σ H_i² − H² with full Hessians.
  func variance() throws -> [String: [Double]] {
    let variance = try network.sampleHessianVariance(on: data, at: parameters)
    let largest = try variance.largestEigenpairFromGradients(tolerance: Self.tolerance)
    return ["lambda_max": [scale * scale * largest.value]]
  }
}
