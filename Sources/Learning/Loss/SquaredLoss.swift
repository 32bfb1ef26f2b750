import LinearAlgebra

/// The loss of the theory, L(W) = 1/(2n) Σ_i ‖f(x_i) − y_i‖².
///
/// PyTorch's `MSELoss` averages over samples and outputs instead: it is (2/C) L. See
/// ``theoryLearningRate(fromMeanSquaredErrorRate:outputDimension:)`` for what that does to a learning rate.
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

/// The learning rate in the scale of the theory for one that was used with a mean-squared-error loss.
///
/// A step of rate `rate` on the mean over samples and outputs is a step of rate 2 · rate / C on
/// L = 1/(2n) Σ ‖f − y‖². Products of learning rate and sharpness do not depend on the convention.
/// Source: derived in Documentation/Theory (the loss there is (2/C) times the one here).
public func theoryLearningRate(fromMeanSquaredErrorRate rate: Double, outputDimension: Int) -> Double {
  precondition(outputDimension > 0, "a network has at least one output")
  return 2 * rate / Double(outputDimension)
}

/// The inverse of ``theoryLearningRate(fromMeanSquaredErrorRate:outputDimension:)``.
public func meanSquaredErrorRate(fromTheoryLearningRate rate: Double, outputDimension: Int) -> Double {
  precondition(outputDimension > 0, "a network has at least one output")
  return rate * Double(outputDimension) / 2
}
