import CKernels

/// The nonlinearity between the layers of a network; the output layer is always linear.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
  /// The hyperbolic tangent.
  case tanh
  /// max(0, z), with derivative 0 at z = 0.
  case relu

  /// Replaces pre-activations by activations.
  func apply(inPlace values: UnsafeMutablePointer<Double>, count: Int) {
    switch self {
    case .tanh: flatbook_tanh(flatbook_best_level(), count, values, values)
    case .relu: for i in 0..<count { values[i] = values[i] > 0 ? values[i] : 0 }
    }
  }

  /// φ'(z) as a function of φ(z).
  public func derivative(atActivation h: Double) -> Double {
    switch self {
    case .tanh: 1 - h * h
    case .relu: h > 0 ? 1 : 0
    }
  }

  /// φ''(z) as a function of φ(z); 0 for ReLU, which is right off the kink.
  public func secondDerivative(atActivation h: Double) -> Double {
    switch self {
    case .tanh: -2 * h * (1 - h * h)
    case .relu: 0
    }
  }

  /// Multiplies `rows` of `deltas` by φ' at the matching rows of activations; row r of deltas belongs to row
  /// r / `repeats` of the activations.
  func scaleByDerivative(
    _ deltas: UnsafeMutablePointer<Double>, rows: Int, columns: Int, activations: UnsafePointer<Double>, repeats: Int
  ) {
    for row in 0..<rows {
      let delta = deltas + row * columns
      let h = activations + (row / repeats) * columns
      switch self {
      case .tanh: for i in 0..<columns { delta[i] *= 1 - h[i] * h[i] }
      case .relu: for i in 0..<columns { delta[i] = h[i] > 0 ? delta[i] : 0 }
      }
    }
  }
}
