extension ConvolutionalNetwork {
  /// What a network is made of.
  ///
  /// There is no batch normalization. It lets the samples of a batch act on each other: f(x_i; W) would not be a function
  /// of one sample, and neither the Jacobian of a sample nor linear stability would be what the theory says. A network
  /// that was trained with it can be used after each normalization, with the mean and variance that it uses for prediction,
  /// has been folded into the weights and biases of the convolution before it.
  public indirect enum Layer: Sendable, Hashable {
    /// A convolution with zero padding: every output channel is a weighted sum over windows of all input channels.
    ///
    /// As in PyTorch the kernel is not flipped, and windows that would stick out over the padding are left out.
    case convolution(
      channels: Int, kernel: GridSize, stride: GridSize = 1, padding: GridSize = 0, biases: Biases = .learned)
    /// A fully connected layer; what arrives must be flat.
    case dense(Int, biases: Biases = .learned)
    /// A nonlinearity, entry by entry.
    case activation(Activation)
    /// The maximum over windows, channel by channel; without a stride the windows lie side by side.
    ///
    /// Where several entries are largest the first in row-major order is taken, as PyTorch does, and the derivative goes
    /// to it alone. Rows and columns that fill no window are left out.
    case maximumPooling(size: GridSize, stride: GridSize? = nil)
    /// The mean over windows, channel by channel; without a stride the windows lie side by side.
    case averagePooling(size: GridSize, stride: GridSize? = nil)
    /// All channels in one row of numbers, in the order channel, row, column.
    case flatten
    /// x + layers(x): an identity shortcut past layers that keep the shape.
    case residual([Layer])
  }

  /// Whether a layer has one bias per output or channel.
  public enum Biases: Sendable, Hashable { case learned, none }
}

extension ConvolutionalNetwork.Layer: CustomStringConvertible {
  /// What the layer is called in errors, as in "convolution 3 × 3".
  public var description: String {
    switch self {
    case .convolution(_, let kernel, _, _, _): "convolution \(kernel)"
    case .dense: "dense"
    case .activation(let activation): activation.rawValue
    case .maximumPooling(let size, _): "maximum pooling \(size)"
    case .averagePooling(let size, _): "average pooling \(size)"
    case .flatten: "flatten"
    case .residual: "residual"
    }
  }
}
