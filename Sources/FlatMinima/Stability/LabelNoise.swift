import Learning
import LinearAlgebra

/// SGD whose labels carry fresh noise of variance σ² at every step, on the manifold of interpolating minima.
///
/// To leading order in η it fluctuates about the manifold with covariance ησ²/(2B) in the span of the gradients and drifts
/// along it by −(η²σ²/4B) ∇tr H per step: as if the loss were L + (ησ²/4B) tr H. **Heuristic**: a leading order, with no
/// bound on the error; the covariance settles within 1/(ηλ) steps, for which the drift must be slow.
/// Source: Blanc, Gupta, Valiant and Valiant 2020 (from memory); derived, as a heuristic, in Documentation/Theory.
public struct LabelNoise: Sendable, Hashable {
  /// σ, of each output of each sample, drawn anew whenever the sample is used.
  public let deviation: Double
  /// η
  public let learningRate: Double
  /// B
  public let batchSize: Int

  /// - Throws: ``StabilityError`` for a rate that is not positive, an empty batch, or a deviation that is negative or not
  ///   finite.
  public init(deviation: Double, learningRate: Double, batchSize: Int) throws(StabilityError) {
    try requireLearningRate(learningRate)
    guard batchSize >= 1 else { throw .badBatchSize(batchSize) }
    guard deviation >= 0, deviation.isFinite else { throw .badDeviation(deviation) }
    self.deviation = deviation
    self.learningRate = learningRate
    self.batchSize = batchSize
  }

  /// ησ²/(4B), the weight of tr H in the effective loss.
  public var regularization: Double { learningRate * deviation * deviation / (4 * Double(batchSize)) }

  /// ησ²/(2B), the variance of the parameters along every direction of the span of the gradients.
  public var fluctuation: Double { 2 * regularization }

  /// L + (ησ²/4B) tr H at a point. Cost: that of ``ParameterPoint/trace``.
  public func effectiveLoss<N: Network>(at point: ParameterPoint<N>) -> Double {
    point.loss + regularization * point.trace
  }

  /// −(η²σ²/4B) ∇tr H, the expected motion per step at an interpolating minimum, P numbers.
  ///
  /// The part of it in the span of the gradients is undone by the loss; what remains is the drift along the minima.
  /// Cost: that of ``ParameterPoint/traceGradient()``.
  /// - Throws: ``NetworkError``.
  public func drift<N: Network>(at minimum: InterpolatingMinimum<N>) throws -> [Double] {
    try minimum.point.traceGradient().map { -learningRate * regularization * $0 }
  }
}

extension ParameterPoint {
  /// ∇_W tr H = (2/n) Σ_i Σ_c ∇²f_c(x_i) g_ic of the Gauss–Newton Hessian, P numbers.
  ///
  /// Exact, at any point: ∇²f_c(x_i) is the residual part of the Hessian of a loss whose residual is the unit vector c.
  /// Where an activation has a kink, the derivative on the side that the network takes. Source: derived in
  /// Documentation/Theory. Cost: nC Hessian products on one sample.
  /// - Throws: ``NetworkError``.
  public func traceGradient() throws -> [Double] {
    var result = [Double](repeating: 0, count: parameters.count)
    let outputs = network.outputDimension
    for i in 0..<data.count {
      let input = Matrix(rows: 1, columns: data.inputDimension, elements: data.inputs.row(i))
      let single = try network.jacobian(on: input, at: parameters)
      for c in 0..<outputs {
        let unit = (0..<outputs).map { $0 == c ? 1.0 : 0 }
        let targets = zip(single.outputs.row(0), unit).map { $0 - $1 }
        let sample = try Dataset(inputs: input, targets: Matrix(rows: 1, columns: outputs, elements: targets))
        let image = try network.lossHessian(.residual, on: sample, at: parameters)(single.transposedTimes(unit))
        for j in result.indices { result[j] += 2 / Double(data.count) * image[j] }
      }
    }
    return result
  }
}
