/// The shape of one sample's features: channels of a height and a width.
///
/// As a row of numbers they stand in the order channel, row, column, as PyTorch flattens them. A flat vector of m numbers
/// has m channels of 1 × 1.
public struct FeatureShape: Sendable, Hashable, CustomStringConvertible {
  /// The number of channels.
  public let channels: Int
  /// The number of rows of a channel.
  public let height: Int
  /// The number of columns of a channel.
  public let width: Int

  /// A shape from its sizes; ``ConvolutionalNetwork/init(input:layers:)`` refuses one that is empty.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// The shape of a vector.
  public static func flat(_ count: Int) -> FeatureShape { FeatureShape(channels: count, height: 1, width: 1) }

  /// How many numbers there are.
  public var count: Int { channels * height * width }
  /// The number of places in one channel.
  var area: Int { height * width }
  /// Whether every channel is a single number.
  var isFlat: Bool { height == 1 && width == 1 }
  /// Whether the sizes are positive and multiply to a number that BLAS can count to.
  var isUsable: Bool {
    guard channels > 0, height > 0, width > 0 else { return false }
    return elementCount([channels, height, width]).map { $0 <= Int(Int32.max) } ?? false
  }

  /// "3 × 32 × 32"
  public var description: String { "\(channels) × \(height) × \(width)" }
}
