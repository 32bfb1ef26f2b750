import LinearAlgebra

/// The loss of the theory, L(W) = 1/(2n) Σ_i ‖f(x_i) − y_i‖².
///
/// PyTorch's `MSELoss` averages over samples and outputs instead: it is (2/C) L. See
/// ``theoryLearningRate(fromPyTorchRate:reduction:outputDimension:)`` for what that does to a learning rate.
public enum SquaredLoss {
  /// f(x_i) − y_i for every sample, n × C.
  public static func residuals(outputs: Matrix, targets: Matrix) throws(NetworkError) -> Matrix {
    guard outputs.columns == targets.columns else {
      throw .outputDimension(found: targets.columns, expected: outputs.columns)
    }
    return outputs - targets
  }

  /// L, from outputs and targets of equal shape, n × C.
  ///
  /// - Throws: ``NetworkError/outputDimension(found:expected:)`` when the shapes differ.
  public static func value(outputs: Matrix, targets: Matrix) throws(NetworkError) -> Double {
    let r = try residuals(outputs: outputs, targets: targets)
    return dot(r.elements, r.elements) / (2 * Double(r.rows))
  }
}
