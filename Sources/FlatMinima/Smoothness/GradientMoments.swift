import Learning
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which parameters a gradient is taken by.
public enum ParameterSelection: Sendable, Hashable {
  /// All weights and biases, as in the published experiments.
  case all
  /// W₁ alone.
  case firstLayerWeights
  /// W₁ and b₁.
  case firstLayer
}

extension ParameterPoint {
  /// g_{W,2k} = ((1/n) Σ_i Σ_c ‖∇_W f_c(x_i)‖_{2k}^{2k})^{1/2k}.
  ///
  /// Of the network's outputs, not of the loss, and not divided by C. From the factors: a sample adds
  /// ‖δ^l‖_p^p (‖h^{l−1}‖_p^p + 1) for layer l, so no gradient is formed. Cost: n C Σ widths.
  /// Source: Ma and Ying 2021 (their diagnostics); closed form derived in Documentation/Theory.
  public func parameterGradientMoment(order k: Int, of selection: ParameterSelection = .all) -> Double {
    precondition(k >= 1, "the order of a moment is 1, 2, 3, …; got \(k)")
    let exponent = 2 * k
    let outputs = network.outputDimension
    let layers = network.layers
    let used = selection == .all ? layers.indices : layers.indices.prefix(1)
    // One factor for all, so that no power overflows: |δ||h| ≤ scale.
    let scales = used.map { l in
      let hasBias = layers[l].bias != nil && selection != .firstLayerWeights
      let input = max(largestMagnitude(jacobian.activations[l]), hasBias ? 1 : 0)
      return (delta: largestMagnitude(jacobian.deltas[l]), input: input, hasBias: hasBias)
    }
    let scale = scales.reduce(0) { max($0, $1.delta * $1.input) }
    guard scale > 0 else { return 0 }
    var sum = 0.0
    for (l, (deltaScale, inputScale, hasBias)) in zip(used, scales) where deltaScale * inputScale > 0 {
      let relative = integerPower(deltaScale * inputScale / scale, exponent)
      let deltaPowers = rowPowerSums(jacobian.deltas[l], exponent, scale: deltaScale)
      let inputPowers = rowPowerSums(jacobian.activations[l], exponent, scale: inputScale)
      let biasPower = hasBias ? integerPower(1 / inputScale, exponent) : 0
      for row in deltaPowers.indices { sum += relative * deltaPowers[row] * (inputPowers[row / outputs] + biasPower) }
    }
    return scale * pow(sum / Double(data.count), 1 / Double(exponent))
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
    let gradients = try FactoredJacobian(of: network, on: inputs, at: parameters).inputGradients
    return Smoothness.estimate(gradients, sampleCount: inputs.rows, order: k)
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
    let scale = largestMagnitude(gradients)
    guard scale > 0, sampleCount > 0 else { return scale.isNaN ? .nan : 0 }
    let sum = rowPowerSums(gradients, 2 * k, scale: scale).reduce(0, +)
    return scale * pow(sum / Double(sampleCount), 1 / Double(2 * k))
  }

  static func estimate(_ gradients: Matrix, sampleCount: Int, order k: Int) -> SobolevEstimate {
    let scale = largestMagnitude(gradients)
    guard scale > 0, sampleCount > 0 else { return SobolevEstimate(value: 0, standardError: 0) }
    let outputs = gradients.rows / sampleCount
    let rows = rowPowerSums(gradients, 2 * k, scale: scale)
    let samples = (0..<sampleCount).map { i in (0..<outputs).reduce(0) { $0 + rows[i * outputs + $1] } }
    let n = Double(sampleCount)
    let mean = samples.reduce(0, +) / n
    let variance = sampleCount > 1 ? samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1) : .infinity
    let root = pow(mean, 1 / Double(2 * k))
    let slope = mean > 0 ? root / (Double(2 * k) * mean) : 0
    return SobolevEstimate(value: scale * root, standardError: scale * slope * (variance / n).squareRoot())
  }
}

/// x^n for a small non-negative n.
@inline(__always)
func integerPower(_ x: Double, _ n: Int) -> Double {
  var result = 1.0
  var base = x
  var exponent = n
  while exponent > 0 {
    if exponent & 1 == 1 { result *= base }
    base *= base
    exponent >>= 1
  }
  return result
}

func largestMagnitude(_ matrix: Matrix) -> Double { matrix.elements.reduce(0) { max($0, abs($1)) } }

/// Σ_j (|a_ij| / scale)^exponent for every row i.
func rowPowerSums(_ matrix: Matrix, _ exponent: Int, scale: Double) -> [Double] {
  var sums = [Double](repeating: 0, count: matrix.rows)
  let columns = matrix.columns
  matrix.elements.withUnsafeBufferPointer { entries in
    for i in 0..<matrix.rows {
      var sum = 0.0
      for j in 0..<columns { sum += integerPower(entries[i * columns + j] / scale, exponent) }
      sums[i] = sum
    }
  }
  return sums
}
