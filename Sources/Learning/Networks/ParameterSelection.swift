/// Which parameters a gradient is taken by.
public enum ParameterSelection: Sendable, Hashable {
  /// All weights and biases, as in the published experiments.
  case all
  /// The weights and the biases of one layer; layer 0 is the first.
  case layer(Int)
  /// The weights of one layer alone.
  case weights(ofLayer: Int)

  /// W₁ alone.
  public static let firstLayerWeights = ParameterSelection.weights(ofLayer: 0)
  /// W₁ and b₁.
  public static let firstLayer = ParameterSelection.layer(0)
}
