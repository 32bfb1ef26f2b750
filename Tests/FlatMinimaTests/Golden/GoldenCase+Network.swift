import FlatMinima
import Learning
import LinearAlgebra
import Testing

extension GoldenCase {
  /// The network, parameters and data of a case that gives layers, X and Y.
  func point(activation: Activation? = nil) throws -> ParameterPoint<DenseNetwork> {
    let net = inputs["net"]
    let name = try net["activation"].string
    let stated = try #require(Activation(rawValue: name), "\(id): the networks know no activation \(name)")
    var parameters: [Double] = []
    var widths: [Int] = []
    var biased = 0
    let layers = try net["layers"].array
    for layer in layers {
      let weights = try layer["W"].matrix
      if widths.isEmpty { widths.append(weights.columns) }
      widths.append(weights.rows)
      parameters += weights.elements
      if layer["b"].isMissing {
        layer["b"].noteMissing()
      } else {
        parameters += try layer["b"].vector
        biased += 1
      }
    }
    try #require(biased == 0 || biased == layers.count, "\(id): either every layer has biases or none")
    let network = try DenseNetwork(
      widths: widths, activation: activation ?? stated, biases: biased == 0 ? .none : .everyLayer)
    return try ParameterPoint(
      network: network, parameters: parameters,
      data: Dataset(inputs: inputs["X"].matrix, targets: inputs["Y"].matrix))
  }
}
