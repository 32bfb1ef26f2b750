import Learning
import LinearAlgebra

/// The curvature at one moment of a training run, beside the limits that stability sets: a row for a plot.
///
/// Gradient descent is said to work at the edge of stability when ``sharpness`` stays near ``sharpnessLimit``
/// (Cohen et al. 2021, from memory); for small batches it is ``batchSharpness`` that stays there (Andreyev and
/// Beneventano 2024, from memory).
public struct TrainingCurvature: Sendable, Hashable {
  /// Steps of SGD done.
  public let step: Int
  /// η
  public let learningRate: Double
  /// L over all data.
  public let loss: Double
  /// λ_max of the full Hessian ∇²L.
  public let sharpness: Double
  /// λ_max(H) of the Gauss–Newton part.
  public let gaussNewtonSharpness: Double
  /// tr H of the Gauss–Newton part.
  public let trace: Double
  /// ``BatchSharpness/value`` at the run's batch size; nil where no batch has a gradient.
  public let batchSharpness: Double?
  /// ‖∇L‖
  public let gradientNorm: Double
  /// E_b‖∇L_b − ∇L‖², the variance of a batch's gradient.
  public let gradientNoise: Double
  /// η*, the mean-square threshold of the Gauss–Newton part, for independent batches.
  public let stabilityThreshold: Double

  /// 2/η, the sharpness above which gradient descent on a quadratic diverges.
  public var sharpnessLimit: Double { 2 / learningRate }

  /// 2/η*, at least ``gaussNewtonSharpness``: above ``sharpnessLimit`` the linearised run grows in mean square.
  public var meanSquareSharpness: Double { 2 / stabilityThreshold }
}

/// Follows the curvature along a run of SGD.
///
/// To record while training, call ``record(_:)`` in the `observe` of
/// `StochasticGradientDescent.train(_:on:from:untilLoss:maximumSteps:checkEvery:using:observe:)`.
public struct EdgeOfStability<N: Network>: Sendable {
  /// The network that is trained.
  public let network: N
  /// The samples it is trained on.
  public let data: Dataset
  /// The run's learning rate and batches. Reshuffled batches are treated as drawn without replacement.
  public let method: StochasticGradientDescent
  /// Which Hessian of a batch's loss the batch sharpness takes.
  public let batchHessian: HessianPart

  /// - Throws: ``StabilityError`` when the method's batches cannot be drawn from the data.
  public init(
    of method: StochasticGradientDescent, network: N, data: Dataset, batchHessian: HessianPart = .gaussNewton
  ) throws(StabilityError) {
    _ = try Self.scheme(method).independentMixingWeight(batchSize: method.batchSize, sampleCount: data.count)
    self.network = network
    self.data = data
    self.method = method
    self.batchHessian = batchHessian
  }

  /// The row of a state of the run.
  ///
  /// Cost: a Gram matrix and an eigenproblem of size nC, some ten Hessian products,
  /// ``MeanSquareStability/threshold()`` and ``ParameterPoint/batchSharpness(batchSize:sampling:part:)``.
  /// - Throws: ``NetworkError``, ``SpectralError``; values that are not finite say that the run has diverged.
  public func record(_ state: TrainingState<N>) throws -> TrainingCurvature {
    try record(step: state.step, parameters: state.parameters)
  }

  /// The row of any parameters.
  /// - Throws: as ``record(_:)``.
  public func record(step: Int, parameters: [Double]) throws -> TrainingCurvature {
    let point = try ParameterPoint(network: network, parameters: parameters, data: data)
    let curvature = try point.curvature()
    let scheme = Self.scheme(method)
    let stability = try MeanSquareStability(
      span: curvature.span, batchSize: method.batchSize, sampling: scheme)
    let hessian = try point.hessian(.full)
    let forms = BatchForms(of: point)
    let gradient = try network.lossGradient(on: data, at: parameters)
    let square = dot(gradient, gradient)
    return TrainingCurvature(
      step: step, learningRate: method.learningRate, loss: point.loss,
      sharpness: try hessian.largestEigenpair(start: Self.start(point, curvature.span), tolerance: 1e-6).value,
      gaussNewtonSharpness: curvature.sharpness, trace: curvature.trace,
      batchSharpness: try point.batchSharpness(
        batchSize: method.batchSize, sampling: scheme, part: batchHessian)?.value,
      gradientNorm: square.squareRoot(),
      gradientNoise: stability.mixingWeight * max(0, forms.meanSquaredGradient - forms.squaredMeanGradient),
      stabilityThreshold: try stability.threshold())
  }

  /// The rows of a new run: at the start and after every `stride` steps, `count` in all, fewer if the run diverges.
  ///
  /// - Throws: ``TrainingError``, ``NetworkError``, ``SpectralError``.
  public func records(
    from parameters: [Double], every stride: Int, count: Int, using generator: some RandomNumberGenerator
  ) throws -> [TrainingCurvature] {
    var rows: [TrainingCurvature] = []
    guard count > 0 else { return rows }
    for state in try method.states(of: network, on: data, from: parameters, every: stride, using: generator) {
      guard state.loss.isFinite else { break }
      do {
        rows.append(try record(state))
      } catch NetworkError.valueNotFinite, SpectralError.notFinite {
        break
      }
      if rows.count == count { break }
    }
    return rows
  }

  /// The top eigenvector of the Gauss–Newton part, which the curvature gives at the cost of one product, with a hundredth of
  /// noise in which a larger eigenvalue can show. It saves a fifth to a third of the products; the eigenvector of the row
  /// before would save no more.
  private static func start(_ point: ParameterPoint<N>, _ span: GradientSpan) -> [Double] {
    var generator = SplitMix64(seed: 1)
    var start = point.parameters.map { _ in generator.uniform() - 0.5 }
    guard span.rank > 0 else { return start }
    let top = point.jacobian.transposedTimes((0..<span.coordinates.rows).map { span.coordinates[$0, 0] })
    let scale = 1e-2 * norm(top) / norm(start)
    for i in start.indices { start[i] = top[i] + scale * start[i] }
    return start
  }

  private static func scheme(_ method: StochasticGradientDescent) -> BatchSampling {
    method.sampling == .reshuffling ? .withoutReplacement : method.sampling
  }
}
