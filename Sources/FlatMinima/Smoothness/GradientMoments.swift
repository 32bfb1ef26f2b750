import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

extension ParameterPoint {
  /// g_{W,2k} = ((1/n) Σ_i Σ_c ‖∇_W f_c(x_i)‖_{2k}^{2k})^{1/2k}, over all parameters.
  ///
  /// Of the network's outputs, not of the loss, and not divided by C. No gradient is formed for a dense network.
  /// Cost: that of ``NetworkJacobian/gradientPowerSums(exponent:scale:)``, n C Σ widths for a dense network.
  /// Source: Ma and Ying 2021 (their diagnostics); closed form derived in Documentation/Theory.
  public func parameterGradientMoment(order k: Int) -> Double {
    precondition(k >= 1, "the order of a moment is 1, 2, 3, …; got \(k)")
    return Smoothness.moment(order: k, sampleCount: data.count, scale: jacobian.largestGradientEntry) {
      jacobian.gradientPowerSums(exponent: 2 * k, scale: $0)
    }
  }

  /// g_{W,2}, g_{W,4}, …, g_{W,2K}: ``parameterGradientMoment(order:)`` for k = 1, …, `throughOrder`.
  ///
  /// Cost: one pass over the factors for up to four orders, else that of the single moments.
  public func parameterGradientMoments(throughOrder last: Int) -> [Double] {
    precondition(last >= 1, "the order of a moment is 1, 2, 3, …; got \(last)")
    guard last <= EvenPowerSums.mostOrders else { return (1...last).map { parameterGradientMoment(order: $0) } }
    return Smoothness.moments(jacobian.gradientPowerTotals(orders: last), sampleCount: data.count)
  }

  /// g_{x,2}, g_{x,4}, …, g_{x,2K}: ``inputGradientMoment(order:)`` for k = 1, …, `throughOrder`, in one pass for up to
  /// four orders.
  public func inputGradientMoments(throughOrder last: Int) -> [Double] {
    precondition(last >= 1, "the order of a moment is 1, 2, 3, …; got \(last)")
    guard last <= EvenPowerSums.mostOrders else { return (1...last).map { inputGradientMoment(order: $0) } }
    let totals = EvenPowerSums(of: jacobian.inputGradients, orders: last).totals
    return Smoothness.moments(totals, sampleCount: data.count)
  }

  /// g_{x,2k} = ((1/n) Σ_i Σ_c ‖∇_x f_c(x_i)‖_{2k}^{2k})^{1/2k} over the training inputs.
  public func inputGradientMoment(order k: Int) -> Double {
    Smoothness.gradientMoment(jacobian.inputGradients, sampleCount: data.count, order: k)
  }

  /// The Sobolev seminorm |f|_{1,2k} over the training inputs, which is the input gradient moment.
  public func sobolevSeminorm(order k: Int) -> Double { inputGradientMoment(order: k) }

  /// The Sobolev seminorm |f|_{1,2k} over other inputs, an estimate of the population's with its standard error.
  ///
  /// - Throws: ``NetworkError`` when the inputs have the wrong dimension.
  public func sobolevSeminorm(order k: Int, on inputs: Matrix) throws(NetworkError) -> SobolevEstimate {
    let gradients = try network.jacobian(on: inputs, at: parameters).inputGradients
    return Smoothness.estimate(gradients, sampleCount: inputs.rows, order: k)
  }

}

extension ParameterPoint where N == DenseNetwork {
  /// g_{W,2k} over some of the parameters. Cost: n C times the widths of the selected layers.
  public func parameterGradientMoment(order k: Int, of selection: ParameterSelection) -> Double {
    precondition(k >= 1, "the order of a moment is 1, 2, 3, …; got \(k)")
    let scale = jacobian.largestGradientEntry(of: selection)
    return Smoothness.moment(order: k, sampleCount: data.count, scale: scale) {
      jacobian.gradientPowerSums(exponent: 2 * k, scale: $0, of: selection)
    }
  }

  /// (1/n) Σ_i (∂_j f_c(x_i))^{2k} summed over outputs, for every first-layer weight j; m × d.
  ///
  /// Cost: one matrix product, n C m d.
  public func firstLayerCoordinateMoments(order k: Int) -> Matrix {
    precondition(k >= 1, "the order of a moment is 1, 2, 3, …; got \(k)")
    let outputs = network.outputDimension
    let powers = jacobian.deltas[0].mapped { integerPower($0, 2 * k) }
    let inputs = data.inputs.mapped { integerPower($0, 2 * k) }
    let repeated = outputs == 1 ? inputs : inputs.rows(at: (0..<data.count * outputs).map { $0 / outputs })
    return (1 / Double(data.count)) * powers.transposedTimes(repeated)
  }
}

/// A seminorm estimated from a sample of inputs.
public struct SobolevEstimate: Sendable, Hashable {
  /// The estimate of |f|_{1,2k}.
  public let value: Double
  /// By the delta method from the standard error of the mean of ‖∇_x f‖^{2k}.
  public let standardError: Double
}

enum Smoothness {
  static func gradientMoment(_ gradients: Matrix, sampleCount: Int, order k: Int) -> Double {
    precondition(k >= 1, "the order of a moment is 1, 2, 3, …; got \(k)")
    let scale = gradients.largestMagnitude
    guard !scale.isNaN else { return .nan }
    return moment(order: k, sampleCount: sampleCount, scale: scale) {
      gradients.rowPowerSums(exponent: 2 * k, scale: $0)
    }
  }

  /// ((1/n) Σ of the power sums)^{1/2k}, with the scale factored out so that no power overflows.
  static func moment(order k: Int, sampleCount: Int, scale: Double, powerSums: (Double) -> [Double]) -> Double {
    guard scale > 0, sampleCount > 0 else { return 0 }
    return scale * pow(powerSums(scale).reduce(0, +) / Double(sampleCount), 1 / Double(2 * k))
  }

  /// ((1/n) Σ of the powers 2k)^{1/2k} for every k of the totals.
  static func moments(_ totals: ScaledPowerTotals, sampleCount: Int) -> [Double] {
    totals.sums.enumerated().map { index, sum in
      guard sum != 0, sampleCount > 0 else { return 0 }
      return scalbn(pow(sum / Double(sampleCount), 1 / Double(2 * (index + 1))), totals.exponent)
    }
  }

  static func estimate(_ gradients: Matrix, sampleCount: Int, order k: Int) -> SobolevEstimate {
    let scale = gradients.largestMagnitude
    guard scale > 0, sampleCount > 0 else { return SobolevEstimate(value: 0, standardError: 0) }
    let outputs = gradients.rows / sampleCount
    let rows = gradients.rowPowerSums(exponent: 2 * k, scale: scale)
    let samples = (0..<sampleCount).map { i in (0..<outputs).reduce(0) { $0 + rows[i * outputs + $1] } }
    let n = Double(sampleCount)
    let mean = samples.reduce(0, +) / n
    let variance = sampleCount > 1 ? samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) : .infinity
    let root = pow(mean, 1 / Double(2 * k))
    let slope = mean > 0 ? root / (Double(2 * k) * mean) : 0
    return SobolevEstimate(value: scale * root, standardError: scale * slope * (variance / n).squareRoot())
  }
}
