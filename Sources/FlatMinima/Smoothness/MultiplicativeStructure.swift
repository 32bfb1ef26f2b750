import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// The bridge between parameter space and input space: f(x) = f̃(W₁x + b₁), so that with δ = ∂f/∂(W₁x + b₁)
/// ∇_{W₁} f = δ xᵀ, ∇_{b₁} f = δ and ∇_x f = W₁ᵀ δ.
///
/// Hence ‖∇_x f‖_p ≤ (‖W₁ᵀ‖_p / ‖x‖_p) ‖∇_{W₁} f‖_p at every sample, whatever follows the first layer.
/// Source: Ma and Ying 2021; proof in Documentation/Theory.
public struct MultiplicativeStructure: Sendable {
  private let point: ParameterPoint<DenseNetwork>
  /// W₁, m × d.
  public let firstLayerWeights: Matrix
  /// Which value of ‖W₁ᵀ‖_p is used.
  public let normValue: NormValue

  /// Where ‖W₁ᵀ‖_p has no closed form there is a best value found and a certified upper bound.
  public enum NormValue: Sendable, Hashable {
    /// Never below the norm, but for rounding where it has a closed form: what a proof needs.
    case certified
    /// The largest quotient found, never above the norm and nearly always equal to it: what a plot shows.
    case attained
  }

  /// The structure at a point of any network whose first layer is dense.
  public init(of point: ParameterPoint<DenseNetwork>, normValue: NormValue = .certified) {
    self.point = point
    firstLayerWeights = point.network.weights(ofLayer: 0, in: point.parameters)
    self.normValue = normValue
  }

  /// ‖W₁ᵀ‖_{2k}, the operator norm from l_{2k} to l_{2k}.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func weightNorm(order k: Int) throws -> Double {
    let norm = try OperatorNorm(of: firstLayerWeights.transposed, exponent: Double(2 * k))
    return normValue == .certified ? norm.upper : norm.lower
  }

  /// Both sides of the averaged inequality, with the weights alone and with the biases of the first layer.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func inequality(order k: Int) throws -> MultiplicativeInequality {
    let norm = try weightNorm(order: k)
    let smallest = smallestInputNorm(order: k)
    let hasBias = point.network.layers[0].bias != nil
    let exponent = Double(2 * k)
    let weights = point.parameterGradientMoment(order: k, of: .firstLayerWeights)
    // (1 + ‖x‖^p)^{1/p}, with the larger of the two factored out so that no power overflows.
    let larger = max(1, smallest)
    let extended = larger * pow(pow(1 / larger, exponent) + pow(smallest / larger, exponent), 1 / exponent)
    return MultiplicativeInequality(
      order: k, inputGradientMoment: point.inputGradientMoment(order: k), weightNorm: norm,
      smallestInputNorm: smallest,
      weightsBound: smallest > 0 ? norm / smallest * weights : .infinity,
      weightsAndBiasBound: hasBias
        ? norm * point.parameterGradientMoment(order: k, of: .firstLayer) / extended : nil)
  }

  /// min_i ‖x_i‖_{2k}; zero when an input is all zero, and then the inequality without biases says nothing.
  public func smallestInputNorm(order k: Int) -> Double {
    let scale = point.data.inputs.largestMagnitude
    guard scale > 0 else { return 0 }
    let sums = point.data.inputs.rowPowerSums(exponent: 2 * k, scale: scale)
    return scale * pow(sums.min() ?? 0, 1 / Double(2 * k))
  }

  /// ‖W₁ᵀ δ‖ / (‖W₁ᵀ‖ ‖δ‖) for every sample and output: 1 where the inequality is tight, as far as ``normValue`` is the
  /// norm. 0 where δ = 0.
  ///
  /// - Throws: ``OperatorNormError`` when a weight is not finite.
  public func tightness(order k: Int) throws -> [Double] {
    let norm = try weightNorm(order: k)
    let deltas = point.jacobian.deltas[0]
    let gradients = point.jacobian.inputGradients
    let scale = max(deltas.largestMagnitude, gradients.largestMagnitude)
    guard scale > 0, norm > 0 else { return Array(repeating: 0, count: deltas.rows) }
    let deltaSums = deltas.rowPowerSums(exponent: 2 * k, scale: scale)
    let gradientSums = gradients.rowPowerSums(exponent: 2 * k, scale: scale)
    return zip(gradientSums, deltaSums).map { $1 > 0 ? pow($0 / $1, 1 / Double(2 * k)) / norm : 0 }
  }
}

/// The averaged inequality g_{x,2k} ≤ (‖W₁ᵀ‖_{2k} / min_i ‖x_i‖_{2k}) g_{W₁,2k} with its numbers.
public struct MultiplicativeInequality: Sendable, Hashable {
  /// k
  public let order: Int
  /// g_{x,2k}, the left-hand side.
  public let inputGradientMoment: Double
  /// ‖W₁ᵀ‖_{2k}
  public let weightNorm: Double
  /// min_i ‖x_i‖_{2k}
  public let smallestInputNorm: Double
  /// The right-hand side by W₁ alone; infinite when an input is all zero.
  public let weightsBound: Double
  /// The right-hand side by W₁ and b₁, ‖W₁ᵀ‖ (1 + min‖x‖^{2k})^{−1/2k} g_{(W₁,b₁),2k}; nil without biases.
  public let weightsAndBiasBound: Double?

  /// The smaller of the right-hand sides.
  public var bestBound: Double { min(weightsBound, weightsAndBiasBound ?? .infinity) }
}
