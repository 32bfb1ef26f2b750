/// Why a network cannot be built or evaluated.
public enum NetworkError: Error, Equatable, CustomStringConvertible {
  /// There are fewer than two widths, or one is not positive.
  case badWidths([Int])
  /// The flat vector of parameters has the wrong length.
  case parameterCount(found: Int, expected: Int)
  /// A parameter is NaN or infinite; the index is that in the flat vector.
  case parameterNotFinite(index: Int)
  /// The inputs have another number of coordinates than the network.
  case inputDimension(found: Int, expected: Int)
  /// The targets have another number of coordinates than the network's outputs.
  case outputDimension(found: Int, expected: Int)
  /// An output or an input gradient overflowed.
  case valueNotFinite(sample: Int)

  /// The error in words: what was found, what the network needs, and where such values come from.
  public var description: String {
    switch self {
    case .badWidths(let widths):
      "a network needs at least an input and an output width, all positive; got \(widths)"
    case .parameterCount(let found, let expected):
      "the network has \(expected) parameters, but \(found) were given"
    case .parameterNotFinite(let index):
      "parameter \(index) is NaN or infinite; a training run that diverged leaves such values"
    case .inputDimension(let found, let expected):
      "the network takes inputs of dimension \(expected), but the data have \(found)"
    case .outputDimension(let found, let expected):
      "the network has \(expected) outputs, but the targets have \(found)"
    case .valueNotFinite(let sample):
      "the network's value or gradient at sample \(sample) is NaN or infinite; its parameters are too large"
    }
  }
}
