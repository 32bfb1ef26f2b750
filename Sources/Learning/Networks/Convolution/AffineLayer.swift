import LinearAlgebra

/// A layer with parameters, z = w ∗ h + b: a convolution, or a dense layer, which is one of 1 × 1 on a flat input.
///
/// With the S windows of h as the columns of the patch matrix P(h), (c·κ) × S, the weights act as z = w P(h) + b 1ᵀ.
public struct AffineLayer: Sendable, Hashable {
  /// Whether the weights are a table [output][input] or have the sizes of a kernel too.
  public enum Kind: Sendable, Hashable { case convolution, dense }

  /// Which of the two it is.
  public let kind: Kind
  /// Where the layer stands: its index among the network's layers, and inside a shortcut the index there, and so on.
  public let path: [Int]
  /// The number of output channels, or of outputs.
  public let channels: Int
  /// Offset of the weights in the flat parameters.
  public let weights: Int
  /// Offset of the biases, right after the weights; nil without biases.
  public let bias: Int?
  let window: SlidingWindow

  /// The shape of what the layer gets.
  public var inputShape: FeatureShape { window.input }
  /// The shape of what the layer gives.
  public var outputShape: FeatureShape {
    FeatureShape(channels: channels, height: window.output.height, width: window.output.width)
  }
  /// The height and width of the kernel; 1 × 1 for a dense layer.
  public var kernel: GridSize { window.size }
  /// From one window to the next; 1 × 1 for a dense layer.
  public var stride: GridSize { window.stride }
  /// Rows above and below and columns left and right that count as zero.
  public var padding: GridSize { window.padding }
  /// S, the number of windows.
  public var positionCount: Int { window.positionCount }
  /// c·κ, the number of entries of a window, which is the fan-in.
  public var patchSize: Int { window.patchSize }
  /// The sizes of the weights: [outputs, inputs], and for a convolution the height and width of the kernel.
  public var weightSizes: [Int] {
    kind == .dense
      ? [channels, inputShape.channels] : [channels, inputShape.channels, kernel.height, kernel.width]
  }
  /// The places of the weights in the flat parameters.
  public var weightRange: Range<Int> { weights..<weights + channels * patchSize }
  /// The places of the biases; nil without biases.
  public var biasRange: Range<Int>? { bias.map { $0..<$0 + channels } }
  /// How many parameters the layer has.
  public var parameterCount: Int { channels * patchSize + (bias == nil ? 0 : channels) }
}
