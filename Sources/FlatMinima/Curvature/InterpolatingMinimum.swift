import Learning
import LinearAlgebra

/// A point at which the network fits every sample, f(x_i; W*) = y_i: the hypothesis of the theory, carried by a type.
///
/// There the Hessian of the loss is exactly H = (1/n) Σ J_iᵀ J_i, every sample's loss is at its own minimum, and SGD
/// near W* is a product of random matrices: linear stability applies.
public struct InterpolatingMinimum<N: Network>: Sendable {
  /// The minimum as a point of parameter space.
  public let point: ParameterPoint<N>
  /// The curvature there, which is that of the loss.
  public let curvature: Curvature
  /// max_i ‖f(x_i) − y_i‖, what "fits" means here.
  public let largestResidual: Double

  /// - Parameter tolerance: the largest ‖f(x_i) − y_i‖ that still counts as a fit.
  /// - Throws: ``NotInterpolating`` with the worst sample when the point misses one by more; ``NetworkError`` or
  ///   ``SpectralError`` when nothing can be computed. Cost: that of ``ParameterPoint/curvature()``.
  public init(_ point: ParameterPoint<N>, tolerance: Double = 1e-3) throws {
    let outputs = point.network.outputDimension
    var worst = (sample: 0, residual: 0.0)
    for i in 0..<point.data.count {
      var square = 0.0
      for c in 0..<outputs { square += point.residuals[i, c] * point.residuals[i, c] }
      if square.squareRoot() > worst.residual { worst = (i, square.squareRoot()) }
    }
    guard worst.residual <= tolerance else {
      throw NotInterpolating(
        largestResidual: worst.residual, sample: worst.sample, tolerance: tolerance, loss: point.loss)
    }
    self.point = point
    curvature = try point.curvature()
    largestResidual = worst.residual
  }

  /// An interpolating minimum from a network, its parameters and the data; as ``init(_:tolerance:)``.
  public init(
    network: N, parameters: [Double], data: Dataset, tolerance: Double = 1e-3
  ) throws {
    try self.init(ParameterPoint(network: network, parameters: parameters, data: data), tolerance: tolerance)
  }

  /// λ_max(H).
  public var sharpness: Double { curvature.sharpness }
  /// tr H.
  public var trace: Double { curvature.trace }
}

/// A point was offered as an interpolating minimum but does not fit its data.
public struct NotInterpolating: Error, Equatable, CustomStringConvertible {
  /// ‖f(x_i) − y_i‖ at ``sample``.
  public let largestResidual: Double
  /// The sample that is missed most.
  public let sample: Int
  /// The largest residual that would have been accepted.
  public let tolerance: Double
  /// L at the point, for comparison with a training log.
  public let loss: Double

  /// The error in words: the worst sample, by how much it is missed, and what to do.
  public var description: String {
    """
    not an interpolating minimum: the network misses sample \(sample) by \(largestResidual), \
    more than the tolerance \(tolerance) (loss \(loss)); train longer, or use ParameterPoint, which asks for no fit
    """
  }
}
