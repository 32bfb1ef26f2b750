import LinearAlgebra

/// All first derivatives of a network's outputs on n samples, in whatever form is cheapest to keep.
///
/// Row i·C + c of everything here belongs to output c at sample i. Write G for the (n·C) × P matrix of the gradients
/// g_ic = ∂f_c(x_i)/∂W.
public protocol NetworkJacobian: Sendable {
  /// n
  var sampleCount: Int { get }
  /// C
  var outputDimension: Int { get }
  /// P
  var parameterCount: Int { get }
  /// f(x_i), n × C.
  var outputs: Matrix { get }
  /// ∇_x f_c(x_i), (n·C) × d.
  var inputGradients: Matrix { get }
  /// K = G Gᵀ, (n·C) × (n·C).
  var gram: Matrix { get }
  /// G itself, (n·C) × P. For tests and very small problems.
  var dense: Matrix { get }
  /// A number that no entry of G exceeds in magnitude; 0 only when G is.
  var largestGradientEntry: Double { get }

  /// Σ_j |g_ic,j / scale|^exponent for every row of G, nC numbers.
  func gradientPowerSums(exponent: Int, scale: Double) -> [Double]
  /// G v: the derivatives of all outputs along one direction of parameter space, nC numbers.
  func times(_ direction: [Double]) -> [Double]
  /// Gᵀ c: a weighted sum of all gradients, P numbers.
  func transposedTimes(_ weights: [Double]) -> [Double]
}
