import Flatbook

/// W4: gradient moments by parameters and by inputs, from the parameters on.
struct OurMoments {
  let network: DenseNetwork
  let data: Dataset
  let parameters: [Double]

  /// g_W,2k and g_x,2k for k = 1, 2, 3.
  func values() throws -> [String: [Double]] {
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    return [
      "gW": point.parameterGradientMoments(throughOrder: 3),
      "gx": point.inputGradientMoments(throughOrder: 3),
    ]
  }
}
