import LinearAlgebra

/// A fully connected network f(x; W) = W_L φ(… φ(W₁x + b₁) …) + b_L: its shape, without its parameters.
///
/// Parameters are a flat `[Double]` in the order W₁ (row by row, [output][input]), b₁, W₂, b₂, …, which is PyTorch's
/// order too. Everything is evaluated on a matrix of inputs, one sample per row.
public struct DenseNetwork: Network {
  /// Input dimension, hidden widths, output dimension.
  public let widths: [Int]
  /// What stands between the layers.
  public let activation: Activation
  /// Whether the layers have biases.
  public let biases: Biases

  /// Which layers have biases.
  public enum Biases: Sendable, Hashable {
    /// Every layer, the output layer included.
    case everyLayer
    /// No layer: the parameters are the weight matrices alone.
    case none
  }

  /// - Throws: ``NetworkError/badWidths(_:)`` unless there are at least two widths and all are positive.
  public init(widths: [Int], activation: Activation, biases: Biases = .everyLayer) throws(NetworkError) {
    guard widths.count >= 2, widths.allSatisfy({ $0 > 0 }) else { throw .badWidths(widths) }
    self.widths = widths
    self.activation = activation
    self.biases = biases
  }

  /// d
  public var inputDimension: Int { widths[0] }
  /// C
  public var outputDimension: Int { widths[widths.count - 1] }
  /// The number of weight matrices, L.
  public var layerCount: Int { widths.count - 1 }
  /// P
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// Where one layer's parameters lie in the flat vector.
  public struct Layer: Sendable, Hashable {
    /// Units that feed the layer.
    public let inputs: Int
    /// Units of the layer.
    public let outputs: Int
    /// Offset of W (outputs × inputs, row by row).
    public let weights: Int
    /// Offset of b, right after W; nil without biases.
    public let bias: Int?

    /// The places of W in the flat vector.
    public var weightRange: Range<Int> { weights..<weights + outputs * inputs }
    /// The places of b in the flat vector; nil without biases.
    public var biasRange: Range<Int>? { bias.map { $0..<$0 + outputs } }
    /// How many parameters the layer has.
    public var parameterCount: Int { outputs * inputs + (bias == nil ? 0 : outputs) }
  }

  /// The layers in order; layer 0 is the first, whose weights are W₁.
  public var layers: [Layer] {
    var offset = 0
    return (1..<widths.count).map { l in
      let size = widths[l] * widths[l - 1]
      let layer = Layer(
        inputs: widths[l - 1], outputs: widths[l], weights: offset, bias: biases == .everyLayer ? offset + size : nil)
      offset += layer.parameterCount
      return layer
    }
  }

  /// The weight matrix of a layer (outputs × inputs), copied out of the flat parameters.
  public func weights(ofLayer index: Int, in parameters: [Double]) -> Matrix {
    let layer = layers[index]
    return Matrix(rows: layer.outputs, columns: layer.inputs, elements: Array(parameters[layer.weightRange]))
  }

  /// The bias of a layer, or nil when the network has none.
  public func bias(ofLayer index: Int, in parameters: [Double]) -> [Double]? {
    layers[index].biasRange.map { Array(parameters[$0]) }
  }
}
