import LinearAlgebra

/// A network of convolutions, pooling, dense layers and identity shortcuts: its shape, without its parameters.
///
/// A sample is one row of numbers in the order channel, row, column. Parameters are a flat `[Double]` in the order of
/// evaluation; each layer has its weights [output][input][row][column], then its biases, which is PyTorch's order too.
///
/// ```swift
/// let network = try ConvolutionalNetwork(
///   input: FeatureShape(channels: 1, height: 28, width: 28),
///   layers: [
///     .convolution(channels: 8, kernel: 3, padding: 1), .activation(.relu), .maximumPooling(size: 2),
///     .flatten, .dense(10),
///   ])
/// ```
public struct ConvolutionalNetwork: Network {
  /// The shape of a sample.
  public let inputShape: FeatureShape
  /// The layers in order of evaluation.
  public let layers: [Layer]
  /// The shape of the outputs.
  public let outputShape: FeatureShape
  /// The layers that have parameters, in order of evaluation, those inside shortcuts included.
  public let affineLayers: [AffineLayer]
  let steps: [Step]

  /// - Throws: ``NetworkError/badInputShape(_:)``, or ``NetworkError/layerShape(path:layer:arriving:needed:)`` for a layer
  ///   that cannot take what arrives at it.
  public init(input: FeatureShape, layers: [Layer]) throws(NetworkError) {
    guard input.isUsable else { throw .badInputShape(input) }
    var plan = EvaluationPlan(input: input)
    try plan.append(layers, path: [])
    outputShape = plan.shape
    plan.finish()
    inputShape = input
    self.layers = layers
    affineLayers = plan.affineLayers
    steps = plan.steps
  }

  /// d = channels · height · width.
  public var inputDimension: Int { inputShape.count }
  /// C, all channels and places of the outputs.
  public var outputDimension: Int { outputShape.count }
  /// P
  public var parameterCount: Int { affineLayers.reduce(0) { $0 + $1.parameterCount } }
}
