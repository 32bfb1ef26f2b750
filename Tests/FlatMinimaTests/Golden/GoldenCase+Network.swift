import FlatMinima
import Learning
import LinearAlgebra
import Testing

extension GoldenCase {
  /// The network, parameters and data of a case that gives layers, X and Y.
  func point(activation: Activation? = nil) throws -> ParameterPoint<DenseNetwork> {
    let net = try inputs["net"]
    let layers = try net["layers"].array
    var parameters: [Double] = []
    var widths = [try layers[0]["W"].matrix.columns]
    for layer in layers {
      let weights = try layer["W"].matrix
      widths.append(weights.rows)
      parameters += weights.elements
      parameters += try layer["b"].vector
    }
    let stated = try #require(Activation(rawValue: try net["activation"].string))
    return try ParameterPoint(
      network: DenseNetwork(widths: widths, activation: activation ?? stated), parameters: parameters,
      data: Dataset(inputs: inputs["X"].matrix, targets: inputs["Y"].matrix))
  }
}
