import LinearAlgebra

/// The linear part h ↦ w ∗ h of a layer with parameters: a matrix known by its action.
///
/// Features and outputs are in the order channel, row, column.
public struct LayerMap: Sendable {
  /// The layer whose map this is.
  public let layer: AffineLayer
  private let parameters: PatchWeights

  init(layer: AffineLayer, parameters: [Double]) {
    self.layer = layer
    self.parameters = PatchWeights(weights: layer.patchWeights(from: parameters).weights, biases: [])
  }

  /// w ∗ h for every row.
  public func times(_ features: Matrix) -> Matrix {
    let shape = layer.inputShape
    return layer.outputs(of: features.transposingRows(shape.channels, shape.area), parameters)
      .transposingRows(layer.positionCount, layer.channels)
  }

  /// The product of the transposed matrix with every row: the transposed convolution.
  public func transposedTimes(_ outputs: Matrix) -> Matrix {
    let shape = layer.inputShape
    return layer.inputDeltas(outputs.transposingRows(layer.channels, layer.positionCount), parameters)
      .transposingRows(shape.area, shape.channels)
  }
}

extension ConvolutionalNetwork {
  /// The layer with parameters that gets the sample itself; nil when something else than flattening comes before it.
  public var firstLayer: AffineLayer? {
    switch layers.first(where: { $0 != .flatten }) {
    case .convolution, .dense: affineLayers.first
    default: nil
    }
  }

  /// The linear part of a layer of this network.
  public func linearMap(of layer: AffineLayer, at parameters: [Double]) -> LayerMap {
    precondition(
      parameters.count == parameterCount && affineLayers.contains(layer),
      "the layer and the parameters must be those of the network")
    return LayerMap(layer: layer, parameters: parameters)
  }
}
