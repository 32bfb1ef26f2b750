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
  /// Σ over all entries of G of (entry / 2^e)^{2k} for k = 1, …, `orders`, with one exponent e.
  ///
  /// By default from ``gradientPowerSums(exponent:scale:)``, one call per order.
  func gradientPowerTotals(orders: Int) -> ScaledPowerTotals
  /// G v: the derivatives of all outputs along one direction of parameter space, nC numbers.
  func times(_ direction: [Double]) -> [Double]
  /// Gᵀ c: a weighted sum of all gradients, P numbers.
  func transposedTimes(_ weights: [Double]) -> [Double]

  /// The diagonal blocks K_ii = J_i J_iᵀ of K, (n·C) × C: row i·C + c holds ⟨g_ic, g_ic'⟩ for all c'.
  ///
  /// By default from the power sums for one output, else from one product Gᵀe per row of G: n·C of them.
  var sampleGrams: Matrix { get }
  /// About how many operations one product G v or Gᵀ c takes, for plans; 2 nC P by default.
  var productOperations: Double { get }
  /// About how many operations K takes, for plans; 2 (nC)² P by default.
  var gramOperations: Double { get }
}

extension NetworkJacobian {
  /// From the power sums for one output, from nC products Gᵀe for more.
  public var sampleGrams: Matrix {
    let outputs = outputDimension
    let rows = sampleCount * outputs
    var result = Matrix(rows: rows, columns: outputs)
    if outputs == 1 {
      let scale = largestGradientEntry
      guard scale > 0 else { return result }
      result.elements = gradientPowerSums(exponent: 2, scale: scale).map { $0 * scale * scale }
      return result
    }
    var unit = [Double](repeating: 0, count: rows)
    for i in 0..<sampleCount {
      let gradients = (0..<outputs).map { c in
        unit[i * outputs + c] = 1
        defer { unit[i * outputs + c] = 0 }
        return transposedTimes(unit)
      }
      for c in 0..<outputs {
        for other in 0..<outputs { result[i * outputs + c, other] = dot(gradients[c], gradients[other]) }
      }
    }
    return result
  }

  /// From the power sums, one call per order.
  public func gradientPowerTotals(orders: Int) -> ScaledPowerTotals {
    let largest = largestGradientEntry
    guard largest > 0 else { return ScaledPowerTotals(orders: orders, exponent: EvenPowerSums.zeroRow) }
    // A power of two of normal size above the largest entry.
    let exponent = largest.isFinite ? min(max(Int(largest.exponent) + 1, -1022), 1023) : 0
    var totals = ScaledPowerTotals(orders: orders, exponent: exponent)
    for k in 1...orders {
      totals.sums[k - 1] = gradientPowerSums(exponent: 2 * k, scale: powerOfTwo(exponent)).reduce(0, +)
    }
    return totals
  }

  /// 2 nC P, as for a dense matrix.
  public var productOperations: Double { 2 * Double(sampleCount * outputDimension) * Double(parameterCount) }

  /// 2 (nC)² P, as for a dense matrix.
  public var gramOperations: Double { productOperations * Double(sampleCount * outputDimension) }
}
