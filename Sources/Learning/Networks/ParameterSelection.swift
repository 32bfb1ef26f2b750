/// Which parameters a gradient is taken by.
public enum ParameterSelection: Sendable, Hashable {
  /// All weights and biases, as in the published experiments.
  case all
  /// W₁ alone.
  case firstLayerWeights
  /// W₁ and b₁.
  case firstLayer
}
